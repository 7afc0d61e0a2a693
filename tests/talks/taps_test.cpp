// Three taps, or one digit or word: every act of moderation, from the message or from the menu, wherever a leader may
// be and in both languages. A row is what happened, what she does, and what the bot then says; with one of her inputs
// less it must not say it, so a row cannot be shorter than the truth, and one that grows longer fails.
#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <regex>
#include <sstream>

#include "bot/text/word_list.hpp"
#include "tests/talks/player.hpp"
#include "tests/talks/theatres.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

constexpr int most = 3;

struct Row {
    std::string act;
    std::string who;                  // @leader or @office
    std::vector<std::string> before;  // what has happened; she reads a message, or her menu
    std::vector<std::string> inputs;
    std::string then;
};

// Names and words, in English and in Chinese; a row writes them with an @.
constexpr const char* vocabulary = R"(scene |  | , in Chinese
leader | Li | 李桂芳
office | Kong | 孔主任
mei | Mei | 小梅
hong | Hong | 红霞
menu | menu | 菜单
warn | warn | 警告
delete | delete | 删除
mute | mute | 禁言
length | 2h | 2小时
remove | remove | 移出
ban | ban | 拉黑
report | report | 举报
cases | cases | 待处理
rules | rules | 群规
words | words | 敏感词
answer | Answer | 回复
to_do | Cases to look at | 群里要处理的事
warned | warned | 已警告
gone | message deleted | 消息已删
muted | muted until | 禁言到
out | taken out of the group | 已移出群
banned | banned until | 拉黑到
back | taken back | 已撤销
by_hand | to be done by hand | 要您自己动手
stays | stays | 维持不变
added | 1 word added | 加了1个词
dropped | 1 word taken out | 去掉了1个词
night | 6:00: on | 6:00安静: 开
stands | It stands in the group now. | 已经发到群里了。
proposed | Proposed. | 已经提上去了
everywhere | In every group of | 所有群都有效
left | left as it is | 没有处理)";

using Words = std::map<std::string, std::string>;
Words words_of(const std::string& language) {
    Words out;
    std::istringstream in(vocabulary);
    const std::regex row("(\\w+) \\| (.*) \\| (.*)");
    std::smatch found;
    for (std::string line; std::getline(in, line);) {
        if (std::regex_match(line, found, row)) out[found[1]] = found[language == "en" ? 2 : 3];
    }
    return out;
}

std::string worded(const std::string& line, const Words& words) {
    std::string out;
    const std::regex name("@([a-z_]+)");
    std::sregex_iterator it(line.begin(), line.end(), name);
    std::size_t at = 0;
    for (const std::sregex_iterator none; it != none; ++it) {
        out += line.substr(at, static_cast<std::size_t>(it->position()) - at) + words.at((*it)[1]);
        at = static_cast<std::size_t>(it->position() + it->length());
    }
    return out + line.substr(at);
}

// To type and to press are two; an answer, a word, a digit, a press are one.
int cost(const Row& row) {
    int out = 0;
    for (const std::string& input : row.inputs) out += input.find(" types “") == std::string::npos ? 1 : 2;
    return out;
}

// Empty when it costs no more than it may and does what it says, with the last input and not before.
std::string wrong_with(const Row& row, Theatre& theatre, const Words& words) {
    if (cost(row) > most) return row.act + ": " + std::to_string(cost(row)) + " inputs";
    Talk talk;
    talk.file = row.act;
    const auto line = [&](const std::string& text) {
        talk.lines.push_back({static_cast<int>(talk.lines.size()) + 1, worded(text, words)});
    };
    const auto not_yet = [&] {
        line("bot has not said to " + row.who + ": " + row.then);
        line("(whatever else is said)");
    };
    for (const std::string& text : row.before) {
        line(text);
        line("(whatever else is said)");
    }
    for (std::size_t i = 0; i < row.inputs.size(); ++i) {
        line(row.inputs[i]);
        if (i + 1 < row.inputs.size()) not_yet();
    }
    line("bot to " + row.who + ": " + row.then);
    line("(whatever else is said)");
    return play(talk, theatre);
}

std::vector<Row> opening(const std::string& scene, const std::vector<std::string>& people) {
    Row row{"the scene", "@leader", {scene, "(@office is township at 33.05.22.103)"}, {}, "…"};
    for (const std::string& who : people) row.before.push_back(who + ": @menu");
    row.inputs = {"@leader: @menu"};
    return {row};
}

const Row words_added{
    "words of her own", "@leader", {}, {"@leader: @words", "@leader: 1", "@leader: 打麻将"}, "@added…"};
const Row words_dropped{"… and out", "@leader", {}, {"@leader: @words", "@leader: 2", "@leader: 打麻将"}, "@dropped…"};
const Row rule_changed{"a rule", "@leader", {}, {"@leader: @rules", "@leader: 4"}, "…@night…"};

// A group that the bot is in. `on_message`: how the leader puts a word on what Mei said.
// `pause`: until what was said before is no flood; in the built-in chat short, for a talk that was left is shut.
std::vector<Row> inside(const std::function<std::vector<std::string>(const std::string&)>& on_message,
                        const std::vector<std::string>& sees, const std::string& pause) {
    std::vector<Row> out;
    const auto said = [&](std::vector<std::string> more) {
        std::vector<std::string> before{pause, "@mei asks to enter", "@mei in the chat: 随便说一句"};
        before.insert(before.end(), more.begin(), more.end());
        return before;
    };
    for (const auto& [word, then] : std::vector<std::pair<std::string, std::string>>{{"@warn", "@warned"},
                                                                                     {"@delete", "@gone"},
                                                                                     {"@mute @length", "@muted"},
                                                                                     {"@remove", "@out"},
                                                                                     {"@ban", "@banned"}}) {
        out.push_back({word, "@leader", said(sees), on_message(word), "… → " + then + "…"});
        out.push_back({word + ", undone", "@leader", {}, {"@leader: 1"}, "…@back…"});
    }
    out.push_back({"by name", "@leader", said({}), {"@leader: @mute @mei @length"}, "… → @muted…"});
    out.push_back({"by name, undone", "@leader", {}, {"@leader: 1"}, "…@back…"});
    const auto reported = said({"@hong answers @mei in the chat: @report"});
    out.push_back({"a report", "@leader", reported, {"@leader: 2"}, "… → @gone…"});
    out.push_back({"a report left", "@leader", reported, {"@leader: 6"}, "…@left…"});
    auto menu = reported;
    menu.push_back("@leader: @menu");
    out.push_back(
        {"a report, from the menu", "@leader", menu, {"@leader presses [@to_do]", "@leader: 2"}, "… → @gone…"});
    auto two = said({"@hong answers @mei in the chat: @report", "@mei in the chat: 再说一句"});
    two.insert(two.end(), {"@hong answers @mei in the chat: @report", "@leader: @menu"});
    out.push_back({"one report of several, from the menu",
                   "@leader",
                   two,
                   {"@leader presses [@to_do]", "@leader: 1", "@leader: 2"},
                   "… → @gone…"});
    out.push_back({"… the other left", "@leader", {}, {"@leader: @cases", "@leader: 6"}, "…@left…"});
    const auto appealed = said({"@leader answers @mei in the chat: @warn", "@mei: 1"});
    out.push_back({"an appeal taken back", "@office", appealed, {"@office: 2"}, "…@back…"});
    out.push_back({"an appeal that stays", "@office", appealed, {"@office: 1"}, "…@stays…"});
    menu = appealed;
    menu.push_back("@office: @menu");
    out.push_back({"an appeal, from the menu", "@office", menu, {"@office presses [@to_do]", "@office: 2"}, "…@back…"});
    const std::vector<std::string> link{pause, "@mei asks to enter", "@mei in the chat: www.mei-peaches.com"};
    out.push_back({"a newcomer's link", "@leader", link, {"@leader: @cases", "@leader: 1"}, "@stands"});
    out.push_back(words_added);
    out.push_back(words_dropped);
    const auto banned = said({"@leader answers @mei in the chat: @ban"});
    out.push_back({"a ban proposed for the unit", "@leader", banned, {"@leader: 2"}, "@proposed…"});
    out.push_back({"… and decided", "@office", {}, {"@office: 1"}, "… @everywhere…"});
    out.push_back({"… and undone", "@office", {}, {"@office: 1"}, "…@back…"});
    out.push_back(rule_changed);
    return out;
}

// A group that no bot can enter: everything from her private talk, and the last digit says that her own hand has done
// it.
std::vector<Row> blind() {
    std::vector<Row> out;
    for (const auto& [word, then] : std::vector<std::pair<std::string, std::string>>{{"@warn 张三", "@warned"},
                                                                                     {"@delete 张三", "@gone"},
                                                                                     {"@mute 张三 @length", "@muted"},
                                                                                     {"@remove 张三", "@out"},
                                                                                     {"@ban 张三", "@banned"}}) {
        out.push_back({word, "@leader", {}, {"@leader: " + word, "@leader: 1"}, "… → " + then + "…"});
        out.push_back({word + ", undone", "@leader", {}, {"@leader: 1"}, "…@back…"});
    }
    const std::vector<std::string> reported{"(1 hour passes)", "@hong: @report", "@hong: 30521074", "@hong: 1",
                                            "@hong: 张三卖假药"};
    out.push_back({"a report", "@leader", reported, {"@leader: 3", "@leader: 1"}, "… → @out…"});
    out.push_back({"a report left", "@leader", reported, {"@leader: 5"}, "…@left…"});
    auto menu = reported;
    menu.push_back("@leader: @menu");
    out.push_back(
        {"a report, from the menu", "@leader", menu, {"@leader: 7", "@leader: 3", "@leader: 1"}, "… → @out…"});
    out.push_back(words_added);
    out.push_back(words_dropped);
    out.push_back(rule_changed);
    return out;
}

std::vector<std::string> by_an_answer(const std::string& word) {
    return {"@leader answers @mei in the chat: " + word};
}
std::vector<std::string> on_the_page(const std::string& word) {
    return {"@leader presses [⋯]", "@leader types “" + word + "” and presses [@answer]"};
}

void walk(Theatre& theatre, const std::string& language, std::vector<Row> rows, const std::vector<Row>& more) {
    rows.insert(rows.end(), more.begin(), more.end());
    for (const Row& row : rows) {
        const std::string wrong = wrong_with(row, theatre, words_of(language));
        CAPTURE(row.act);
        CHECK_MESSAGE(wrong.empty(), wrong);
    }
}

const TalkSettings& settings() {
    static const TalkSettings read = talk_settings(LOCALES);
    return read;
}

}  // namespace

TEST_CASE("Telegram") {
    for (const char* language : {"en", "zh"}) {
        CAPTURE(language);
        const auto theatre = telegram_theatre(settings());
        auto rows =
            opening("(group 3052 1074 Beitang, leader @leader, chat of 200@scene)", {"@mei", "@hong", "@leader"});
        walk(*theatre, language, rows, inside(by_an_answer, {}, "(1 hour passes)"));
    }
}

TEST_CASE("the built-in chat") {
    for (const char* language : {"en", "zh"}) {
        CAPTURE(language);
        const auto theatre = web_theatre(settings());
        auto rows =
            opening("(group 3052 1074 Beitang, leader @leader, chat of 200@scene)", {"@mei", "@hong", "@leader"});
        for (const char* who : {"@hong", "@leader"}) rows[0].before.push_back(std::string(who) + " asks to enter");
        walk(*theatre, language, rows, inside(on_the_page, {"@leader opens the chat"}, "(11 seconds pass)"));
    }
}

TEST_CASE("WeChat, from the leader's private talk") {
    for (const char* language : {"en", "zh"}) {
        CAPTURE(language);
        const auto theatre = wechat_theatre(settings());
        auto rows = opening("(group 3052 1074 Beitang, leader @leader, blind chat of 200@scene)", {"@hong", "@leader"});
        walk(*theatre, language, rows, blind());
    }
}

TEST_CASE("control: an input too many, and an act that needs one more than its row says, are found") {
    const auto theatre = telegram_theatre(settings());
    const Words words = words_of("en");
    auto rows = opening("(group 3052 1074 Beitang, leader @leader, chat of 200@scene)", {"@mei", "@hong"});
    REQUIRE(wrong_with(rows[0], *theatre, words).empty());
    const std::vector<std::string> reported{"@mei in the chat: hm", "@hong answers @mei in the chat: @report",
                                            "@leader: @menu"};
    const Row four{
        "four", "@leader", reported, {"@leader presses [@to_do]", "@leader: 1", "@leader: 3", "@leader: 1"}, "…@back…"};
    CHECK(wrong_with(four, *theatre, words) == "four: 4 inputs");
    const Row short_of_one{"short", "@leader", reported, {"@leader presses [@to_do]", "@leader: 1"}, "… → @muted…"};
    CHECK(wrong_with(short_of_one, *theatre, words).find("expected: … → muted until…") != std::string::npos);
    const std::vector<std::string> told(reported.begin(), reported.end() - 1);
    const Row idle{"idle", "@leader", told, {"@leader: 3", "@leader: @menu"}, "… → @muted…"};
    CHECK(wrong_with(idle, *theatre, words).find("said too early") != std::string::npos);
}

TEST_CASE("the words of the house are a list before the first message comes") {
    const auto theatre = telegram_theatre(settings());
    const auto made = text::WordList::made();
    const Row row = opening("(group 3052 1074 Beitang, leader @leader, chat of 200@scene)", {"@mei"})[0];
    REQUIRE(wrong_with(row, *theatre, words_of("en")).empty());
    Talk talk;
    talk.lines = {{1, "Mei in the chat: Our online casino is open"},
                  {2, "bot deletes what Mei said"},
                  {3, "(whatever else is said)"}};
    CHECK(play(talk, *theatre) == "");
    CHECK(text::WordList::made() == made);
}
