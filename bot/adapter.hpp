// Adapter: the face an adapter author sees. An adapter translates between a platform's bytes and our events and
// messages; it is pure: no socket, no timer, no retry, no store. docs/add-an-adapter.md walks through one.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/model/event.hpp"
#include "bot/model/moment.hpp"
#include "bot/model/outgoing.hpp"
#include "bot/model/platform.hpp"
#include "bot/model/result.hpp"
#include "bot/model/site.hpp"
#include "bot/web/message.hpp"

namespace noticeboard {

struct Fetch {        // an event that is complete only after a call: performed after the commit, in order, exactly once
    std::string key;  // event key, as of an event
    std::string chat;  // what it keeps the order of, and what the cursor belongs to: a chat, a mailbox
    std::string what;  // what `fetch` and `fetched` need to go on; opaque to the bot
};

struct Answered {          // a frame that answers a call of ours, on a WebSocket platform
    std::string call;      // Outgoing::idempotency, as `compose` wrote it into its frame
    web::Response answer;  // for `confirm`
};

struct Inbound {  // what one request, answer or frame held
    std::vector<std::variant<Event, Fetch>> events;
    std::optional<web::Response> handshake;  // answered as it stands, no turn; to a frame: its body is sent back
    std::optional<Answered> answered;        // of a frame
    std::string envelope;  // what `answer` needs of this delivery (WeChat: its nonce); opaque to the bot
    std::string cursor;    // of a poll or of the look-ups of one Fetch::chat: where the next goes on; kept with the
                           // events' effects, empty: as before
};

struct Credential {  // a short-lived access token
    std::string token;
    TimePoint expires{};
};

// How a call went.
struct Outcome {
    enum class Kind {
        sent,
        again,  // not delivered; worth another try after `after`
        never,  // not delivered and will not be: `why`
        gone,   // the chat or person cannot be reached any more: `why`
        moved,  // the chat goes on as `to`: sent there again
        renew,  // the credential is no longer good
        then,   // one more call is needed: composed with Outgoing::step = `to`
        shut,   // the platform's window is shut: held until she writes
    };
    Kind kind = Kind::sent;
    Millis after{0};       // 0: the bot's own backoff
    bool account = false;  // `again` concerns the whole account, not only this chat
    std::string why;       // a short class ("blocked", "too long"), never a text
    std::string to;
    Facts facts;

    static Outcome sent(Facts facts = {}) { return make(Kind::sent, {}, std::move(facts)); }
    static Outcome again(Millis after = Millis{0}) {
        Outcome out = make(Kind::again, {});
        out.after = after;
        return out;
    }
    static Outcome pause(std::string why, Millis after) {  // `again`, and nothing else of this account before that
        Outcome out = make(Kind::again, std::move(why));
        out.after = after;
        out.account = true;
        return out;
    }
    static Outcome never(std::string why) { return make(Kind::never, std::move(why)); }
    static Outcome gone(std::string why) { return make(Kind::gone, std::move(why)); }
    static Outcome shut(std::string why) { return make(Kind::shut, std::move(why)); }
    static Outcome renew() { return make(Kind::renew, "credential"); }
    static Outcome moved(std::string to) {
        Outcome out = make(Kind::moved, "moved");
        out.to = std::move(to);
        return out;
    }
    static Outcome then(std::string step) {
        Outcome out = make(Kind::then, {});
        out.to = std::move(step);
        return out;
    }

 private:
    static Outcome make(Kind kind, std::string why, Facts facts = {}) {
        Outcome out;
        out.kind = kind;
        out.why = std::move(why);
        out.facts = std::move(facts);
        return out;
    }
};

struct MenuEntry {                                   // a command that the platform shows in its menu
    std::string command;                             // "menu"
    std::map<std::string, std::string> description;  // by language: neutral words, nothing about asking for help
};

class Adapter {
 public:
    virtual ~Adapter() = default;

    // Limits, windows, abilities, deadlines: data.
    virtual const Platform& platform() const = 0;

    // Verifies, then translates a webhook: a handshake answer or 0…n events. Error::forbidden: not from the platform
    // (401); Error::invalid: verified, but not what the platform sends (400).
    virtual Result<Inbound> receive(const web::Request&, const Moment&) const = 0;

    // The 2xx, with the inline reply where there is one: a Say without a picture.
    virtual web::Response answer(const Inbound&, const Outgoing* reply, const Moment&) const = 0;

    // The call that delivers an Outgoing; one without a url is a frame for the account's WebSocket. Error: this
    // platform cannot do that, in a class of words fit for a log.
    virtual Result<web::Request> compose(const Outgoing&, const Credential&, const Moment&) const = 0;

    // What that call's answer means.
    virtual Outcome confirm(const Outgoing&, const web::Response&) const = 0;

    // The call for a fresh credential, nothing where the platform has none; and its answer.
    virtual std::optional<web::Request> renew(const Moment&) const { return std::nullopt; }
    virtual Result<Credential> renewed(const web::Response&, const Moment&) const { return Credential{}; }

    // The call of a Fetch, and what its answer holds: events, or another Fetch. An answer that is no answer, here and
    // in `polled` and `renewed`: Error::passing: the same call again later; Error::forbidden: the credential is
    // refused; any other error: given up.
    virtual web::Request fetch(const Fetch&, std::string_view /*cursor*/, const Credential&) const { return {}; }
    virtual Result<Inbound> fetched(const Fetch&, const web::Response&, const Moment&) const {
        return invalid("this platform has no look-ups");
    }

    // Long polling: the next call after `cursor` (empty at first), nothing where the platform pushes; and its answer.
    virtual std::optional<web::Request> poll(std::string_view /*cursor*/, const Credential&) const {
        return std::nullopt;
    }
    virtual Result<Inbound> polled(const web::Response&, const Moment&) const {
        return invalid("this platform is not polled");
    }

    // WebSocket platforms: whether who connects to us is the platform, the address to connect to where we do, and what
    // a frame holds.
    virtual Result<Done> admit(const web::Request&) const { return forbidden("this platform does not connect to us"); }
    virtual std::optional<web::Request> connect(const Credential&) const { return std::nullopt; }
    virtual Result<Inbound> frame(std::string_view, const Moment&) const {
        return invalid("this platform has no WebSocket");
    }

    // Calls to make once at start: webhook address (empty: none), menu.
    virtual std::vector<web::Request> introduce(std::string_view /*webhook*/, const std::vector<MenuEntry>&,
                                                const Credential&) const {
        return {};
    }

    // A link that opens the private talk with the bot and carries the ticket; nothing where a link cannot.
    virtual std::optional<std::string> invite(const Ticket&) const { return std::nullopt; }
};

struct AdapterSettings {
    std::string name;                         // the account's name: adapters.<name> in the config
    std::map<std::string, std::string> keys;  // as in the config, secrets filled in

    std::string_view key(const std::string& name_of) const {
        const auto it = keys.find(name_of);
        return it == keys.end() ? std::string_view() : std::string_view(it->second);
    }
};

// How an adapter's folder offers itself; the table in adapters/CMakeLists.txt lists them.
using MakeAdapter = Result<std::unique_ptr<Adapter>> (*)(const AdapterSettings&);

}  // namespace noticeboard
