// The door of a group's own chat: who asks, who comes and goes, and what the leader decides.
#include <algorithm>

#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/member.hpp"
#include "bot/community/person.hpp"
#include "plugins/join/join.hpp"

namespace noticeboard::plugins::joining {
namespace {

constexpr Millis batch = 2min;  // a leader gets one message for all who asked meanwhile

std::string who_and_where(PersonId person, const Group& group) {
    return to_string(person) + "@" + to_string(group.id);
}

// The group and person of a decision's button; nothing when she may not decide there.
struct Decision {
    Group group;
    PersonId person;
};
std::optional<Decision> decision(Turn& turn) {
    const std::string& data = turn.data();
    const std::size_t at = data.find('@');
    const auto group = community::group(turn.community(), GroupId{std::stoll(data.substr(at + 1))});
    if (!group || !turn.can(right::approve, *group)) {
        turn.reply(turn.tr("You may not do that here."));
        return std::nullopt;
    }
    return Decision{*group, PersonId{at == 0 ? 0 : std::stoll(data.substr(0, at))}};
}

std::string name_of(Turn& turn, PersonId person) {
    const auto known = community::person(turn.community(), person);
    return known && !known->name().empty() ? known->name() : turn.tr("somebody without a name here");
}

void welcome(Turn& turn, const Group& group, PersonId person) {
    std::string text = turn.tr_for(person, "Welcome to {}!", group.name);
    if (!group.rules.empty()) text += "\n" + group.rules;
    turn.tell(person, Reply(std::move(text)));
}

// Opens the way for somebody whom the leader let in: at the chat's door if she stands there, else with a way in.
void open_way(Turn& turn, const Group& group, const Member& member) {
    community::Scope& scope = turn.community();
    if (member.chat) {
        const auto chat = community::chat(scope, member.chat);
        const auto user = chat ? community::address(scope, member.person, chat->account) : std::nullopt;
        if (chat && user) {
            turn.act(*chat, Action(Action::Kind::approve).user(*user));
            welcome(turn, group, member.person);
            return;
        }
    }
    const auto answer = community::take_seat(scope, group.id, community::visitor_of(scope, member.person),
                                             std::chrono::minutes(turn.site().seat_minutes), member.person);
    const std::string language = turn.language_of(member.person);
    if (const auto* seat = std::get_if<community::SeatGiven>(&answer)) {
        turn.tell(member.person, way_in(turn, language, group, *community::chat(scope, seat->chat),
                                        turn.tr_for(member.person, "The leader of {} has let you in.", group.name)));
    } else {
        turn.tell(
            member.person,
            Reply(turn.tr_for(member.person,
                              "The leader of {} has let you in. There is no free place right now; I will write to you.",
                              group.name)));
    }
}

void let_in(Turn& turn, const Group& group, PersonId person) {
    const auto member = community::admit(turn.community(), group.id, person);
    if (!member) return;
    open_way(turn, group, *member);
    turn.audit("member.admitted", "group:" + to_string(group.id) + " person:" + to_string(person));
}

}  // namespace

void somebody_asks(Turn& turn) {
    const Group* group = turn.group();
    if (group == nullptr) return;  // not one of our chats
    community::Scope& scope = turn.community();
    const std::string& user = turn.event().from.id;
    const PersonId person = turn.person().id();
    if (group->state == Group::State::closed) {
        turn.act(Action(Action::Kind::decline).user(user));
        turn.whisper(turn.tr("{} is closed at the moment.", group->name));
        return;
    }
    if (auto why = banned(turn, *group)) {
        turn.act(Action(Action::Kind::decline).user(user));
        turn.whisper(std::move(*why));
        return;
    }
    const auto known = community::member(scope, group->id, person);
    const bool let_in = known && (known->state == Member::State::waiting || known->state == Member::State::active);
    if (group->approval && !let_in) {
        const auto asked = community::ask_to_join(scope, group->id, person, turn.chat().id);
        turn.whisper(
            turn.tr("In {} the leader lets people in herself. I have asked her, and will write to you.", group->name));
        if (asked.ok()) tell_leader_later(turn, *group);
        return;
    }
    const auto answer =
        community::take_seat(scope, group->id, community::visitor_of(scope, person),
                             std::chrono::minutes(turn.site().seat_minutes), person, turn.chat().account);
    const auto* seat = std::get_if<community::SeatGiven>(&answer);
    if (seat != nullptr && seat->chat == turn.chat().id) {
        turn.act(Action(Action::Kind::approve).user(user));
        std::string text = turn.tr("Welcome to {}!", group->name);
        if (!group->rules.empty()) text += "\n" + group->rules;
        turn.whisper(std::move(text));
        return;
    }
    turn.act(Action(Action::Kind::decline).user(user));
    if (seat != nullptr) {
        turn.whisper(
            way_in(turn, turn.language(), *group, *community::chat(scope, seat->chat),
                   turn.tr("This chat of {} is full. There is a place for you in the next one.", group->name)));
    } else if (const auto* list = std::get_if<community::OnWaitingList>(&answer)) {
        turn.whisper(turn.tr(
            "{} is full right now. You are number {} on the waiting list; I will write to you when there is a place.",
            group->name, list->place));
    }
}

void somebody_joined(Turn& turn) {
    const Group* group = turn.group();
    if (group == nullptr || turn.event().from.bot) return;
    if (banned(turn, *group)) {  // she came by a link that asks nobody
        turn.act(Action(Action::Kind::remove).user(turn.event().from.id));
        return;
    }
    if (!community::joined(turn.community(), group->id, turn.person().id(), turn.chat().id)) return;
    turn.audit("member.joined", "group:" + to_string(group->id) + " person:" + to_string(turn.person().id()));
    if (!community::talks(turn.community(), turn.person().id()).empty()) return;  // she was welcomed in private
    std::string text = turn.tr("Welcome, {}!", turn.event().from.name);
    if (!group->rules.empty()) text += "\n" + group->rules;
    turn.reply(std::move(text));
}

void somebody_left(Turn& turn) {
    const Group* group = turn.group();
    if (group == nullptr || turn.event().from.bot) return;
    const bool by_other = !turn.what<Left>().by.empty() && turn.what<Left>().by != turn.event().from.id;
    community::Scope& scope = turn.community();
    const bool was_in = by_other ? community::remove(scope, group->id, turn.person().id())
                                 : community::leave(scope, group->id, turn.person().id());
    if (!was_in) return;
    turn.audit(by_other ? "member.removed" : "member.left",
               "group:" + to_string(group->id) + " person:" + to_string(turn.person().id()));
    call_waiting(turn, *group);
}

void call_waiting(Turn& turn, const Group& group) {
    community::Scope& scope = turn.community();
    for (const auto& called :
         community::next_waiting(scope, group.id, 10, std::chrono::minutes(turn.site().seat_minutes))) {
        turn.tell(called.person,
                  way_in(turn, turn.language_of(called.person), group, *community::chat(scope, called.seat.chat),
                         turn.tr_for(called.person, "There is a place for you in {} now, kept for {} minutes.",
                                     group.name, turn.site().seat_minutes)));
    }
}

void tell_leader_later(Turn& turn, const Group& group) {
    // The first of a batch starts the clock; the others are in the same message.
    const auto recent = community::asking_since(turn.community(), group.id, turn.now() - batch, 2);
    if (recent.size() <= 1) turn.after(batch, "asking", to_string(group.id));
}

namespace {

// Who asks, with the leader's choice for each of the first.
Reply choice(Turn& turn, PersonId leader, const Group& group, const std::vector<Member>& asking) {
    std::string names;
    for (const Member& member : asking) names += "\n· " + name_of(turn, member.person);
    Reply reply(turn.catalog().ntr(turn.language_of(leader), "{} person asks to join {}:", "{} people ask to join {}:",
                                   static_cast<std::int64_t>(asking.size()), group.name) +
                names);
    if (asking.size() > 1) reply.button(turn.tr_for(leader, "Let all in"), "admit-all", "@" + to_string(group.id));
    for (std::size_t i = 0; i < asking.size() && i < 5; ++i) {
        const std::string name = name_of(turn, asking[i].person);
        reply.button(turn.tr_for(leader, "Let in {}", name), "admit", who_and_where(asking[i].person, group));
        reply.button(turn.tr_for(leader, "Not {}", name), "turn-away", who_and_where(asking[i].person, group));
    }
    return reply;
}

}  // namespace

std::vector<PersonId> who_decides(Turn& turn, const Group& group) {
    auto out = community::leaders(turn.community(), group.id);
    if (!out.empty()) return out;
    for (const community::Held& held : community::holders(turn.community(), community::scope_of(group)))
        if (held.role == "deputy") out.push_back(held.person);
    return out;
}

namespace {

void tell_who_asks(Turn& turn, const Group& group) {
    const auto asking = community::asking(turn.community(), group.id);
    if (asking.empty()) return;
    tell_leaders(turn, group, [&](PersonId leader) { return choice(turn, leader, group, asking); });
}

}  // namespace

void tell_leader_now(Turn& turn) {
    if (const auto group = community::group(turn.community(), GroupId{std::stoll(turn.data())}))
        tell_who_asks(turn, *group);
}

void phone_lost(Turn& turn, const LostPhone& lost) {
    for (const std::string& scope : lost.scopes) {
        if (const auto group = community::group_of_scope(turn.community(), scope)) tell_who_asks(turn, *group);
    }
}

void show_waiting(Turn& turn) {
    if (turn.chat().place.room != Room::direct) return turn.reply(turn.tr("Please do that in our private talk."));
    std::vector<Group> groups;
    if (const auto digits = text::group_digits(turn.args())) {
        if (auto named = community::group_by_number(turn.community(), *digits)) groups.push_back(std::move(*named));
    } else {
        for (const community::Held& held : community::roles_of(turn.community(), turn.person().id())) {
            if (auto group = community::group_of_scope(turn.community(), held.scope))
                groups.push_back(std::move(*group));
        }
    }
    bool shown = false;
    for (const Group& group : groups) {
        if (!turn.can(right::approve, group)) return turn.reply(turn.tr("You may not do that here."));
        const auto asking = community::asking(turn.community(), group.id);
        if (asking.empty()) continue;
        turn.reply(choice(turn, turn.person().id(), group, asking));
        shown = true;
    }
    if (!shown) turn.reply(turn.tr("Nobody waits to be let in."));
}

std::optional<DigestLine> who_asks(Turn& turn, const Group& group) {
    const auto count = static_cast<std::int64_t>(community::asking(turn.community(), group.id).size());
    if (count == 0 || !turn.can(right::approve, group)) return std::nullopt;
    return DigestLine{count, turn.ntr("{} person would like to join", "{} people would like to join", count),
                      "waiting " + group.number};
}

// Nearly full: what is free in the chats that are open is less than a tenth of them, and none stands by.
std::optional<DigestLine> how_full(Turn& turn, const Group& group) {
    if (!turn.can(right::link, group)) return std::nullopt;
    int room = 0, free = 0;
    for (const Chat& chat : community::chats_of(turn.community(), group.id)) {
        if (chat.state == Chat::State::warming) return std::nullopt;
        if (chat.state != Chat::State::open && chat.state != Chat::State::full) continue;
        room += chat.soft_cap;
        free += std::max(0, chat.soft_cap - chat.members - chat.reserved);
    }
    const std::string opens = "link " + group.number;
    const std::int64_t waiting = community::waiting_count(turn.community(), group.id);
    if (waiting > 0)
        return DigestLine{waiting,
                          turn.ntr("The group is full, {} person waits: open another chat",
                                   "The group is full, {} people wait: open another chat", waiting),
                          opens};
    if (room == 0 || free * 10 >= room) return std::nullopt;
    return DigestLine{1, turn.tr("The group is nearly full, {} of {}: open another chat", room - free, room), opens};
}

void admit(Turn& turn) {
    const auto decided = decision(turn);
    if (!decided) return;
    let_in(turn, decided->group, decided->person);
    turn.reply(turn.tr("{} is let in.", name_of(turn, decided->person)));
}

void admit_all(Turn& turn) {
    const auto decided = decision(turn);
    if (!decided) return;
    const auto asking = community::asking(turn.community(), decided->group.id);
    for (const Member& member : asking) let_in(turn, decided->group, member.person);
    turn.reply(turn.ntr("{} person is let in.", "{} people are let in.", static_cast<std::int64_t>(asking.size())));
}

void turn_away(Turn& turn) {
    const auto decided = decision(turn);
    if (!decided) return;
    community::Scope& scope = turn.community();
    const auto member = community::turn_away(scope, decided->group.id, decided->person);
    if (member && member->chat) {
        const auto chat = community::chat(scope, member->chat);
        const auto user = chat ? community::address(scope, decided->person, chat->account) : std::nullopt;
        if (chat && user) turn.act(*chat, Action(Action::Kind::decline).user(*user));
    }
    if (member)
        turn.audit("member.turned_away",
                   "group:" + to_string(decided->group.id) + " person:" + to_string(decided->person));
    turn.tell(decided->person, Reply(turn.tr_for(decided->person, "The leader of {} did not let you in this time.",
                                                 decided->group.name)));
    turn.reply(turn.tr("{} is not let in.", name_of(turn, decided->person)));
}

}  // namespace noticeboard::plugins::joining
