// The built-in chat as a theatre: people press what stands on its pages, and hear what the bot wrote into its rooms.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/community/chat.hpp"
#include "bot/delivery/outbox.hpp"
#include "bot/webchat/room.hpp"
#include "bot/webchat/row.hpp"
#include "bot/webchat/visitor.hpp"
#include "tests/talks/house_theatre.hpp"

namespace noticeboard::tests {
namespace {

const std::string chat = "talkchatroom";

std::uint32_t checksum(const std::string& page) {  // RFC 3533, 6: CRC-32 with 0x04c11db7, nothing reflected
    std::uint32_t out = 0;
    for (const char byte : page) {
        out ^= std::uint32_t{static_cast<unsigned char>(byte)} << 24;
        for (int bit = 0; bit < 8; ++bit) out = (out << 1) ^ ((out & 0x80000000U) != 0 ? 0x04c11db7U : 0U);
    }
    return out;
}

std::string little(std::uint64_t value, int size) {
    std::string out;
    for (; size > 0; --size, value >>= 8) out += static_cast<char>(value & 255);
    return out;
}

// A silent Opus recording of two seconds, as an Ogg stream (RFC 7845).
std::string a_voice() {
    const auto page = [](int flags, int number, std::uint64_t samples, int packets, const std::string& packet) {
        std::string out = std::string("OggS\0", 5) + static_cast<char>(flags) + little(samples, 8) + "talk" +
                          little(static_cast<std::uint64_t>(number), 4) + little(0, 4) + static_cast<char>(packets) +
                          std::string(static_cast<std::size_t>(packets), static_cast<char>(packet.size()));
        for (int i = 0; i < packets; ++i) out += packet;
        return out.replace(22, 4, little(checksum(out), 4));
    };
    return page(2, 0, 0, 1, std::string("OpusHead\1\1\0\0\x80\xbb\0\0\0\0\0", 19)) +
           page(0, 1, 0, 1, std::string("OpusTags\4\0\0\0talk\0\0\0\0", 20)) + page(4, 2, 96'000, 100, "\xf8\xff\xfe");
}

class WebTheatre final : public HouseTheatre {
 public:
    explicit WebTheatre(const TalkSettings& settings, std::shared_ptr<House> house)
        : HouseTheatre(settings, std::move(house),
                       "Mozilla/5.0 (Linux; Android 6.0) Chrome/62.0.3202.84 Mobile Safari/537.36") {
        rules_.account = "web";
        if (!app_) open();
    }
    ~WebTheatre() override { app_.reset(); }

    PageSeen get(const std::string& who, const std::string& path) override {
        people_.insert(who);
        return HouseTheatre::get(who, path);
    }
    PageSeen post(const std::string& who, const PageSeen::Form& form) override {
        people_.insert(who);
        return HouseTheatre::post(who, form);
    }

    void write(const std::string& who, const std::string& text, bool in_chat) override {
        say(who, in_chat, "text", text);
    }
    void send(const std::string& who, Attachment::Kind kind, const std::string& bytes) override {
        if (kind == Attachment::Kind::picture)
            say(who, false, "picture", bytes);
        else
            say(who, false, "voice", a_voice());
    }
    void press(const std::string& who, const std::string& token, bool in_chat) override {
        const std::string where = address(who, in_chat);
        submit(who, where + "/press", {{"token", token}, {"row", row_with(where, token)}});
    }
    void open_talk(const std::string& who, const std::string& ticket) override {
        submit(who, "/chat/talk/begin", {{"ticket", ticket}});
    }
    void ask_to_enter(const std::string& who) override { submit(who, "/chat/" + chat + "/enter", {{"name", who}}); }
    void enter(const std::string& who) override { ask_to_enter(who); }
    void leave(const std::string& who) override { submit(who, "/chat/" + chat + "/away", {}); }
    void again() override { browser_.post(site(), last_who_, last_), settle(); }
    void slow_down() override { throw std::runtime_error("the built-in chat has no deadlines"); }
    std::string chat_page() override { return "/chat/" + chat; }

    void act(Action action) override {
        action.user(id_of(action.user()));
        auto here = scope();
        delivery::Row row;
        row.id = here.make_id<OutboxId>();
        row.account = account();
        row.chat = webchat::chat_at(here, rules_, chat)->id;
        row.due = here.now() - 1min;  // as another process writes it: the server finds it
        row.outgoing.id = row.id;
        row.outgoing.place = chat_place();
        row.outgoing.what = std::move(action);
        delivery::post(here, row);
        settle();
    }
    std::string last_message(const std::string& who) override {
        auto here = scope();
        const auto room = webchat::chat_at(here, rules_, chat);
        const std::string visitor = id_of(who);
        std::string out;
        for (const webchat::Row& row : webchat::rows_after(here, room->id, 0, 1000)) {
            if (row.author == visitor) out = std::to_string(row.id);
        }
        return out;
    }

    void answer(const std::string& who, const std::string& whom, const std::string& text) override {
        auto here = scope();
        const auto room = webchat::chat_at(here, rules_, chat);
        const std::string author = id_of(whom);
        std::string seq;
        for (const webchat::Row& row : webchat::rows_after(here, room->id, 0, 1000)) {
            if (row.author == author && !row.gone) seq = std::to_string(row.seq);
        }
        submit(who, chat_page() + (text == "report" ? "/report" : "/answer"), {{"about", seq}, {"text", text}});
    }
    std::string left(const std::string& who) override {
        auto here = scope();
        const auto browser = webchat::find_browser(here, browser_.cookie(who, webchat::cookie_name));
        const auto room = webchat::chat_at(here, rules_, browser->talk);
        std::string out;
        for (const webchat::Row& row :
             webchat::rows_after(here, room->id, webchat::cut_of(here, browser->talk), 1000)) {
            if (row.author.empty() && !row.gone && row.kind == webchat::Row::Kind::said)
                out += (out.empty() ? "" : " | ") + row.text;
        }
        return out;
    }

    std::vector<Heard> heard() override {
        settle();
        std::vector<Heard> out = admissions();
        auto here = scope();
        std::vector<std::pair<std::int64_t, Heard>> fresh;
        for (const auto& [room, place] :
             here.sql.all<ChatId, std::string>("SELECT chat, place FROM web_chat ORDER BY chat")) {
            for (const webchat::Row& row : webchat::rows_after(here, room, seen_[room], 1000)) {
                seen_[room] = row.seq;
                if (!row.author.empty() || row.kind != webchat::Row::Kind::said) continue;
                Heard one;
                one.to = place == chat ? "the chat" : name_of(place);
                one.text = row.text;
                for (const webchat::File& file : row.files) {
                    (file.is_picture() ? one.picture : one.voice) = true;
                    one.plays = file.mime != "audio/amr" && !file.mime.empty();  // no browser plays AMR
                }
                for (const auto& button : row.buttons) one.buttons.push_back({button.label, button.token, button.url});
                fresh.emplace_back(row.id, std::move(one));
            }
        }
        std::sort(fresh.begin(), fresh.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (auto& [id, one] : fresh) out.push_back(std::move(one));
        return out;
    }

    std::string account() const override { return "web"; }
    Place chat_place() override {
        Place out;
        out.id = chat;
        out.room = Room::group;
        auto here = scope();
        webchat::keep_room(here, rules_, out);
        return out;
    }
    std::string id_of(const std::string& who) override {
        auto here = scope();
        const auto browser = webchat::find_browser(here, browser_.cookie(who, webchat::cookie_name));
        const std::string id = browser ? browser->visitor : "";
        if (!id.empty()) names_[id] = who;
        if (browser && !browser->talk.empty()) names_[browser->talk] = who;
        return id;
    }

 private:
    nlohmann::json adapter() const override { return {{"type", "web"}}; }

    // Where she talks: the group's room, or her private talk, begun or begun anew when it is shut.
    std::string address(const std::string& who, bool in_chat) {
        if (in_chat) return chat_page();
        auto here = scope();
        auto browser = webchat::find_browser(here, browser_.cookie(who, webchat::cookie_name));
        const PageSeen page = browser_.get(site(), who, "/chat/talk");
        const bool shut = page.text.find("Touch your four pictures") != std::string::npos ||
                          page.text.find("请依次点您的四张图") != std::string::npos;
        if (!shut && browser) return "/chat/" + browser->talk;
        open_talk(who, {});
        browser = webchat::find_browser(here, browser_.cookie(who, webchat::cookie_name));
        const auto room = webchat::chat_at(here, rules_, browser->talk);
        seen_[room->id] = std::max(seen_[room->id], webchat::newest(here, room->id));  // the greeting
        names_[browser->talk] = who;
        return "/chat/" + browser->talk;
    }

    // The row under which that button stands.
    std::string row_with(const std::string& where, const std::string& token) {
        auto here = scope();
        const auto room = webchat::chat_at(here, rules_, where.substr(where.rfind('/') + 1));
        for (const webchat::Row& row : webchat::rows_after(here, room->id, 0, 1000)) {
            for (const auto& button : row.buttons) {
                if (button.token == token) return std::to_string(row.seq);
            }
        }
        return {};
    }

    void say(const std::string& who, bool in_chat, const std::string& field, const std::string& value) {
        submit(who, address(who, in_chat) + "/say", {{field, value}}, field != "text");
    }

    void submit(const std::string& who, const std::string& action, std::map<std::string, std::string> fields,
                bool file = false) {
        PageSeen::Form form;
        form.action = action;
        form.fields = std::move(fields);
        form.fields["nonce"] = "talk-form-number-" + std::to_string(++forms_);
        form.file = file;
        browser_.post(site(), who, form);
        last_ = form;
        last_who_ = who;
        id_of(who);
        settle();
    }

    std::string name_of(const std::string& visitor) {
        for (const std::string& who : people_) id_of(who);
        if (const auto it = names_.find(visitor); it != names_.end()) return it->second;
        return visitor;
    }

    // Who was let in or turned away since the last look.
    std::vector<Heard> admissions() {
        std::vector<Heard> out;
        auto here = scope();
        for (const auto& [visitor, state] : here.sql.all<std::string, webchat::WebMember::State>(
                 "SELECT visitor, state FROM web_member ORDER BY visitor")) {
            using State = webchat::WebMember::State;
            const auto before = states_.find(visitor);
            const bool changed = before == states_.end() || before->second != state;
            states_[visitor] = state;
            if (!changed || (state != State::in && state != State::turned_away)) continue;
            Heard one;
            one.text = state == State::in ? "lets " + name_of(visitor) + " in" : "turns " + name_of(visitor) + " away";
            out.push_back(std::move(one));
        }
        return out;
    }

    webchat::Rules rules_;
    std::map<ChatId, std::int64_t> seen_;
    std::set<std::string> people_;
    std::map<std::string, std::string> names_;  // by visitor
    std::map<std::string, webchat::WebMember::State> states_;
    PageSeen::Form last_;
    std::string last_who_;
    int forms_ = 0;
};

}  // namespace

std::unique_ptr<Theatre> web_theatre(const TalkSettings& settings, std::shared_ptr<House> house) {
    return std::make_unique<WebTheatre>(settings, std::move(house));
}
std::unique_ptr<Theatre> web_theatre(const TalkSettings& settings) {
    return web_theatre(settings, std::make_shared<House>());
}

}  // namespace noticeboard::tests
