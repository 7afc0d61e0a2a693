// Hub: the browsers that watch a room live, each with where it has read to. From any thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "bot/web/sse.hpp"
#include "bot/webchat/visitor.hpp"

namespace noticeboard::webchat {

struct Listener {
    web::EventStream stream;
    std::string place, visitor, language;
    std::string browser;     // the mark of the browser that listens
    std::string private_in;  // of a private talk: the same
    std::int64_t seq = 0;    // what it has; only the one who reads for the room changes it
};
using Listeners = std::vector<std::shared_ptr<Listener>>;

class Hub {
 public:
    // `read` is called, one call at a time for a room, when it has something new: it pushes to the listeners what they
    // do not have, and calls `done` at its end.
    using Read = std::function<void(const std::string& place, Listeners)>;
    explicit Hub(Read read) : read_(std::move(read)) {}

    void add(std::shared_ptr<Listener> listener);
    void changed(const std::string& place);  // after a commit that wrote into the room
    void done(const std::string& place);

    // Ends the streams of a visitor in a room (she was put out), and those of a private talk in a browser (it was
    // shut).
    void put_out(const std::string& place, const std::string& visitor);
    void shut(const std::string& browser);

    // Shuts the private talks whose time is over.
    void sweep(const Glances& glances, const Rules& rules, TimePoint now);

    // Called once, when the bot has next said something at this place.
    void when_bot_says(const std::string& place, std::function<void()> call);
    void bot_said(const std::string& place);

    void close_all();
    std::size_t listening() const;

 private:
    struct Room {
        Listeners listeners;
        bool reading = false, again = false;
    };
    template <class Which>
    void end(const Which& which, const char* event);

    Read read_;
    mutable std::mutex mutex_;
    std::map<std::string, Room> rooms_;  // by place
    std::multimap<std::string, std::function<void()>> waiting_;
};

}  // namespace noticeboard::webchat
