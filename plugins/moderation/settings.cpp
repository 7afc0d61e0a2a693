// The rules and words of a group, as its leader sets them; an official's words hold in her whole unit.
#include "bot/community/group.hpp"
#include "bot/community/role.hpp"
#include "bot/community/unit.hpp"
#include "bot/model/local_time.hpp"
#include "plugins/moderation/handlers.hpp"
#include "plugins/moderation/rules.hpp"
#include "plugins/moderation/who.hpp"
#include "plugins/moderation/word_lists.hpp"

namespace noticeboard::plugins::moderating {
namespace {

constexpr Millis patience = 5min;
constexpr std::size_t most_shown = 100, most_at_once = 50;

std::string clock(int minute) {
    char out[32];
    std::snprintf(out, sizeof out, "%d:%02d", minute / 60, minute % 60);
    return out;
}

std::string on_or_off(const Turn& turn, bool on) {
    return on ? turn.tr("on") : turn.tr("off");
}

void show_rules(Turn& turn, const Group& group) {
    const Rules rules = rules_of(turn, group.id);
    const RulePlan& plan = turn.site().rules;
    const std::string id = to_string(group.id);
    const std::string links = rules.links == Links::all         ? turn.tr("nobody may post them")
                              : rules.links == Links::newcomers ? turn.tr("those of newcomers wait for you")
                                                                : turn.tr("off");
    turn.reply(Reply(turn.tr("The rules of {}. Press one to change it.", group.name))
                   .button(turn.tr("Forbidden words") + ": " + on_or_off(turn, rules.words), "rule", id + "|words")
                   .button(turn.tr("Links") + ": " + links, "rule", id + "|links")
                   .button(turn.tr("Too many messages") + ": " + on_or_off(turn, rules.flood), "rule", id + "|flood")
                   .button(turn.tr("Quiet from {} to {}", clock(plan.night_from), clock(plan.night_until)) + ": " +
                               on_or_off(turn, rules.night),
                           "rule", id + "|night"));
}

std::optional<Group> group_of_button(Turn& turn, const std::string& id) {
    const auto group = community::group(turn.community(), GroupId{std::stoll(id)});
    if (group && turn.can(right::moderate, *group)) return group;
    turn.reply(turn.tr("This is not yours to decide."));
    return std::nullopt;
}

// The scope of a word list, if she may change it: a group, or a unit where she moderates all.
bool may_change(Turn& turn, const std::string& scope) {
    const std::size_t colon = scope.find(':');
    const std::string rest = scope.substr(colon + 1);
    if (scope.starts_with("unit:")) return turn.can(right::moderate, rest);
    const auto group = community::group(turn.community(), GroupId{std::stoll(rest)});
    return group && turn.can(right::moderate, *group);
}

void show_words(Turn& turn, const std::string& scope) {
    if (!may_change(turn, scope)) return turn.reply(turn.tr("This is not yours to decide."));
    const auto words = own_words(turn, scope);
    std::string text =
        turn.tr("{}: {} words of your own, besides {} that hold everywhere.",
                community::name_of_scope(turn.community(), scope), words.size(), turn.site().rules.words->size());
    for (std::size_t i = 0; i < words.size() && i < most_shown; ++i) text += (i == 0 ? "\n" : ", ") + words[i];
    if (words.size() > most_shown) text += " …";
    Reply reply(std::move(text));
    reply.button(turn.tr("Add words"), "add words", scope);
    if (!words.empty()) reply.button(turn.tr("Take words out"), "drop words", scope);
    turn.reply(std::move(reply));
}

// Words on lines of their own, or between commas of either kind.
std::vector<std::string> words_in(std::string_view text) {
    std::vector<std::string> out(1);
    for (std::size_t at = 0; at < text.size() && out.size() <= most_at_once;) {
        bool cut = false;
        for (const std::string_view mark : {",", "\n", "，", "、", ";", "；"}) {
            if (!text.substr(at).starts_with(mark)) continue;
            at += mark.size();
            cut = true;
            break;
        }
        if (cut)
            out.emplace_back();
        else
            out.back().push_back(text[at++]);
    }
    std::erase_if(out, [](const std::string& word) { return word.find_first_not_of(' ') == std::string::npos; });
    return out;
}

void change_words(Turn& turn, bool add) {
    const std::string scope = turn.data();
    if (!may_change(turn, scope)) return turn.reply(turn.tr("This is not yours to decide."));
    int done = 0;
    std::string refused;
    for (const std::string& word : words_in(turn.args())) {
        const auto result = add ? add_word(turn, scope, word) : remove_word(turn, scope, word);
        if (result.ok())
            ++done;
        else
            refused += (refused.empty() ? "" : ", ") + word;
    }
    if (done > 0) turn.audit(add ? "moderation.words_added" : "moderation.words_removed", scope, std::to_string(done));
    std::string text = add ? turn.ntr("{} word added.", "{} words added.", done)
                           : turn.ntr("{} word taken out.", "{} words taken out.", done);
    if (!refused.empty()) text += "\n" + turn.tr("Not these: {}. A word has 2 to 60 letters.", refused);
    turn.reply(Reply(std::move(text)).button(turn.tr("Show the words"), "words", scope));
}

}  // namespace

void rules_command(Turn& turn) {
    if (turn.chat().place.room != Room::direct) return;
    const auto groups = groups_led(turn, turn.person().id());
    if (groups.empty()) return turn.reply(turn.tr("You lead no group. What waits for you is in “/cases”."));
    if (groups.size() == 1) return show_rules(turn, groups.front());
    Reply reply(turn.tr("In which group?"));
    for (std::size_t i = 0; i < groups.size() && i < 9; ++i)
        reply.button(groups[i].name, "rule", to_string(groups[i].id) + "|");
    turn.reply(std::move(reply));
}

void rule_pressed(Turn& turn) {
    const auto [id, name] = halves(turn.data());
    const auto group = group_of_button(turn, id);
    if (!group) return;
    const Rules rules = rules_of(turn, group->id);
    const auto turned = [](bool on) { return on ? "off" : "on"; };
    std::string value;
    if (name == "words") value = turned(rules.words);
    if (name == "flood") value = turned(rules.flood);
    if (name == "night") value = turned(rules.night);
    if (name == "links")
        value = rules.links == Links::newcomers ? "all" : rules.links == Links::all ? "off" : "newcomers";
    if (!value.empty()) {
        set_rule(turn, group->id, name, value);
        turn.audit("moderation.rule", "group:" + id, name + " " + value);
    }
    show_rules(turn, *group);
}

void words_command(Turn& turn) {
    if (turn.chat().place.room != Room::direct) return;
    std::vector<std::pair<std::string, std::string>> scopes;  // scope, name
    for (const Group& group : groups_led(turn, turn.person().id()))
        scopes.emplace_back(community::scope_of(group), group.name);
    for (const std::string& unit : units_held(turn, turn.person().id())) {
        const std::string scope = community::scope_of_unit(unit);
        if (turn.can(right::moderate, unit))
            scopes.emplace_back(scope, community::name_of_scope(turn.community(), scope));
    }
    if (scopes.empty()) return turn.reply(turn.tr("You lead no group. What waits for you is in “/cases”."));
    if (scopes.size() == 1) return show_words(turn, scopes.front().first);
    Reply reply(turn.tr("Whose words?"));
    for (std::size_t i = 0; i < scopes.size() && i < 9; ++i) reply.button(scopes[i].second, "words", scopes[i].first);
    turn.reply(std::move(reply));
}

void words_pressed(Turn& turn) {
    show_words(turn, turn.data());
}

void add_words_pressed(Turn& turn) {
    turn.ask(Reply(turn.tr("Which words? Several with commas between them.")), "add words", patience, turn.data());
}

void drop_words_pressed(Turn& turn) {
    turn.ask(Reply(turn.tr("Which words are to go? Several with commas between them.")), "drop words", patience,
             turn.data());
}

void add_words_step(Turn& turn) {
    change_words(turn, true);
}

void drop_words_step(Turn& turn) {
    change_words(turn, false);
}

}  // namespace noticeboard::plugins::moderating
