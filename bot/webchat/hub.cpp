// Hub: see hub.hpp.
#include "bot/webchat/hub.hpp"

#include <algorithm>

namespace noticeboard::webchat {

void Hub::add(std::shared_ptr<Listener> listener) {
    const std::string place = listener->place;
    {
        const std::lock_guard guard(mutex_);
        rooms_[place].listeners.push_back(std::move(listener));
    }
    changed(place);  // what came since it looked
}

void Hub::changed(const std::string& place) {
    Listeners listeners;
    {
        const std::lock_guard guard(mutex_);
        const auto it = rooms_.find(place);
        if (it == rooms_.end()) return;
        Room& room = it->second;
        std::erase_if(room.listeners, [](const auto& one) { return !one->stream.is_open(); });
        if (room.listeners.empty() && !room.reading) {
            rooms_.erase(it);
            return;
        }
        if (room.reading) {
            room.again = true;
            return;
        }
        room.reading = true;
        listeners = room.listeners;
    }
    read_(place, std::move(listeners));
}

void Hub::done(const std::string& place) {
    bool again = false;
    {
        const std::lock_guard guard(mutex_);
        const auto it = rooms_.find(place);
        if (it == rooms_.end()) return;
        it->second.reading = false;
        again = std::exchange(it->second.again, false);
    }
    if (again) changed(place);
}

template <class Which>
void Hub::end(const Which& which, const char* event) {
    const std::lock_guard guard(mutex_);
    for (auto& [where, room] : rooms_) {
        for (const auto& one : room.listeners) {
            if (!which(*one)) continue;
            one->stream.push("", event, "");
            one->stream.close();
        }
    }
}

void Hub::put_out(const std::string& place, const std::string& visitor) {
    end([&](const Listener& one) { return one.place == place && one.visitor == visitor; }, "out");
}

void Hub::shut(const std::string& browser) {
    end([&](const Listener& one) { return one.private_in == browser; }, "out");
}

void Hub::sweep(const Glances& glances, const Rules& rules, TimePoint now) {
    end(
        [&](const Listener& one) {
            return !one.private_in.empty() && now - glances.last(one.private_in) >= rules.idle;
        },
        "out");
    const std::lock_guard guard(mutex_);
    for (auto it = rooms_.begin(); it != rooms_.end();) {
        Room& room = it->second;
        std::erase_if(room.listeners, [](const auto& one) { return !one->stream.is_open(); });
        it = room.listeners.empty() && !room.reading ? rooms_.erase(it) : std::next(it);
    }
}

void Hub::when_bot_says(const std::string& place, std::function<void()> call) {
    const std::lock_guard guard(mutex_);
    waiting_.emplace(place, std::move(call));
}

void Hub::bot_said(const std::string& place) {
    std::vector<std::function<void()>> calls;
    {
        const std::lock_guard guard(mutex_);
        const auto [from, to] = waiting_.equal_range(place);
        for (auto it = from; it != to; ++it) calls.push_back(std::move(it->second));
        waiting_.erase(from, to);
    }
    for (const auto& call : calls) call();
}

void Hub::close_all() {
    const std::lock_guard guard(mutex_);
    for (auto& [where, room] : rooms_) {
        for (const auto& one : room.listeners) one->stream.close();
    }
    rooms_.clear();
}

std::size_t Hub::listening() const {
    const std::lock_guard guard(mutex_);
    std::size_t out = 0;
    for (const auto& [where, room] : rooms_) out += room.listeners.size();
    return out;
}

}  // namespace noticeboard::webchat
