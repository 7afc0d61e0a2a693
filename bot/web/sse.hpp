// EventStream: server-sent events to one client, pushed from any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace noticeboard::web {

// Copies are the same stream. A handler puts it into its Answer and keeps a copy to push to; what is pushed before the
// answer goes out is sent first. The browser comes back by itself and names the last id it saw in Last-Event-ID.
class EventStream {
 public:
    explicit EventStream(std::size_t limit = 64 * 1024);  // bytes that may wait for a slow client

    // One event, written as the HTML standard (9.2.5) wants it; line breaks in id and event are dropped, those in data
    // are kept. False: the client has gone, or has just been dropped because it is too slow; nothing more will reach
    // it.
    bool push(std::string_view id, std::string_view event, std::string_view data) const;

    void close() const;    // after what is waiting has been sent
    bool is_open() const;  // whether pushing still makes sense

    // For the connection that sends it.
    void attach(std::function<void()> wake) const;  // called, from any thread, when there is something to do
    std::string take() const;                       // what is waiting; when nothing is, the next push wakes
    bool was_dropped() const;
    void abandon() const;  // the client has gone

 private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace noticeboard::web
