// Our types as JSON and back: see describe.hpp.
#include "tests/vectors/describe.hpp"

#include <stdexcept>

namespace noticeboard::tests {
namespace {

constexpr const char* rooms[] = {"direct", "group", "channel"};
constexpr const char* attachment_kinds[] = {"picture", "voice", "video", "file", "sticker", "contact"};
constexpr const char* outcome_kinds[] = {"sent", "again", "never", "gone", "moved", "renew", "then", "shut"};
constexpr const char* error_kinds[] = {"invalid", "forbidden", "not_found", "conflict", "full", "passing"};
constexpr const char* abilities[] = {"read_group",    "write",     "buttons", "pictures", "invite_link",
                                     "approve",       "mute",      "remove",  "ban",      "delete_message",
                                     "count_members", "deep_link", "download"};
constexpr const char* actions[] = {"approve",       "decline",  "mute",           "unmute",      "remove",
                                   "ban",           "unban",    "delete_message", "make_invite", "make_scene",
                                   "count_members", "download", "answer_press",   "leave",       "clear"};

std::int64_t seconds(Millis time) {
    return std::chrono::floor<std::chrono::seconds>(time).count();
}

struct Words {  // an object that leaves out what is empty
    json out = json::object();
    Words& put(const char* name, const std::string& value) {
        if (!value.empty()) out[name] = value;
        return *this;
    }
    Words& put(const char* name, std::int64_t value) {
        if (value != 0) out[name] = value;
        return *this;
    }
    Words& flag(const char* name, bool value) {
        if (value) out[name] = true;
        return *this;
    }
};

json described(const Attachment& file) {
    Words words;
    words.put("kind", attachment_kinds[static_cast<int>(file.kind)]).put("id", file.id).put("mime", file.mime);
    words.put("name", file.name).put("bytes", file.bytes).put("seconds", seconds(file.length));
    return words.out;
}

json described(const Abilities& can) {
    json out = json::array();
    for (int i = 0; i < static_cast<int>(std::size(abilities)); ++i) {
        if (can.has(static_cast<Ability>(i))) out.push_back(abilities[i]);
    }
    return out;
}

void describe_what(json& to, const What& what) {
    struct {
        json& to;
        void operator()(const Message& message) const {
            Words words;
            words.put("text", message.text).put("reply_to", message.reply_to);
            words.flag("to_bot", message.to_bot).flag("edited", message.edited);
            for (const Attachment& file : message.attachments) words.out["attachments"].push_back(described(file));
            for (const Link& link : message.links)
                words.out["links"].push_back(Words().put("label", link.label).put("address", link.address).out);
            if (message.location) {
                words.out["location"] = {message.location->latitude, message.location->longitude,
                                         message.location->label};
            }
            to["message"] = words.out;
        }
        void operator()(const Pressed& pressed) const {
            Words words;
            words.put("data", pressed.data).put("callback", pressed.callback).put("message_id", pressed.message_id);
            to["pressed"] = words.out;
        }
        void operator()(const Opened& opened) const { to["opened"] = opened.ticket; }
        void operator()(const Closed&) const { to["closed"] = true; }
        void operator()(const JoinAsked& asked) const {
            to["join_asked"] = Words().put("private_chat", asked.private_chat).put("link", asked.link).out;
        }
        void operator()(const Joined& joined) const {
            to["joined"] = Words().put("by", joined.by).put("link", joined.link).out;
        }
        void operator()(const Left& left) const { to["left"] = Words().put("by", left.by).out; }
        void operator()(const BotAdded& added) const { to["bot_added"] = described(added.can); }
        void operator()(const BotRemoved&) const { to["bot_removed"] = true; }
        void operator()(const Moved& moved) const { to["moved"] = moved.to; }
        void operator()(const MembersCounted& counted) const { to["members_counted"] = counted.members; }
        void operator()(const Other& other) const { to["other"] = other.kind; }
        void operator()(const Delivered&) const { to["delivered"] = true; }
        void operator()(const TimerRang&) const { to["timer_rang"] = true; }
    } describe{to};
    std::visit(describe, what);
}

template <std::size_t count>
int index_of(const char* const (&names)[count], const std::string& name) {
    for (std::size_t i = 0; i < count; ++i) {
        if (name == names[i]) return static_cast<int>(i);
    }
    throw std::runtime_error("no such word in a vector: " + name);
}

Action action_in(const json& words) {
    Action out(static_cast<Action::Kind>(index_of(actions, words.at("kind"))));
    out.user(words.value("user", "")).message(words.value("message", "")).text(words.value("text", ""));
    if (words.contains("until")) out.until(TimePoint(std::chrono::seconds(words["until"].get<std::int64_t>())));
    return out;
}

Say say_in(const json& words) {
    Say out;
    out.text = words.value("text", "");
    out.picture = words.value("picture", "");
    out.voice = words.value("voice", "");
    for (const json& button : words.value("buttons", json::array())) {
        out.buttons.push_back(
            {button.at("label"), button.value("token", ""), button.value("url", ""), button.value("number", 0)});
    }
    return out;
}

}  // namespace

json described(const Event& event) {
    Words words;
    words.put("key", event.key).put("at", seconds(event.at.time_since_epoch())).put("message_id", event.message_id);
    words.put("opens", event.opens);
    Words place;
    place.put("id", event.place.id).put("title", event.place.title).put("thread", event.place.thread);
    if (event.place.room != Room::direct) place.put("room", rooms[static_cast<int>(event.place.room)]);
    if (!place.out.empty()) words.out["place"] = place.out;
    Words from;
    from.put("id", event.from.id).put("name", event.from.name).put("language", event.from.language);
    from.flag("bot", event.from.bot);
    if (!from.out.empty()) words.out["from"] = from.out;
    describe_what(words.out, event.what);
    return words.out;
}

json described(const Inbound& inbound) {
    Words words;
    for (const auto& one : inbound.events) {
        const Event* event = std::get_if<Event>(&one);
        words.out["events"].push_back(event != nullptr ? described(*event) : json(std::get<Fetch>(one).what));
    }
    if (inbound.handshake) words.out["handshake"] = described(*inbound.handshake);
    words.put("cursor", inbound.cursor);
    return words.out;
}

json described(const Outcome& outcome) {
    Words words;
    words.put("kind", outcome_kinds[static_cast<int>(outcome.kind)]).put("after", seconds(outcome.after));
    words.flag("account", outcome.account).put("why", outcome.why).put("to", outcome.to);
    words.put("message_id", outcome.facts.message_id).put("link", outcome.facts.link).put("file", outcome.facts.file);
    if (outcome.facts.members) words.out["members"] = *outcome.facts.members;
    return words.out;
}

namespace {
void describe_body(json& to, const web::Headers& headers, const std::string& body) {
    to["headers"] = json::object();
    for (const auto& [name, value] : headers) to["headers"][name] = value;
    if (body.empty()) return;
    const json read = json::parse(body, nullptr, false);
    to[read.is_discarded() ? "body" : "json"] = read.is_discarded() ? json(body) : read;
}
}  // namespace

json described(const web::Request& request) {
    json out = {{"method", request.method}, {"url", request.url}};
    describe_body(out, request.headers, request.body);
    return out;
}

json described(const web::Response& response) {
    json out = {{"status", response.status}};
    describe_body(out, response.headers, response.body);
    return out;
}

json described(const Error& error) {
    return {{"refused", error_kinds[static_cast<int>(error.kind)]}};
}

Outgoing outgoing_in(const json& words) {
    Outgoing out;
    const json place = words.value("place", json::object());
    out.place.id = place.value("id", "");
    out.place.thread = place.value("thread", "");
    out.place.room = static_cast<Room>(index_of(rooms, place.value("room", "direct")));
    out.to = words.value("to", out.place.id);
    out.reply_to = words.value("reply_to", "");
    out.idempotency = words.value("idempotency", "nb1");
    out.step = words.value("step", "");
    if (words.contains("action"))
        out.what = action_in(words["action"]);
    else
        out.what = say_in(words.at("say"));
    return out;
}

web::Response response_in(const json& words) {
    web::Response out;
    out.status = words.value("status", 200);
    const json headers = words.value("headers", json::object());
    for (const auto& [name, value] : headers.items()) out.headers.add(name, value);
    out.body = body_in(words.contains("json") ? words["json"] : words.value("body", json("")));
    return out;
}

std::string body_in(const json& words) {
    return words.is_string() ? words.get<std::string>() : words.dump();
}

AdapterSettings settings_in(const json& keys) {
    AdapterSettings out;
    out.name = "tried";
    for (const auto& [name, value] : keys.items()) out.keys[name] = body_in(value);
    return out;
}

}  // namespace noticeboard::tests
