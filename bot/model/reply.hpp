// Reply: what the bot says: a text, buttons, perhaps a picture or a voice. Built in a line, changed by fluent setters.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace noticeboard {

// What becomes of a message whose fate a crash left unknown, on a platform without idempotency keys.
enum class AfterCrash { again, never };

class Button {  // pressed: the plugin's button `name` with `data`; or a link
 public:
    Button(std::string label, std::string name, std::string data)
        : label_(std::move(label)), name_(std::move(name)), data_(std::move(data)) {}
    static Button link(std::string label, std::string url) {
        Button out(std::move(label), {}, {});
        out.url_ = std::move(url);
        return out;
    }

    const std::string& label() const { return label_; }
    const std::string& name() const { return name_; }
    const std::string& data() const { return data_; }
    const std::string& url() const { return url_; }

 private:
    std::string label_, name_, data_, url_;
};

class Reply {
 public:
    Reply(std::string text) : text_(std::move(text)) {}  // NOLINT: a text is a reply
    Reply(const char* text) : text_(text) {}             // NOLINT

    Reply& button(std::string label, std::string name, std::string data = {}) {
        buttons_.emplace_back(std::move(label), std::move(name), std::move(data));
        return *this;
    }
    Reply& link(std::string label, std::string url) {
        buttons_.push_back(Button::link(std::move(label), std::move(url)));
        return *this;
    }
    Reply& picture(std::string png) {  // bytes of a PNG, sent with the text as its caption
        picture_ = std::move(png);
        return *this;
    }
    Reply& voice(std::string recording) {  // bytes of a recording that the platform plays (Turn::plays)
        voice_ = std::move(recording);
        return *this;
    }
    Reply& within(std::chrono::milliseconds time) {  // its buttons and their numbers work for so long; 0: a week
        within_ = time;
        return *this;
    }
    Reply& bulk() {  // one of many alike: behind every answer
        bulk_ = true;
        return *this;
    }
    Reply& after_crash(AfterCrash policy) {
        after_crash_ = policy;
        return *this;
    }
    Reply& tag(std::string name, std::string data = {}) {  // how it went comes back as Delivered
        tag_ = std::move(name);
        tag_data_ = std::move(data);
        return *this;
    }

    const std::string& text() const { return text_; }
    const std::vector<Button>& buttons() const { return buttons_; }
    const std::string& picture() const { return picture_; }
    const std::string& voice() const { return voice_; }
    std::chrono::milliseconds within() const { return within_; }
    bool is_bulk() const { return bulk_; }
    AfterCrash after_crash() const { return after_crash_; }
    const std::string& tag() const { return tag_; }
    const std::string& tag_data() const { return tag_data_; }

 private:
    std::string text_;
    std::vector<Button> buttons_;
    std::string picture_, voice_;
    bool bulk_ = false;
    AfterCrash after_crash_ = AfterCrash::again;
    std::chrono::milliseconds within_{0};
    std::string tag_, tag_data_;
};

}  // namespace noticeboard
