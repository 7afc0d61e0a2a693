// The Telegram adapter: verifies, and hands what was sent to wire.cpp and what is to be sent to call.cpp.
#include "adapters/telegram/telegram.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "adapters/telegram/call.hpp"
#include "adapters/telegram/wire.hpp"
#include "bot/crypto/hash.hpp"

namespace noticeboard {
namespace telegram {
namespace {

constexpr std::string_view secret_header = "X-Telegram-Bot-Api-Secret-Token";
constexpr std::size_t shortest_secret = 8, longest_secret = 256;

bool is_path(std::string_view text) {  // of a file: "photos/file_1.jpg"
    return is_plain(text, "_-./") && text.front() != '/' && text.find("..") == text.npos;
}

bool is_token(std::string_view text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view id = text.substr(0, colon);
    return !id.empty() && id.find_first_not_of("0123456789") == id.npos && colon < text.size() &&
           is_plain(text.substr(colon + 1), "_-");
}

// Messages of the bot a second: Telegram's advice, or what it has agreed to (core.telegram.org/bots/faq, "My bot is
// hitting limits"; up to 1000 in paid broadcasts).
std::optional<int> rate_in(std::string_view text) {
    if (text.empty()) return 30;
    int out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size() || out < 1 || out > 1000) return std::nullopt;
    return out;
}

// --- the adapter ------------------------------------------------------------------------------------------------

class Telegram final : public Adapter {
 public:
    Telegram(std::string token, std::string secret, bool polls, std::string bot_name, std::string api, int per_second)
        : token_(std::move(token)),
          secret_(std::move(secret)),
          polls_(polls),
          api_(std::move(api)),
          base_(api_ + "/bot" + token_ + "/"),
          self_{token_.substr(0, token_.find(':')), std::move(bot_name)} {
        platform_.name = "telegram";
        platform_.bot_name = self_.name;
        platform_.can = {Ability::read_group,  Ability::write,          Ability::buttons,       Ability::pictures,
                         Ability::invite_link, Ability::approve,        Ability::mute,          Ability::remove,
                         Ability::ban,         Ability::delete_message, Ability::count_members, Ability::download};
        if (!self_.name.empty()) platform_.can.add(Ability::deep_link);
        platform_.text_limit = 4096;
        platform_.text_unit = TextUnit::utf16;
        platform_.account_pace = {{per_second, 1s}};
        platform_.chat_pace = {{3, 3s}};
        platform_.group_pace = {{3, 3s}, {20, 60s}};
        platform_.inline_deadline = polls_ ? Millis{0} : Millis{10s};
        platform_.poll_deadline = Millis{(poll_seconds + 10) * 1000};
        platform_.key_life = 48h;
        platform_.redelivers_for = 24h;
        platform_.removes_within = 48h;
        platform_.stays =
            "What is older than two days stays in this chat on your phone until you delete the chat in Telegram.";
        platform_.voices = {"audio/ogg", "audio/mp4", "audio/mpeg"};
        platform_.secrets = {token_};
        if (!secret_.empty()) platform_.secrets.push_back(secret_);
    }

    const Platform& platform() const override { return platform_; }

    Result<Inbound> receive(const web::Request& request, const Moment& moment) const override {
        if (polls_) return forbidden("this bot is polled and has no webhook");
        if (!crypto::same(request.headers.value(secret_header), secret_)) return forbidden("wrong or missing secret");
        if (request.method != "POST") return invalid("not a POST");
        auto event = event_in(request.body, self_, moment.now);
        if (!event) return event.error();
        Inbound out;
        out.events.emplace_back(std::move(*event));
        return out;
    }

    web::Response answer(const Inbound&, const Outgoing* reply, const Moment&) const override {
        const Say* say = reply != nullptr ? reply->say() : nullptr;
        if (say == nullptr || !say->is_text()) return {};
        return {200, {{"Content-Type", "application/json"}}, inline_call(*reply)};
    }

    Result<web::Request> compose(const Outgoing& outgoing, const Credential&, const Moment& moment) const override {
        const Action* action = outgoing.action();
        if (action != nullptr && action->kind() == Action::Kind::download && !outgoing.step.empty()) {
            web::Request out;
            out.url = api_ + "/file/bot" + token_ + "/" + outgoing.step;
            return out;
        }
        return call_for(outgoing, base_, moment);
    }

    Outcome confirm(const Outgoing& outgoing, const web::Response& response) const override {
        const Action* action = outgoing.action();
        const bool download = action != nullptr && action->kind() == Action::Kind::download;
        if (download && !outgoing.step.empty()) {  // the file's server answers with bytes, not with JSON
            if (response.status == 404) return Outcome::never("no such file");
            if (response.status != 200) return Outcome::again();
            Facts facts;
            facts.file = response.body;
            return Outcome::sent(std::move(facts));
        }
        const Answer answer = answer_in(response.body);
        if (!answer.readable) return Outcome::again();
        if (!answer.ok) return meaning_of(answer);
        if (download) {
            return is_path(answer.file_path) ? Outcome::then(answer.file_path) : Outcome::never("no such file");
        }
        if (action != nullptr && action->kind() == Action::Kind::remove && outgoing.step.empty()) {
            return Outcome::then("unban");
        }
        if (text_follows(outgoing)) return Outcome::then("text");
        Facts facts;
        facts.message_id = answer.message_id;
        facts.link = answer.invite_link;
        if (action != nullptr && action->kind() == Action::Kind::count_members) facts.members = answer.number;
        return Outcome::sent(std::move(facts));
    }

    std::optional<web::Request> poll(std::string_view cursor, const Credential&) const override {
        if (!polls_) return std::nullopt;
        return get_updates(base_, cursor);
    }

    Result<Inbound> polled(const web::Response& response, const Moment& moment) const override {
        auto updates = updates_in(response.body, self_, moment.now);
        if (!updates) return updates.error();
        Inbound out;
        for (Event& event : updates->events) out.events.emplace_back(std::move(event));
        out.cursor = std::move(updates->next);
        return out;
    }

    std::vector<web::Request> introduce(std::string_view webhook, const std::vector<MenuEntry>& menu,
                                        const Credential&) const override {
        std::vector<web::Request> out;
        if (polls_)
            out.push_back(delete_webhook(base_));
        else if (!webhook.empty())
            out.push_back(set_webhook(base_, webhook, secret_));
        std::set<std::string> languages;
        for (const MenuEntry& entry : menu) {
            for (const auto& [language, words] : entry.description) languages.insert(language);
        }
        if (languages.contains("en"))
            out.push_back(set_commands(base_, menu, "en", false));  // for every other language
        for (const std::string& language : languages) out.push_back(set_commands(base_, menu, language, true));
        return out;
    }

    std::optional<std::string> invite(const Ticket& ticket) const override {
        std::string payload = (ticket.asks ? "a" : "g") + ticket.number;
        if (!ticket.tag.empty()) payload += "-" + ticket.tag;
        if (!ticket.claim.empty()) payload = "c" + ticket.claim;
        auto link = deep_link(self_.name, "start", payload);
        if (!link) return std::nullopt;
        return std::move(*link);
    }

 private:
    std::string token_, secret_;
    bool polls_;
    std::string api_, base_;  // base_: of all methods
    Self self_;
    Platform platform_;
};

}  // namespace
}  // namespace telegram

Result<std::unique_ptr<Adapter>> make_telegram(const AdapterSettings& settings) {
    const std::string here = "adapters." + settings.name + ".";
    const std::string token(settings.key("token"));
    if (!telegram::is_token(token)) return invalid(here + "token is not a token as BotFather gives it");
    const std::string_view mode = settings.key("mode");
    if (!mode.empty() && mode != "webhook" && mode != "polling")
        return invalid(here + "mode is neither webhook nor polling");
    const bool polls = mode == "polling";
    const std::string secret(settings.key("secret_token"));
    const bool fits = secret.size() >= telegram::shortest_secret && secret.size() <= telegram::longest_secret &&
                      telegram::is_plain(secret, "_-");
    if (!polls && !fits) return invalid(here + "secret_token has not 8 to 256 characters A-Z a-z 0-9 _ -");
    const auto per_second = telegram::rate_in(settings.key("messages_per_second"));
    if (!per_second) return invalid(here + "messages_per_second is no number from 1 to 1000");
    std::string api(settings.key("api").empty() ? "https://api.telegram.org" : settings.key("api"));
    while (api.ends_with('/')) api.pop_back();
    return std::unique_ptr<Adapter>(std::make_unique<telegram::Telegram>(token, polls ? std::string() : secret, polls,
                                                                         std::string(settings.key("bot_name")),
                                                                         std::move(api), *per_second));
}

}  // namespace noticeboard
