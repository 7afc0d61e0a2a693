// Reads Telegram's JSON with simdjson: 0.5 µs an update. Numbers become text: ids have up to 52 bits and are not
// counted.
#include "adapters/telegram/wire.hpp"

#include <algorithm>

#include "adapters/telegram/json.hpp"
#include "adapters/telegram/links.hpp"

namespace noticeboard::telegram {
namespace {

constexpr std::size_t longest_json = 8 * 1024 * 1024;  // a page of 100 updates; webhooks are held to less by the server
constexpr std::size_t deepest_json = 64;

// Service messages whose kind is worth counting: something happened to the chat, nobody said anything.
constexpr std::string_view service_kinds[] = {"new_chat_members", "left_chat_member", "migrate_from_chat_id",
                                              "pinned_message", "new_chat_title"};

// Valid until the thread's next document.
bool parse(std::string_view json, element& out) {
    thread_local simdjson::dom::parser parser(longest_json);
    thread_local const bool ready = parser.allocate(64 * 1024, deepest_json) == simdjson::SUCCESS;
    return ready && parser.parse(json.data(), json.size()).get(out) == simdjson::SUCCESS;
}

Place place_of(const object& chat) {
    Place out;
    out.id = id_at(chat, "id");
    const std::string type = text_at(chat, "type");
    out.room = type == "private" ? Room::direct : type == "channel" ? Room::channel : Room::group;
    out.title = text_at(chat, "title");
    return out;
}

Sender sender_of(const object& user) {
    Sender out;
    out.id = id_at(user, "id");
    out.name = text_at(user, "first_name");
    if (const std::string last = text_at(user, "last_name"); !last.empty()) out.name += " " + last;
    out.language = text_at(user, "language_code");
    out.bot = true_at(user, "is_bot");
    return out;
}

// An anonymous administrator and a channel write as a chat, behind a stand-in user.
Sender writer_of(const object& message) {
    if (const auto chat = object_at(message, "sender_chat")) {
        Sender out;
        out.id = id_at(*chat, "id");
        out.name = text_at(*chat, "title");
        return out;
    }
    const auto from = object_at(message, "from");
    return from ? sender_of(*from) : Sender{};
}

TimePoint at_second(std::int64_t seconds, TimePoint otherwise) {
    constexpr std::int64_t latest = 253'402'300'799;  // the year 9999
    return seconds > 0 && seconds <= latest ? TimePoint(std::chrono::seconds(seconds)) : otherwise;
}

// --- messages ---------------------------------------------------------------------------------------------------

bool same_name(std::string_view a, std::string_view b) {  // user names are ASCII
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
        return lower(x) == lower(y);
    });
}

bool names_bot(const object& message, std::string_view text, std::string_view entities_key, const Self& self) {
    array entities;
    if (message[entities_key].get(entities) != simdjson::SUCCESS) return false;
    for (const element item : entities) {
        object entity;
        if (item.get(entity) != simdjson::SUCCESS) continue;
        const std::string type = text_at(entity, "type");
        if (type == "text_mention") {
            const auto user = object_at(entity, "user");
            if (user && id_at(*user, "id") == self.id) return true;
        }
        if (self.name.empty() || (type != "mention" && type != "bot_command")) continue;
        const std::string_view said = stretch(text, number_at(entity, "offset"), number_at(entity, "length"));
        const std::size_t at = said.find('@');
        if (at != said.npos && same_name(said.substr(at + 1), self.name)) return true;
    }
    return false;
}

void attach(Message& to, Attachment::Kind kind, const object& file) {
    Attachment out;
    out.kind = kind;
    out.id = text_at(file, "file_id");
    out.mime = text_at(file, "mime_type");
    out.name = text_at(file, "file_name");
    out.bytes = number_at(file, "file_size");
    out.length = Millis(std::clamp<std::int64_t>(number_at(file, "duration"), 0, 1'000'000) * 1000);
    to.attachments.push_back(std::move(out));
}

void attach_media(Message& to, const object& message) {
    using Kind = Attachment::Kind;
    array photo;
    if (message["photo"].get(photo) == simdjson::SUCCESS && photo.size() > 0) {
        object largest;  // sizes ascend
        if (photo.at(photo.size() - 1).get(largest) == simdjson::SUCCESS) attach(to, Kind::picture, largest);
    }
    struct Medium {
        std::string_view key;
        Kind kind;
    };
    constexpr Medium media[] = {{"voice", Kind::voice},
                                {"audio", Kind::voice},
                                {"video", Kind::video},
                                {"video_note", Kind::video},
                                {"sticker", Kind::sticker}};
    for (const auto& [key, kind] : media) {
        if (const auto file = object_at(message, key)) attach(to, kind, *file);
    }
    const auto animation = object_at(message, "animation");  // it is repeated as a document
    if (animation) attach(to, Kind::video, *animation);
    const auto document = object_at(message, "document");
    if (document && !animation) attach(to, Kind::file, *document);
    if (const auto contact = object_at(message, "contact")) {
        Attachment out;
        out.kind = Kind::contact;
        out.id = text_at(*contact, "phone_number");
        out.name = sender_of(*contact).name;
        to.attachments.push_back(std::move(out));
    }
}

std::optional<Location> location_in(const object& message) {
    const auto place = object_at(message, "location");
    if (!place) return std::nullopt;
    Location out;
    if ((*place)["latitude"].get(out.latitude) != simdjson::SUCCESS) return std::nullopt;
    if ((*place)["longitude"].get(out.longitude) != simdjson::SUCCESS) return std::nullopt;
    if (const auto venue = object_at(message, "venue")) out.label = text_at(*venue, "title");
    return out;
}

// What follows "/start" or "/start@bot", where the text is that command.
std::optional<std::string> start_payload(std::string_view text) {
    constexpr std::string_view command = "/start";
    if (!text.starts_with(command)) return std::nullopt;
    text.remove_prefix(command.size());
    if (text.starts_with('@')) text.remove_prefix(std::min(text.find(' '), text.size()));
    if (!text.empty() && !text.starts_with(' ')) return std::nullopt;
    while (text.starts_with(' ')) text.remove_prefix(1);
    return std::string(text);
}

What said_in(const object& message, const Place& place, const Self& self, bool edited) {
    Message out;
    const bool caption = has(message, "caption");
    out.text = text_at(message, caption ? "caption" : "text");
    out.edited = edited;
    out.location = location_in(message);
    attach_media(out, message);
    if (out.text.empty() && out.attachments.empty() && !out.location) {
        for (const std::string_view kind : service_kinds) {
            if (has(message, kind)) return Other{std::string(kind)};
        }
        return Other{"message"};
    }
    if (place.room == Room::direct && !edited) {
        if (auto payload = start_payload(out.text)) return Opened{std::move(*payload)};
    }
    // In a forum every message answers the one that opened its topic.
    if (const auto answered = object_at(message, "reply_to_message");
        answered && !has(*answered, "forum_topic_created")) {
        out.reply_to = id_at(*answered, "message_id");
        out.answered = writer_of(*answered);
        out.to_bot = out.answered.id == self.id;
        out.answered_text = text_at(*answered, has(*answered, "caption") ? "caption" : "text");
    }
    const std::string_view entities = caption ? "caption_entities" : "entities";
    note_links(out, message, entities);
    out.to_bot = out.to_bot || names_bot(message, out.text, entities, self);
    return out;
}

void read_message(Event& event, const object& message, const Self& self, bool edited) {
    event.message_id = id_at(message, "message_id");
    event.from = writer_of(message);
    event.at = at_second(number_at(message, edited ? "edit_date" : "date"), event.at);
    if (true_at(message, "is_topic_message")) event.place.thread = id_at(message, "message_thread_id");
    if (std::string to = id_at(message, "migrate_to_chat_id"); !to.empty())
        event.what = Moved{std::move(to)};
    else
        event.what = said_in(message, event.place, self, edited);
}

// --- members ----------------------------------------------------------------------------------------------------

bool is_in(const object& member) {
    const std::string status = text_at(member, "status");
    return status == "creator" || status == "administrator" || status == "member" ||
           (status == "restricted" && true_at(member, "is_member"));
}

Abilities abilities_of(const object& member, std::string_view chat_type) {
    Abilities out{Ability::buttons, Ability::pictures, Ability::count_members, Ability::download};
    const std::string status = text_at(member, "status");
    const bool owner = status == "creator";
    const auto may = [&](std::string_view right) { return owner || true_at(member, right); };
    if (status == "administrator" || owner) {
        out.add(Ability::read_group);
        if (chat_type != "channel" || may("can_post_messages")) out.add(Ability::write);
        if (may("can_invite_users")) {
            out.add(Ability::invite_link);
            out.add(Ability::approve);
        }
        if (may("can_restrict_members")) {
            out.add(Ability::remove);
            out.add(Ability::ban);
            if (chat_type == "supergroup") out.add(Ability::mute);
        }
        if (may("can_delete_messages")) out.add(Ability::delete_message);
    } else if (status == "member" ? chat_type != "channel" : may("can_send_messages")) {
        out.add(Ability::write);
    }
    return out;
}

std::string link_in(const object& change) {
    const auto link = object_at(change, "invite_link");
    return link ? text_at(*link, "invite_link") : std::string();
}

void read_member(Event& event, const object& change) {
    const auto before = object_at(change, "old_chat_member");
    const auto after = object_at(change, "new_chat_member");
    const auto actor = object_at(change, "from");
    const auto user = after ? object_at(*after, "user") : std::nullopt;
    if (!before || !user) return;
    event.from = sender_of(*user);
    std::string by = actor ? id_at(*actor, "id") : std::string();
    if (by == event.from.id) by.clear();
    if (!is_in(*before) && is_in(*after)) event.what = Joined{std::move(by), link_in(change)};
    if (is_in(*before) && !is_in(*after)) event.what = Left{std::move(by)};
}

void read_own_membership(Event& event, const object& change, const object& chat) {
    const auto after = object_at(change, "new_chat_member");
    if (!after) return;
    if (event.place.room == Room::direct) {  // unblocking says nothing: she presses Start next
        if (!is_in(*after)) event.what = Closed{};
        return;
    }
    if (is_in(*after))
        event.what = BotAdded{abilities_of(*after, text_at(chat, "type"))};
    else
        event.what = BotRemoved{};
}

// --- updates ----------------------------------------------------------------------------------------------------

void read_press(Event& event, const object& query) {
    const auto message = object_at(query, "message");
    std::string data = text_at(query, "data");
    if (!message || data.empty()) return;
    event.message_id = id_at(*message, "message_id");
    if (true_at(*message, "is_topic_message")) event.place.thread = id_at(*message, "message_thread_id");
    event.what = Pressed{std::move(data), text_at(query, "id"), event.message_id};
}

Result<Event> event_of(const object& update, const Self& self, TimePoint now) {
    std::int64_t number = 0;
    if (update["update_id"].get(number) != simdjson::SUCCESS) return invalid("an update without update_id");
    Event out;
    out.key = "update_id:" + std::to_string(number);
    out.at = now;
    for (const auto& [kind, value] : update) {
        object body;
        if (kind == "update_id" || value.get(body) != simdjson::SUCCESS) continue;
        out.what = Other{std::string(kind)};
        const auto message = object_at(body, "message");  // of a callback_query
        const auto chat = object_at(message ? *message : body, "chat");
        if (chat) out.place = place_of(*chat);
        if (const auto from = object_at(body, "from")) out.from = sender_of(*from);
        if (!chat || out.place.id.empty()) break;
        out.at = at_second(number_at(body, "date"), out.at);
        if (kind == "message" || kind == "channel_post") read_message(out, body, self, false);
        if (kind == "edited_message" || kind == "edited_channel_post") read_message(out, body, self, true);
        if (kind == "callback_query") read_press(out, body);
        if (kind == "chat_member") read_member(out, body);
        if (kind == "my_chat_member") read_own_membership(out, body, *chat);
        if (kind == "chat_join_request") out.what = JoinAsked{id_at(body, "user_chat_id"), link_in(body)};
        break;
    }
    return out;
}

}  // namespace

Result<Event> event_in(std::string_view update, const Self& self, TimePoint now) {
    element root;
    object body;
    if (!parse(update, root) || root.get(body) != simdjson::SUCCESS) return invalid("not a JSON object");
    return event_of(body, self, now);
}

Answer answer_in(std::string_view body) {
    Answer out;
    element root;
    object answer;
    if (!parse(body, root) || root.get(answer) != simdjson::SUCCESS) return out;
    if (answer["ok"].get(out.ok) != simdjson::SUCCESS) return out;
    out.readable = true;
    out.code = static_cast<int>(number_at(answer, "error_code"));
    out.description = text_at(answer, "description");
    for (char& c : out.description) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (const auto parameters = object_at(answer, "parameters")) {
        out.retry_after = Millis(std::clamp<std::int64_t>(number_at(*parameters, "retry_after"), 0, 86'400) * 1000);
        out.migrate_to = id_at(*parameters, "migrate_to_chat_id");
    }
    std::int64_t number = 0;
    if (answer["result"].get(number) == simdjson::SUCCESS) out.number = static_cast<int>(number);
    if (const auto result = object_at(answer, "result")) {
        out.message_id = id_at(*result, "message_id");
        out.invite_link = text_at(*result, "invite_link");
        out.file_path = text_at(*result, "file_path");
    }
    return out;
}

Result<Updates> updates_in(std::string_view body, const Self& self, TimePoint now) {
    const Answer answer = answer_in(body);
    if (!answer.readable) return passing("not an answer of the Bot API");
    if (answer.code == 401 || answer.code == 404) return forbidden("token refused");
    if (answer.code == 409) return passing("a webhook is set, or another program polls this bot");
    element root;
    array list;
    if (!parse(body, root) || root["result"].get(list) != simdjson::SUCCESS) return passing("no updates");
    Updates out;
    std::int64_t last = -1;
    for (const element item : list) {
        object update;
        if (item.get(update) != simdjson::SUCCESS) continue;
        auto event = event_of(update, self, now);
        if (!event) continue;
        last = std::max(last, number_at(update, "update_id"));
        out.events.push_back(std::move(*event));
    }
    if (last >= 0) out.next = std::to_string(last + 1);
    return out;
}

}  // namespace noticeboard::telegram
