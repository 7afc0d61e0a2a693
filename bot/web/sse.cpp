// The text of an event, and the bounded buffer between those who push and the connection that sends.
#include "bot/web/sse.hpp"

#include <mutex>
#include <utility>

namespace noticeboard::web {
namespace {

void append_line(std::string& out, std::string_view field, std::string_view value) {
    out += field;
    out += ": ";
    for (const char letter : value)
        if (letter != '\r' && letter != '\n' && letter != '\0') out += letter;
    out += '\n';
}

std::string event_text(std::string_view id, std::string_view event, std::string_view data) {
    std::string text;
    text.reserve(id.size() + event.size() + data.size() + 32);
    if (!id.empty()) append_line(text, "id", id);
    if (!event.empty()) append_line(text, "event", event);
    while (true) {
        const std::size_t end = data.find('\n');
        append_line(text, "data", data.substr(0, end));
        if (end == std::string_view::npos) break;
        data = data.substr(end + 1);
    }
    return text += '\n';
}

}  // namespace

struct EventStream::State {
    std::mutex mutex;
    std::string waiting;
    std::size_t limit = 0;
    bool asleep = false;  // the connection has found nothing to send and waits to be woken
    bool open = true;
    bool dropped = false;
    std::function<void()> wake;
};

EventStream::EventStream(std::size_t limit) : state_(std::make_shared<State>()) {
    state_->limit = limit;
}

bool EventStream::push(std::string_view id, std::string_view event, std::string_view data) const {
    const std::string text = event_text(id, event, data);
    const std::lock_guard lock(state_->mutex);
    if (!state_->open) return false;
    const bool fits = state_->waiting.size() + text.size() <= state_->limit;
    if (fits) {
        state_->waiting += text;
    } else {
        state_->open = false;
        state_->dropped = true;
    }
    const bool wanted = std::exchange(state_->asleep, false) || !fits;
    if (wanted && state_->wake) state_->wake();
    return fits;
}

void EventStream::close() const {
    const std::lock_guard lock(state_->mutex);
    state_->open = false;
    if (std::exchange(state_->asleep, false) && state_->wake) state_->wake();
}

bool EventStream::is_open() const {
    const std::lock_guard lock(state_->mutex);
    return state_->open;
}

void EventStream::attach(std::function<void()> wake) const {
    const std::lock_guard lock(state_->mutex);
    state_->wake = std::move(wake);
}

std::string EventStream::take() const {
    const std::lock_guard lock(state_->mutex);
    state_->asleep = state_->waiting.empty();
    return std::exchange(state_->waiting, std::string());
}

bool EventStream::was_dropped() const {
    const std::lock_guard lock(state_->mutex);
    return state_->dropped;
}

void EventStream::abandon() const {
    std::function<void()> wake;  // ends outside the lock, with what it holds
    const std::lock_guard lock(state_->mutex);
    state_->open = false;
    state_->waiting.clear();
    wake = std::exchange(state_->wake, nullptr);
}

}  // namespace noticeboard::web
