// Cloud: what the fakes of all platforms have in common: an API that records calls and has moods, and what people read.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "bot/model/moment.hpp"
#include "tests/fakes/http.hpp"

namespace noticeboard::fakes {

struct Mood {
    Millis slow{0};       // before every answer
    int refuses = 0;      // answers with this status instead of doing what was asked: 429, 500
    int retry_after = 0;  // seconds, of a 429
    bool cuts = false;    // does what was asked, and closes the line instead of answering
    int times = -1;       // for so many calls, then well again; -1: until the next mood
    std::string method;   // in these calls alone; empty: in all
};

struct Call {            // a request of the bot
    std::string method;  // the platform's name for it: "sendMessage", "message/custom/send"
    web::Request request;
    bool done = false;  // carried out: neither refused nor unknown
};

struct Said {  // what the bot said and somebody can read
    struct Button {
        std::string label, token, url;
    };
    std::string chat;
    std::string text;
    std::vector<Button> buttons;
    std::string picture, voice;  // bytes, or empty
    std::string message_id;
    bool inline_ = false;  // it came in a webhook's answer
    bool removed = false;  // the bot took it away again
};

// All functions may be called from any thread.
class Cloud {
 public:
    Cloud(const Cloud&) = delete;
    Cloud& operator=(const Cloud&) = delete;

    std::string api_url() const { return server_->url(); }
    void set_mood(Mood mood);

    std::vector<Call> calls() const;  // all, in order of arrival
    std::vector<Call> calls(const std::string& method) const;
    std::vector<Said> said() const;                                 // all, in order
    std::vector<std::string> texts(const std::string& chat) const;  // what was said there

    // Waits until the condition holds, which is asked whenever something happened; false when it took longer.
    bool wait(const std::function<bool()>& condition, Millis longest = 10s) const;
    bool wait_said(std::size_t count, Millis longest = 10s) const;

 protected:
    using Lock = std::unique_lock<std::mutex>;

    Cloud();
    ~Cloud();
    void stop();  // the derived destructor calls it first: no call arrives afterwards

    // The platform's answer to a call, under the lock, which it may give up while it waits.
    virtual web::Response perform(Call& call, Lock& lock) = 0;
    virtual std::string method_of(const web::Request& request) const = 0;
    virtual web::Response refusal(const Mood& mood) const = 0;

    void hear(Said said);                                                    // under the lock
    void take_away(const std::string& chat, const std::string& message_id);  // …
    void tell();                                                             // something happened; under the lock
    bool stopping() const { return stopping_; }

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;

 private:
    Told handle(const web::Request& request);
    Mood mood_for(const std::string& method);

    Mood mood_;
    std::vector<Call> calls_;
    std::vector<Said> said_;
    std::uint64_t happenings_ = 0;
    bool stopping_ = false;
    std::unique_ptr<HttpServer> server_;
};

// The parts of a multipart/form-data body by name.
std::map<std::string, std::string> parts_of(const web::Request& request);

}  // namespace noticeboard::fakes
