// The bare bot as a theatre: no network, no pages.
#include "config/config.hpp"
#include "plugins/plugins.hpp"
#include "qr/code.hpp"
#include "qr/draw.hpp"
#include "qr/read.hpp"
#include "tests/stage/stage.hpp"
#include "tests/talks/theatres.hpp"

namespace noticeboard::tests {
namespace {

class StageTheatre final : public Theatre {
 public:
    explicit StageTheatre(const TalkSettings& settings) : stage_(all_plugins(), options(settings)) {
        stage_.services().draw = [](const std::string& text) { return *qr::draw_png(*qr::any_code(text), 4); };
    }

    void write(const std::string& who, const std::string& text, bool in_chat) override {
        Message message;
        message.text = text;
        happen(who, in_chat, std::move(message));
        if (in_chat) said_[who] = {last_.message_id, text};
    }
    void answer(const std::string& who, const std::string& whom, const std::string& text) override {
        Message message;
        message.text = text;
        message.reply_to = said_.at(whom).first;
        message.answered = {whom, whom, {}, false};
        message.answered_text = said_.at(whom).second;
        happen(who, true, std::move(message));
        said_[who] = {last_.message_id, text};
    }
    void send(const std::string& who, Attachment::Kind kind, const std::string& bytes) override {
        Message message;
        Attachment file;
        file.kind = kind;
        file.id = "file" + std::to_string(files_.size());
        files_[file.id] = bytes;
        message.attachments.push_back(file);
        happen(who, false, std::move(message));
    }
    void press(const std::string& who, const std::string& token, bool in_chat) override {
        happen(who, in_chat, Pressed{token, {}, {}});
    }
    void open_talk(const std::string& who, const std::string& ticket) override { happen(who, false, Opened{ticket}); }
    void ask_to_enter(const std::string& who) override { happen(who, true, JoinAsked{who, {}}); }
    void enter(const std::string& who) override { happen(who, true, Joined{}); }
    void leave(const std::string& who) override { happen(who, true, Left{}); }
    void again() override { stage_.happen(last_); }
    void slow_down() override { throw std::runtime_error("the stage has no deadlines"); }
    PageSeen get(const std::string&, const std::string&) override {
        throw std::runtime_error("the stage has no pages");
    }
    PageSeen post(const std::string&, const PageSeen::Form&) override {
        throw std::runtime_error("the stage has no pages");
    }
    void pass(Millis time) override { stage_.pass(time); }
    void restart() override { stage_.restart(); }

    std::vector<Heard> heard() override {
        std::vector<Heard> out;
        std::vector<std::string> let_in;
        std::vector<delivery::Row> fetched;
        for (const delivery::Row& row : stage_.out()) {
            Heard one;
            if (const Say* say = row.outgoing.say()) {
                one.to = row.outgoing.place.id == chat ? "the chat" : row.outgoing.place.id;
                one.text = say->text;
                one.picture = !say->picture.empty();
                one.voice = !say->voice.empty();
                for (const OutgoingButton& button : say->buttons)
                    one.buttons.push_back({button.label, button.token, button.url});
            } else if (row.outgoing.action()->kind() == Action::Kind::download) {
                fetched.push_back(row);
                continue;
            } else if (row.outgoing.action()->kind() == Action::Kind::approve) {
                one.text = "lets " + row.outgoing.action()->user() + " in";
                let_in.push_back(row.outgoing.action()->user());
            } else if (row.outgoing.action()->kind() == Action::Kind::decline) {
                one.text = "turns " + row.outgoing.action()->user() + " away";
            } else {
                one.deed = true;
                one.text = deed(*row.outgoing.action());
            }
            out.push_back(std::move(one));
        }
        for (const std::string& who : let_in) enter(who);  // as platforms do
        for (const delivery::Row& row : fetched) download(row);
        if (!let_in.empty() || !fetched.empty()) {
            for (Heard& more : heard()) out.push_back(std::move(more));
        }
        return out;
    }

    community::Scope scope() override { return stage_.scope(); }
    const community::Roles& roles() const override { return roles_; }
    std::string account() const override { return Stage::account; }
    Place chat_place() override {
        Place out;
        out.id = chat;
        out.room = Room::group;
        return out;
    }
    std::string id_of(const std::string& who) override { return who; }

 private:
    static constexpr const char* chat = "chat";

    Stage::Options options(const TalkSettings& settings) {
        roles_ = settings.config.roles;
        Stage::Options out;
        out.roles = roles_;
        for (const auto& [role, about] : settings.config.role_names) out.role_names[role] = about.name;
        out.site.hotlines = settings.config.hotlines;
        out.site.help = settings.config.help;
        out.site.rules = settings.config.rules;
        out.catalog = settings.catalog;
        out.platform.voices = {"audio/ogg"};
        return out;
    }

    std::string deed(const Action& action) const {
        using Kind = Action::Kind;
        static const std::map<Kind, std::string> names{{Kind::mute, "mutes "},
                                                       {Kind::unmute, "unmutes "},
                                                       {Kind::remove, "removes "},
                                                       {Kind::ban, "bans "},
                                                       {Kind::unban, "unbans "}};
        if (const auto it = names.find(action.kind()); it != names.end()) return it->second + action.user();
        for (const auto& [who, said] : said_) {
            if (action.kind() == Kind::delete_message && said.first == action.message())
                return "deletes what " + who + " said";
        }
        return "does something else";
    }

    // What the sender does with an Action::download.
    void download(const delivery::Row& row) {
        Delivered told;
        told.plugin = row.plugin;
        told.tag = row.tag;
        told.data = row.data;
        told.facts.file = files_[row.outgoing.action()->text()];
        if (auto codes = qr::read_codes(told.facts.file)) told.facts.codes = *codes;
        Event event = stage_.event("", "", std::move(told));
        event.place = row.outgoing.place;
        stage_.happen(std::move(event));
    }

    void happen(const std::string& who, bool in_chat, What what) {
        last_ = stage_.event(who, in_chat ? chat : "", std::move(what));
        last_.from.language = "en";
        stage_.happen(last_);
    }

    community::Roles roles_;
    Stage stage_;
    Event last_;
    std::map<std::string, std::string> files_;
    std::map<std::string, std::pair<std::string, std::string>> said_;  // who → her last message in the chat: id, text
};

}  // namespace

std::unique_ptr<Theatre> stage_theatre(const TalkSettings& settings) {
    return std::make_unique<StageTheatre>(settings);
}

}  // namespace noticeboard::tests
