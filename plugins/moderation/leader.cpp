// A leader acts: on a message she answers, or on somebody she names. What both come to is in cases.cpp.
#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/member.hpp"
#include "bot/community/person.hpp"
#include "bot/community/unit.hpp"
#include "bot/text/fold.hpp"
#include "plugins/moderation/handlers.hpp"
#include "plugins/moderation/rules.hpp"
#include "plugins/moderation/typed.hpp"
#include "plugins/moderation/who.hpp"

namespace noticeboard::plugins::moderating {
namespace {

constexpr int most_members_searched = 1000;

// What she types for an act, a catalogue text.
const char* word_of(Act act) {
    static constexpr const char* words[] = {
        "", text::mark("delete"), text::mark("warn"), text::mark("mute"), text::mark("remove"), text::mark("ban")};
    return words[static_cast<int>(act)];
}

void act_on_message(Turn& turn, const Group& group, const Message& message, Act act, std::optional<Millis> length) {
    delete_word(turn);
    if (message.answered.id.empty()) {
        return whisper(
            turn, turn.tr("I cannot see who wrote that. Write to me in private: “/{} NAME”.", turn.tr(word_of(act))));
    }
    if (message.answered.bot || message.to_bot) return whisper(turn, turn.tr("That was said by a program."));
    const Person target = community::meet(turn.community(), turn.chat().account, message.answered);
    if (leads(turn, target.id(), group)) {
        return whisper(turn, turn.tr("She leads here too: only the level above can decide about her. Answer the "
                                     "message with “report”."));
    }
    auto known = about_message(turn, group.id, turn.chat().id, message.reply_to);
    if (known && known->state == State::open) return decide(turn, group, *known, act, length);
    Case fresh;
    fresh.rule = "leader";
    fresh.target = target.id();
    fresh.chat = turn.chat().id;
    fresh.message = message.reply_to;
    Case one = begin(turn, group, fresh, message.answered.name, message.answered_text);
    decide(turn, group, one, act, length);
}

std::vector<Member> members_named(Turn& turn, const Group& group, const std::string& name) {
    std::vector<Member> out;
    const std::string wanted = text::folded(name);
    for (const Member& member : community::members_of(turn.community(), group.id, most_members_searched)) {
        const auto person = community::person(turn.community(), member.person);
        if (person && text::folded(person->name()) == wanted) out.push_back(member);
    }
    return out;
}

// Somebody is named from the private talk. In a chat that no bot can enter the name is all there is.
void act_on_name(Turn& turn, const Group& group, Act act, const Named& typed) {
    const auto members = members_named(turn, group, typed.name);
    const auto chats = community::chats_of(turn.community(), group.id);
    const auto blind = std::find_if(chats.begin(), chats.end(),
                                    [](const Chat& chat) { return chat.presence != Chat::Presence::full; });
    Case fresh;
    fresh.rule = "leader";
    if (members.size() == 1) {
        fresh.target = members.front().person;
        fresh.chat = members.front().chat;
        if (leads(turn, fresh.target, group))
            return turn.reply(turn.tr("She leads here too: only the level above can decide about her. Type “report”."));
    } else if (members.size() > 1) {
        return turn.reply(
            turn.tr("There are {} people called {} in {}. Answer a message of hers in the group with “{}”.",
                    members.size(), typed.name, group.name, turn.tr(word_of(act))));
    } else if (blind != chats.end()) {
        fresh.chat = blind->id;
    } else {
        return turn.reply(turn.tr("I know nobody called {} in {}. Answer a message of hers in the group with “{}”.",
                                  typed.name, group.name, turn.tr(word_of(act))));
    }
    Case one = begin(turn, group, fresh, typed.name, "");
    decide(turn, group, one, act, typed.length);
}

}  // namespace

std::pair<std::string, std::string> halves(const std::string& data) {
    const std::size_t bar = data.find('|');
    if (bar == std::string::npos) return {data, {}};
    return {data.substr(0, bar), data.substr(bar + 1)};
}

bool act_by_reply(Turn& turn) {
    const auto& message = turn.what<Message>();
    const auto typed = act_in(message.text);
    if (!typed || !turn.can(right::moderate)) return false;
    act_on_message(turn, *turn.group(), message, typed->first, length_in(typed->second));
    return true;
}

void act_command(Turn& turn, Act act) {
    const auto* message = std::get_if<Message>(&turn.event().what);
    if (turn.chat().place.room != Room::direct) {
        if (turn.group() == nullptr || message == nullptr || !turn.can(right::moderate)) return;
        if (message->reply_to.empty()) {
            delete_word(turn);
            if (turn.args().empty())
                return whisper(turn, turn.tr("Answer the message with that word, or type a name behind it."));
            return act_on_name(turn, *turn.group(), act, name_and_length(turn.args()));
        }
        return act_on_message(turn, *turn.group(), *message, act, length_in(turn.args()));
    }
    const auto groups = groups_led(turn, turn.person().id());
    if (groups.empty()) return turn.reply(turn.tr("You lead no group. What waits for you is in “/cases”."));
    if (turn.args().empty())
        return turn.reply(
            turn.tr("Type the name behind it, as it stands in the group: “/{} NAME”.", turn.tr(word_of(act))));
    const Named typed = name_and_length(turn.args());
    if (groups.size() == 1) return act_on_name(turn, groups.front(), act, typed);
    Reply reply(turn.tr("In which group?"));
    for (std::size_t i = 0; i < groups.size() && i < 9; ++i)
        reply.button(groups[i].name, "in group",
                     to_string(groups[i].id) + "|" + std::string(word_of(act)) + " " + std::string(turn.args()));
    turn.reply(std::move(reply));
}

void in_group_pressed(Turn& turn) {
    const auto [id, typed] = halves(turn.data());
    const auto group = community::group(turn.community(), GroupId{std::stoll(id)});
    const std::size_t blank = typed.find(' ');
    if (!group || !turn.can(right::moderate, *group) || blank == std::string::npos)
        return turn.reply(turn.tr("This is not yours to decide."));
    const auto act = act_in(typed.substr(0, blank));
    if (act) act_on_name(turn, *group, act->first, name_and_length(std::string_view(typed).substr(blank + 1)));
}

}  // namespace noticeboard::plugins::moderating
