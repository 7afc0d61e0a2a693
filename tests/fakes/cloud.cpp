// Cloud: see cloud.hpp.
#include "tests/fakes/cloud.hpp"

#include <algorithm>

namespace noticeboard::fakes {

Cloud::Cloud()
    : server_(std::make_unique<HttpServer>([this](const web::Request& request) { return handle(request); })) {}

Cloud::~Cloud() {
    stop();
}

void Cloud::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    server_.reset();
}

void Cloud::set_mood(Mood mood) {
    const std::lock_guard lock(mutex_);
    mood_ = std::move(mood);
}

std::vector<Call> Cloud::calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
}

std::vector<Call> Cloud::calls(const std::string& method) const {
    std::vector<Call> out = calls();
    std::erase_if(out, [&](const Call& call) { return call.method != method; });
    return out;
}

std::vector<Said> Cloud::said() const {
    const std::lock_guard lock(mutex_);
    return said_;
}

std::vector<std::string> Cloud::texts(const std::string& chat) const {
    std::vector<std::string> out;
    for (const Said& one : said()) {
        if (one.chat == chat) out.push_back(one.text);
    }
    return out;
}

bool Cloud::wait(const std::function<bool()>& condition, Millis longest) const {
    const auto deadline = std::chrono::steady_clock::now() + longest;
    for (;;) {
        Lock lock(mutex_);
        const std::uint64_t seen = happenings_;
        lock.unlock();
        if (condition()) return true;
        lock.lock();
        if (!changed_.wait_until(lock, deadline, [&] { return happenings_ != seen; })) return false;
    }
}

bool Cloud::wait_said(std::size_t count, Millis longest) const {
    return wait([&] { return said().size() >= count; }, longest);
}

void Cloud::take_away(const std::string& chat, const std::string& message_id) {
    for (Said& one : said_) {
        if (one.chat == chat && one.message_id == message_id) one.removed = true;
    }
}

void Cloud::hear(Said said) {
    said_.push_back(std::move(said));
    tell();
}

void Cloud::tell() {
    ++happenings_;
    changed_.notify_all();
}

Mood Cloud::mood_for(const std::string& method) {
    if (mood_.times == 0 || (!mood_.method.empty() && mood_.method != method)) return {};
    if (mood_.times > 0) --mood_.times;
    return mood_;
}

Told Cloud::handle(const web::Request& request) {
    Lock lock(mutex_);
    Call call{method_of(request), request};
    const Mood mood = mood_for(call.method);
    if (mood.slow > Millis{0}) changed_.wait_for(lock, mood.slow, [this] { return stopping_; });
    Told out;
    out.cut = mood.cuts;
    out.response = mood.refuses != 0 ? refusal(mood) : perform(call, lock);
    calls_.push_back(std::move(call));
    tell();
    return out;
}

std::map<std::string, std::string> parts_of(const web::Request& request) {
    std::map<std::string, std::string> out;
    const std::string type(request.headers.value("Content-Type"));
    const std::size_t at = type.find("boundary=");
    if (at == std::string::npos) return out;
    const std::string mark = "--" + type.substr(at + 9);
    for (std::size_t start = request.body.find(mark); start != std::string::npos;) {
        const std::size_t end = request.body.find("\r\n" + mark, start);
        if (end == std::string::npos) break;
        const std::string part = request.body.substr(start, end - start);
        const std::size_t name = part.find("name=\"") + 6;
        const std::size_t content = part.find("\r\n\r\n") + 4;
        out[part.substr(name, part.find('"', name) - name)] = part.substr(content);
        start = end + 2;
    }
    return out;
}

}  // namespace noticeboard::fakes
