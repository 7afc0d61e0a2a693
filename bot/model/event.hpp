// Event: something that happened on a platform, in our words. An adapter makes it, a turn handles it.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/model/ability.hpp"
#include "bot/model/ids.hpp"
#include "bot/model/moment.hpp"

namespace noticeboard {

enum class Room { direct, group, channel };  // a private talk with the bot, a group, a one-way channel

struct Place {  // a conversation as the platform names it
    std::string id;
    Room room = Room::direct;
    std::string title;
    std::string thread;  // topic inside the chat, where the platform has them
};

struct Sender {  // somebody as the platform names her
    std::string id;
    std::string name;
    std::string language;  // as the platform says it ("zh-hans"), often empty
    bool bot = false;
};

struct Attachment {
    enum class Kind { picture, voice, video, file, sticker, contact };
    Kind kind = Kind::file;
    std::string id;    // what the platform wants back to download it
    std::string mime;  // empty when not said
    std::string name;
    std::int64_t bytes = 0;  // 0 when not said
    Millis length{0};        // of voice and video
};

struct Location {
    double latitude = 0;
    double longitude = 0;
    std::string label;
};

struct Link {           // an address that a message carries besides its words: behind them, or on a button
    std::string label;  // what the button says; empty where the words stand in the text
    std::string address;
};

// --- what can happen -------------------------------------------------------------------------------------------

struct Message {  // somebody wrote or sent something
    static constexpr std::size_t most_links = 20;
    std::string text;  // or the caption
    std::vector<Attachment> attachments;
    std::vector<Link> links;  // as the platform says, in its order; at most most_links
    std::optional<Location> location;
    std::string reply_to;  // message id, when it answers one
    Sender answered;       // who wrote that one, and what, where the platform says so
    std::string answered_text;
    bool to_bot = false;  // answers the bot's message or names the bot
    bool edited = false;
};
struct Pressed {           // a button of ours was pressed
    std::string data;      // the button's token
    std::string callback;  // what the platform wants answered, or empty
    std::string message_id;
};
struct Opened {          // somebody opened the private talk: /start, follow, scene code
    std::string ticket;  // what the link or code carried, or empty
};
struct Closed {};              // somebody blocked or unfollowed the bot
struct JoinAsked {             // somebody asks to be let into a group
    std::string private_chat;  // where the bot may write to her, or empty
    std::string link;          // the invite link she came by, or empty
};
struct Joined {
    std::string by;    // who let her in (platform id), or empty
    std::string link;  // the invite link she came by, or empty
};
struct Left {
    std::string by;  // who removed her, empty when she left by herself
};
struct BotAdded {  // the bot came into a chat, or its rights there changed
    Abilities can;
};
struct BotRemoved {};
struct Moved {  // the chat goes on under another id
    std::string to;
};
struct MembersCounted {
    int members = 0;
};
struct Other {  // understood and of no interest; kept so that it is answered and counted
    std::string kind;
};

struct Facts {  // what a platform told us of something we sent
    std::string message_id;
    std::string link;  // an invite link, or what a code must say
    std::optional<int> members;
    std::string file;                // downloaded bytes
    std::vector<std::string> codes;  // texts of the QR codes found in a downloaded picture
};
enum class Verdict { sent, failed, unknown, held };
struct Delivered {  // how it went with an act or message whose plugin wanted to know (Reply::tag, Action's tag)
    std::string plugin, tag, data;
    Verdict verdict = Verdict::sent;
    std::string why;  // class of failure, never a text
    Facts facts;
};
struct TimerRang {
    std::string plugin, name, data;
};

using What = std::variant<Message, Pressed, Opened, Closed, JoinAsked, Joined, Left, BotAdded, BotRemoved, Moved,
                          MembersCounted, Other, Delivered, TimerRang>;

struct Event {
    std::string key;  // unique per account for as long as the platform redelivers
    TimePoint at{};   // when it happened, as the platform says
    Place place;
    Sender from;             // of a Joined or Left: who joined or left
    std::string message_id;  // the platform's id of the message or of the request to join, or empty
    std::string opens;       // name of the sending window it opens ("message", "scan"), or empty
    What what = Other{};
};

}  // namespace noticeboard
