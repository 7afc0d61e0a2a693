// Player: see player.hpp. One function per kind of line.
#include "tests/talks/player.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <regex>
#include <stdexcept>

#include "bot/community/board.hpp"
#include "bot/community/claim.hpp"
#include "bot/community/group.hpp"
#include "bot/model/local_time.hpp"
#include "qr/code.hpp"
#include "qr/draw.hpp"

namespace noticeboard::tests {
namespace {

struct Wrong : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// One white pixel: a picture without a code.
const std::string a_picture = std::string(
    "GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02"
    "D\x01\0;",
    43);

std::string digits(const std::string& text) {
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) { return c >= '0' && c <= '9'; });
    return out;
}

class Player {
 public:
    explicit Player(Theatre& theatre) : theatre_(theatre) {}

    void line(const std::string& text) {
        for (const auto& [pattern, act] : rules_) {
            std::smatch found;
            if (std::regex_match(text, found, pattern)) return act(found);
        }
        throw Wrong("no such line in a talk");
    }

    void end() {
        listen();
        if (!ears_.empty()) throw Wrong("nobody wrote this down: " + about(ears_.front()));
    }

 private:
    using Found = const std::smatch&;

    static std::string about(const Heard& heard) {
        return heard.to.empty() ? "bot " + heard.text : "bot to " + heard.to + ": " + heard.shown();
    }

    void listen() {
        for (Heard& one : theatre_.heard()) {
            if (one.deed) {
                deeds_.push_back(std::move(one.text));
                continue;
            }
            last_[one.to] = one;
            std::smatch code;
            if (std::regex_search(one.text, code, std::regex("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")))
                claim_codes_[one.to] = code[0];
            if (std::smatch address; std::regex_search(one.text, address, std::regex("/n/\\d{9}")))
                notice_ = address[0];
            for (const auto& button : one.buttons) buttons_[one.to][button.label] = button;
            ears_.push_back(std::move(one));
        }
    }

    // Before somebody acts, everything said so far must have been written down.
    void act(const std::function<void()>& what) {
        end();
        deeds_.clear();
        what();
        listen();
        note_code();
    }

    void expect(const std::string& to, const std::string& expected) {
        listen();
        const auto it = std::find_if(ears_.begin(), ears_.end(), [&](const Heard& one) { return one.to == to; });
        if (it == ears_.end())
            throw Wrong("expected: " + expected + "\n  heard:    nothing" +
                        (ears_.empty() ? "" : "; but " + about(ears_.front())));
        const std::string heard = to.empty() ? it->text : it->shown();
        if (!matches(expected, heard)) throw Wrong("expected: " + expected + "\n  heard:    " + heard);
        ears_.erase(it);
    }

    void not_said(const std::string& to, const std::string& text) {
        listen();
        for (const Heard& one : ears_) {
            if (one.to == to && matches(text, one.shown()))
                throw Wrong("said too early: " + text + "\n  heard:          " + one.shown());
        }
    }

    void expect_deed(const std::string& what) {
        listen();
        const auto it = std::find(deeds_.begin(), deeds_.end(), what);
        if (it == deeds_.end())
            throw Wrong("expected: bot " + what + "\n  done:     " + (deeds_.empty() ? "nothing" : deeds_.front()));
        deeds_.erase(it);
    }

    void nothing_done() {
        listen();
        if (!deeds_.empty()) throw Wrong("expected: nothing is done\n  done:     " + deeds_.front());
    }

    void nothing(const std::string& who) {
        listen();
        for (const Heard& one : ears_) {
            if (one.to == who) throw Wrong("expected: nothing\n  heard:    " + one.shown());
        }
    }

    void scene(Found found) {
        GroupScene group;
        const std::string all = found[1];
        std::smatch head;
        if (!std::regex_match(all, head, std::regex("(\\d{4} ?\\d{4}) (.+?), (?:leader ([^,]+)|no leader)(.*)")))
            throw Wrong("a group is NUMBER NAME, leader WHO");
        group.number = digits(head[1]);
        group.name = head[2];
        group.leader = head[3];
        const std::string rest = head[4];
        const auto says = [&](const char* word) { return rest.find(word) != std::string::npos; };
        group.approval = says("approval");
        group.blind = says("blind chat");
        group.full = says("full");
        group.closed = says("closed");
        group.powerless = says("without rights");
        group.no_chat = says("no chat");
        if (says("in Chinese")) group.language = "zh";
        std::smatch size;
        if (std::regex_search(rest, size, std::regex("of (\\d+)"))) group.capacity = std::stoi(size[1]);
        set_scene(theatre_, group);
        theatre_.heard();
    }

    void open_board(Found found) {
        const std::string number = digits(found[3]);
        const int which = std::stoi(found[2]);
        community::Scope scope = theatre_.scope();
        const auto group = community::group_by_number(scope, number);
        if (!group) throw Wrong("there is no such group");
        auto boards = community::boards_of(scope, group->id);
        while (static_cast<int>(boards.size()) < which) {
            if (!community::issue_board(scope, group->id, "village office")) throw Wrong("no board could be issued");
            boards = community::boards_of(scope, group->id);
        }
        const auto address = community::address_of(scope, "", *group, boards[static_cast<std::size_t>(which - 1)]);
        act([&] { page_ = theatre_.get(found[1], "/g/" + address->rest); });
        reader_ = found[1];
    }

    // What lies in an envelope: a fresh claim code for the group's leader, who gets no other way.
    void make_letter(const std::string& number) {
        community::Scope scope = theatre_.scope();
        const auto group = community::group_by_number(scope, digits(number));
        if (!group) throw Wrong("there is no such group");
        const auto issued =
            community::issue_instead(scope, theatre_.roles(), "leader", community::scope_of(*group), 14);
        if (!issued) throw Wrong("no letter could be made: " + issued.error().message);
        letter_ = issued->code;
    }

    void send_code_told_to(const std::string& who, const std::string& whom) {
        const auto code = claim_codes_.find(whom);
        if (code == claim_codes_.end()) throw Wrong("nobody told " + whom + " a code");
        act([&] { theatre_.write(who, code->second, false); });
    }

    void open_path(const std::string& who, const std::string& path) {
        act([&] { page_ = theatre_.get(who, path); });
        reader_ = who;
    }

    void press(Found found) {
        const std::string who = found[1], label = found[2];
        if (who == reader_) {
            for (const PageSeen::Form& form : page_.forms) {
                if (form.label == label) return act([&] { page_ = theatre_.post(who, form); });
            }
            if (const auto link = page_.links.find(label); link != page_.links.end() && link->second.starts_with("/")) {
                return open_path(who, link->second);
            }
        }
        for (const std::string& where : {who, std::string("the chat")}) {
            const auto button = buttons_[where].find(label);
            if (button == buttons_[where].end()) continue;
            if (button->second.token.empty()) throw Wrong("[" + label + "] is a link, not to be pressed here");
            const std::string token = button->second.token;
            return act([&] { theatre_.press(who, token, where != who); });
        }
        throw Wrong("there is no [" + label + "] for " + who);
    }

    // The code that a page showed last: three times four characters.
    void note_code() {
        std::smatch found;
        if (std::regex_search(page_.text, found, std::regex("[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4}"))) code_ = found[0];
    }

    void type_and_press(const std::string& who, const std::string& text, const std::string& label) {
        for (PageSeen::Form form : page_.forms) {
            if (form.label != label) continue;
            for (const char* field : {"name", "code", "n", "text"}) {
                if (form.fields.count(field) > 0) form.fields[field] = text;
            }
            return act([&] { page_ = theatre_.post(who, form); });
        }
        throw Wrong("the page has no [" + label + "] for " + who);
    }

    void pass(Found found) {
        static const std::map<std::string, Millis> units{{"second", 1s}, {"minute", 1min}, {"hour", 1h}, {"day", 24h}};
        act([&] { theatre_.pass(std::stoi(found[1]) * units.at(found[2])); });
    }

    // Until the clock on the wall shows it, today or tomorrow.
    void wait_until(Found found) {
        const TimePoint now = theatre_.scope().now();
        const TimePoint then = next_minute_of_day(now, std::stoi(found[1]) * 60 + std::stoi(found[2]));
        act([&] { theatre_.pass(then - now); });
    }

    Theatre& theatre_;
    std::deque<Heard> ears_;         // heard and not yet written down
    std::deque<std::string> deeds_;  // acts in the chat since somebody did something; need no line
    std::map<std::string, Heard> last_;
    std::map<std::string, std::string> claim_codes_;  // that somebody was told
    std::map<std::string, std::map<std::string, Heard::Button>> buttons_;
    PageSeen page_;
    std::string reader_, code_, letter_;
    std::string notice_;  // the address of the notice that was heard last

    std::vector<std::pair<std::regex, std::function<void(Found)>>> rules_{
        {std::regex("\\(group (.+)\\)"), [this](Found f) { scene(f); }},
        {std::regex("\\(a letter for the leader of (.+)\\)"), [this](Found f) { make_letter(f[1]); }},
        {std::regex("(.+) sends the code of the letter"),
         [this](Found f) { act([&] { theatre_.write(f[1], letter_, false); }); }},
        {std::regex("(.+) sends the code that (.+) was told"), [this](Found f) { send_code_told_to(f[1], f[2]); }},
        {std::regex("(.+) scans the letter"),
         [this](Found f) { open_path(f[1], "/claim/" + std::regex_replace(letter_, std::regex("-"), "")); }},
        {std::regex("\\((\\S+) is (\\S+) at (33\\S*)\\)"), [this](Found f) { give_role(theatre_, f[1], f[2], f[3]); }},
        {std::regex("\\((\\d+) (second|minute|hour|day)s? pass(?:es)?\\)"), [this](Found f) { pass(f); }},
        {std::regex("\\((\\S+) is in the built-in chat\\)"), [this](Found f) { theatre_.seat(f[1]); }},
        {std::regex("\\(it is (\\d+):(\\d\\d)\\)"), [this](Found f) { wait_until(f); }},
        {std::regex("\\(the bot restarts\\)"), [this](Found) { act([&] { theatre_.restart(); }); }},
        {std::regex("\\(it comes again\\)"), [this](Found) { act([&] { theatre_.again(); }); }},
        {std::regex("\\(the bot is slow\\)"), [this](Found) { act([&] { theatre_.slow_down(); }); }},
        {std::regex("bot to (.+?) at once: (.*)"),
         [this](Found f) {
             listen();
             const auto it =
                 std::find_if(ears_.begin(), ears_.end(), [&](const Heard& one) { return one.to == f[1].str(); });
             if (it != ears_.end() && !it->in_answer)
                 throw Wrong("expected in the webhook's answer\n  heard later: " + it->shown());
             expect(f[1], f[2]);
         }},
        {std::regex("bot to (.+?) later: (.*)"),
         [this](Found f) {
             listen();
             const auto it =
                 std::find_if(ears_.begin(), ears_.end(), [&](const Heard& one) { return one.to == f[1].str(); });
             if (it != ears_.end() && it->in_answer)
                 throw Wrong("expected by a message of its own\n  heard in the answer: " + it->shown());
             expect(f[1], f[2]);
         }},
        {std::regex("bot has not said to ([^:]+): (.*)"), [this](Found f) { not_said(f[1], f[2]); }},
        {std::regex("\\(whatever else is said\\)"),
         [this](Found) {
             listen();
             ears_.clear();
         }},
        {std::regex("bot to ([^:]+): (.*)"), [this](Found f) { expect(f[1], f[2]); }},
        {std::regex("bot in the chat: (.*)"), [this](Found f) { expect("the chat", f[1]); }},
        {std::regex("bot (lets .+ in|turns .+ away)"), [this](Found f) { expect("", f[1]); }},
        {std::regex("bot ((?:mutes|unmutes|removes|bans|unbans|deletes what) .+)"),
         [this](Found f) { expect_deed(f[1]); }},
        {std::regex("nothing is done in the chat"), [this](Found) { nothing_done(); }},
        {std::regex("(.+) is told nothing"), [this](Found f) { nothing(f[1]); }},
        {std::regex("(.+) still sees: (.*)"),
         [this](Found f) {
             listen();
             const std::string left = theatre_.left(f[1]);
             if (!matches(f[2], left)) throw Wrong("expected to stay: " + f[2].str() + "\n  stays:            " + left);
         }},
        {std::regex("page: (.*)"),
         [this](Found f) {
             if (!matches(f[1], page_.text))
                 throw Wrong("expected page: " + f[1].str() + "\n  page shows:    " + page_.text);
         }},
        {std::regex("(.+) types “(.+)” and presses \\[(.+)\\]"), [this](Found f) { type_and_press(f[1], f[2], f[3]); }},
        {std::regex("(.+) types the code and presses \\[(.+)\\]"),
         [this](Found f) { type_and_press(f[1], code_, f[2]); }},
        {std::regex("(.+) presses \\[(.+)\\]"), [this](Found f) { press(f); }},
        {std::regex("(.+) opens board (\\d+) of (.+)"), [this](Found f) { open_board(f); }},
        {std::regex("(.+) opens the page of the notice"), [this](Found f) { open_path(f[1], notice_); }},
        {std::regex("(.+) opens the page of (.+)"), [this](Found f) { open_path(f[1], "/g/" + digits(f[2])); }},
        {std::regex("(.+) opens the chat"), [this](Found f) { open_path(f[1], theatre_.chat_page()); }},
        {std::regex("\\(the bot (mutes|unmutes|removes|bans|unbans) (.+)\\)"),
         [this](Found f) {
             using Kind = Action::Kind;
             static const std::map<std::string, Kind> kinds{{"mutes", Kind::mute},
                                                            {"unmutes", Kind::unmute},
                                                            {"removes", Kind::remove},
                                                            {"bans", Kind::ban},
                                                            {"unbans", Kind::unban}};
             act([&] { theatre_.act(Action(kinds.at(f[1])).user(f[2])); });
         }},
        {std::regex("\\(the bot deletes what (.+) said\\)"),
         [this](Found f) {
             const std::string id = theatre_.last_message(f[1]);
             act([&] { theatre_.act(Action(Action::Kind::delete_message).user(f[1]).message(id)); });
         }},
        {std::regex("(.+) opens the talk with (\\S+)"),
         [this](Found f) { act([&] { theatre_.open_talk(f[1], f[2]); }); }},
        {std::regex("(.+) opens the talk"), [this](Found f) { act([&] { theatre_.open_talk(f[1], ""); }); }},
        {std::regex("(.+) opens (/\\S*)"), [this](Found f) { open_path(f[1], f[2]); }},
        {std::regex("(.+) sends a picture of the code (\\S+)"),
         [this](Found f) {
             const std::string picture = *qr::draw_png(*qr::any_code(f[2].str()), 6);
             act([&] { theatre_.send(f[1], Attachment::Kind::picture, picture); });
         }},
        {std::regex("(.+) sends a picture"),
         [this](Found f) { act([&] { theatre_.send(f[1], Attachment::Kind::picture, a_picture); }); }},
        {std::regex("(.+) sends a broken voice message"),
         [this](Found f) { act([&] { theatre_.send(f[1], Attachment::Kind::voice, "#!AMR a voice"); }); }},
        {std::regex("(.+) sends a voice message"),
         [this](Found f) { act([&] { theatre_.send(f[1], Attachment::Kind::voice, "OggS a voice"); }); }},
        {std::regex("(.+) asks to enter"), [this](Found f) { act([&] { theatre_.ask_to_enter(f[1]); }); }},
        {std::regex("(.+) enters"), [this](Found f) { act([&] { theatre_.enter(f[1]); }); }},
        {std::regex("(.+) leaves"), [this](Found f) { act([&] { theatre_.leave(f[1]); }); }},
        {std::regex("([^:]+) answers (\\S+) in the chat: (.*)"),
         [this](Found f) { act([&] { theatre_.answer(f[1], f[2], f[3]); }); }},
        {std::regex("(.+) in the chat: (.*)"), [this](Found f) { act([&] { theatre_.write(f[1], f[2], true); }); }},
        {std::regex("([^:]+): (.*)"), [this](Found f) { act([&] { theatre_.write(f[1], f[2], false); }); }},
    };
};

}  // namespace

std::string play(const Talk& talk, Theatre& theatre) {
    Player player(theatre);
    int number = 0;
    try {
        for (const Line& line : talk.lines) {
            number = line.number;
            player.line(line.text);
        }
        player.end();
    } catch (const Wrong& wrong) {
        return talk.file + ":" + std::to_string(number) + "\n  " + wrong.what();
    }
    return {};
}

}  // namespace noticeboard::tests
