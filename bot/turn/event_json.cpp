// Events as JSON and back. Facts that came with a file are not kept: what can be downloaded again is.
#include "bot/turn/event_json.hpp"

#include <nlohmann/json.hpp>

namespace noticeboard {

using nlohmann::json;

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Place, id, room, title, thread)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Sender, id, name, language, bot)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Location, latitude, longitude, label)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Link, label, address)

static void to_json(json& out, const Attachment& in) {
    out = {{"kind", in.kind}, {"id", in.id},       {"mime", in.mime},
           {"name", in.name}, {"bytes", in.bytes}, {"length", in.length.count()}};
}
static void from_json(const json& in, Attachment& out) {
    out = {in.at("kind"), in.at("id"),    in.at("mime"),
           in.at("name"), in.at("bytes"), Millis(in.at("length").get<std::int64_t>())};
}

static void to_json(json& out, const Message& in) {
    out = {{"text", in.text},
           {"attachments", in.attachments},
           {"reply_to", in.reply_to},
           {"to_bot", in.to_bot},
           {"edited", in.edited}};
    if (in.location) out["location"] = *in.location;
    if (!in.links.empty()) out["links"] = in.links;
    if (!in.answered.id.empty())
        out["answered"] = {{"id", in.answered.id}, {"name", in.answered.name}, {"text", in.answered_text}};
}
static void from_json(const json& in, Message& out) {
    out.text = in.at("text");
    out.attachments = in.at("attachments").get<std::vector<Attachment>>();
    out.reply_to = in.at("reply_to");
    out.to_bot = in.at("to_bot");
    out.edited = in.at("edited");
    if (in.contains("location")) out.location = in.at("location").get<Location>();
    if (in.contains("links")) out.links = in.at("links").get<std::vector<Link>>();
    if (const auto it = in.find("answered"); it != in.end()) {
        out.answered.id = it->at("id");
        out.answered.name = it->at("name");
        out.answered_text = it->at("text");
    }
}

static void to_json(json& out, const Closed&) {
    out = json::object();
}
static void from_json(const json&, Closed&) {}
static void to_json(json& out, const BotRemoved&) {
    out = json::object();
}
static void from_json(const json&, BotRemoved&) {}
static void to_json(json& out, const BotAdded& in) {
    out = {{"can", in.can.bits()}};
}
static void from_json(const json& in, BotAdded& out) {
    out.can = Abilities::from_bits(in.at("can"));
}

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Pressed, data, callback, message_id)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Opened, ticket)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(JoinAsked, private_chat, link)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Joined, by, link)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Left, by)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Moved, to)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(MembersCounted, members)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Other, kind)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TimerRang, plugin, name, data)

static void to_json(json& out, const Delivered& in) {
    out = {{"plugin", in.plugin},   {"tag", in.tag},          {"data", in.data},
           {"verdict", in.verdict}, {"why", in.why},          {"message_id", in.facts.message_id},
           {"link", in.facts.link}, {"codes", in.facts.codes}};
    if (in.facts.members) out["members"] = *in.facts.members;
}
static void from_json(const json& in, Delivered& out) {
    out.plugin = in.at("plugin");
    out.tag = in.at("tag");
    out.data = in.at("data");
    out.verdict = in.at("verdict");
    out.why = in.at("why");
    out.facts.message_id = in.at("message_id");
    out.facts.link = in.at("link");
    out.facts.codes = in.at("codes").get<std::vector<std::string>>();
    if (in.contains("members")) out.facts.members = in.at("members").get<int>();
}

namespace turn {
namespace {

template <std::size_t I = 0>
What read_what(std::size_t kind, const json& in) {
    if constexpr (I == std::variant_size_v<What>) {
        throw std::out_of_range("kind of event");
    } else {
        if (kind != I) return read_what<I + 1>(kind, in);
        return in.get<std::variant_alternative_t<I, What>>();
    }
}

}  // namespace

std::string to_json(const Event& event) {
    json out = {{"key", event.key},          {"at", to_millis(event.at)},      {"place", event.place},
                {"from", event.from},        {"message_id", event.message_id}, {"opens", event.opens},
                {"kind", event.what.index()}};
    std::visit([&](const auto& what) { out["what"] = what; }, event.what);
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<Event> event_from_json(const std::string& text) {
    try {
        const json in = json::parse(text);
        Event out;
        out.key = in.at("key");
        out.at = from_millis(in.at("at"));
        out.place = in.at("place");
        out.from = in.at("from");
        out.message_id = in.at("message_id");
        out.opens = in.at("opens");
        out.what = read_what(in.at("kind"), in.at("what"));
        return out;
    } catch (const std::exception&) {
        return invalid("the kept event cannot be read");
    }
}

}  // namespace turn
}  // namespace noticeboard
