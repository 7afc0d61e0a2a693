// The built-in chat's description: see web.hpp and README.md.
#include "adapters/web/web.hpp"

#include "bot/text/catalog.hpp"

namespace noticeboard {
namespace {

class Web final : public Adapter {
 public:
    Web() {
        platform_.name = "web";
        platform_.can = {Ability::read_group,  Ability::write,          Ability::buttons,       Ability::pictures,
                         Ability::invite_link, Ability::approve,        Ability::mute,          Ability::remove,
                         Ability::ban,         Ability::delete_message, Ability::count_members, Ability::deep_link,
                         Ability::download};
        platform_.text_limit = 4000;
        platform_.idempotent = true;
        platform_.local = true;
        platform_.removes_within = 10 * 365 * 24h;  // whatever it kept
        platform_.voices = {"audio/ogg", "audio/webm", "audio/mp4", "audio/mpeg"};
        platform_.stays = text::mark("Your browser's history keeps the addresses of the pages you opened.");
    }

    const Platform& platform() const override { return platform_; }

    Result<Inbound> receive(const web::Request&, const Moment&) const override {
        return forbidden("the built-in chat has no webhook");
    }
    web::Response answer(const Inbound&, const Outgoing*, const Moment&) const override {
        web::Response out;
        out.status = 404;
        return out;
    }
    Result<web::Request> compose(const Outgoing&, const Credential&, const Moment&) const override {
        return invalid("the built-in chat is not called");
    }
    Outcome confirm(const Outgoing&, const web::Response&) const override { return Outcome::never("not called"); }

    std::optional<std::string> invite(const Ticket& ticket) const override {
        if (!ticket.claim.empty()) return "/chat/c" + ticket.claim;
        return (ticket.asks ? "/chat/a" : "/chat/g") + ticket.number + (ticket.tag.empty() ? "" : "-" + ticket.tag);
    }

 private:
    Platform platform_;
};

}  // namespace

Result<std::unique_ptr<Adapter>> make_web(const AdapterSettings&) {
    return std::unique_ptr<Adapter>(std::make_unique<Web>());
}

}  // namespace noticeboard
