// Action: something the bot does on a platform besides talking. An adapter composes it; `Platform::can` says where.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "bot/model/moment.hpp"

namespace noticeboard {

class Action {
 public:
    enum class Kind {
        approve,         // user; message = that of the JoinAsked
        decline,         // user; message = that of the JoinAsked
        mute,            // user, until
        unmute,          // user
        remove,          // user: out, may come back
        ban,             // user, until
        unban,           // user
        delete_message,  // message
        make_invite,     // text = name, until = expiry: a link whose users ask to join; Facts::link
        make_scene,      // text = ticket, until = expiry: a code that opens the private talk with it; Facts::link
        count_members,   // Facts::members
        download,        // text = Attachment::id; Facts::file, and Facts::codes of a picture
        answer_press,    // text = shown to who pressed; message = callback
        leave,           // the bot leaves the chat
        clear,           // of a private talk: text = message ids, blanks between; none: all that was said in it
    };

    explicit Action(Kind kind) : kind_(kind) {}
    Action& user(std::string id) { return user_ = std::move(id), *this; }
    Action& message(std::string id) { return message_ = std::move(id), *this; }
    Action& text(std::string text) { return text_ = std::move(text), *this; }
    Action& until(TimePoint at) { return until_ = at, *this; }
    Action& tag(std::string name, std::string data = {}) {  // how it went comes back as Delivered
        tag_ = std::move(name);
        tag_data_ = std::move(data);
        return *this;
    }

    Kind kind() const { return kind_; }
    const std::string& user() const { return user_; }
    const std::string& message() const { return message_; }
    const std::string& text() const { return text_; }
    std::optional<TimePoint> until() const { return until_; }
    const std::string& tag() const { return tag_; }
    const std::string& tag_data() const { return tag_data_; }

 private:
    Kind kind_;
    std::string user_, message_, text_;
    std::optional<TimePoint> until_;
    std::string tag_, tag_data_;
};

}  // namespace noticeboard
