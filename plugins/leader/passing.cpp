// How the role passes on: a deputy beside the leader, a successor after an election, a phone that is lost, a letter
// again. Each is one command, the group if there are several, and a person: three taps.
#include <algorithm>

#include "bot/community/claim.hpp"
#include "bot/community/group.hpp"
#include "bot/community/member.hpp"
#include "bot/community/person.hpp"
#include "bot/community/role.hpp"
#include "bot/model/local_time.hpp"
#include "bot/text/fold.hpp"
#include "bot/text/group_number.hpp"
#include "plugins/leader/leader.hpp"

namespace noticeboard::plugins::leading {
namespace {

constexpr Millis patience = 10min;
constexpr std::size_t most_people = 8, most_groups = 9, most_deputies = 3;
constexpr int most_searched = 1000;

// A deed at a group: "deputy", "handover", "lost", "reissue". Buttons carry it as "deed|group" or "deed|group|person".
struct Deed {
    std::string name;
    std::optional<Group> group;
    PersonId person;
};

bool holds(Turn& turn, PersonId person, std::string_view role, const Group& group) {
    const auto held = community::holders(turn.community(), community::scope_of(group));
    return std::any_of(held.begin(), held.end(),
                       [&](const community::Held& one) { return one.person == person && one.role == role; });
}

bool may_appoint(Turn& turn, const Group& group, std::string_view role) {
    return community::may_grant(turn.community(), turn.roles(), turn.person().id(), role, community::scope_of(group));
}

// Whether the deed is hers to do there. Asked again whenever a button is pressed.
bool may_do(Turn& turn, const std::string& deed, const Group& group) {
    const PersonId person = turn.person().id();
    if (deed == "deputy") return may_appoint(turn, group, "deputy");
    if (deed == "handover") return holds(turn, person, "leader", group) || may_appoint(turn, group, "leader");
    if (deed == "lost") return holds(turn, person, "deputy", group) || may_appoint(turn, group, "leader");
    return deed == "reissue" && may_appoint(turn, group, "leader");
}

std::string data_of(const std::string& deed, const Group& group, PersonId person = {}) {
    return deed + "|" + to_string(group.id) + (person ? "|" + to_string(person) : "");
}

// What a button carries, if it is hers to do still; else she reads that it is not.
std::optional<Deed> deed_of(Turn& turn) {
    const std::string& data = turn.data();
    const std::size_t first = data.find('|'), second = data.find('|', first + 1);
    Deed out{data.substr(0, first), {}, {}};
    if (first != std::string::npos)
        out.group = community::group(turn.community(), GroupId{std::stoll(data.substr(first + 1))});
    if (second != std::string::npos) out.person = PersonId{std::stoll(data.substr(second + 1))};
    if (out.group && may_do(turn, out.name, *out.group)) return out;
    turn.reply(turn.tr("You may not do that here."));
    return std::nullopt;
}

// --- who is there to choose from

struct Candidate {
    PersonId person;
    std::string name;
};

// Members whose name has `part` in it, without those who hold the role; the first ones.
std::vector<Candidate> members_named(Turn& turn, const Group& group, std::string_view role, std::string_view part,
                                     std::size_t most) {
    std::vector<Candidate> out;
    const std::string wanted = text::folded(part);
    PersonId after;
    for (int seen = 0; seen < most_searched && out.size() < most;) {
        const auto page = community::members_of(turn.community(), group.id, 100, after);
        for (const Member& member : page) {
            const auto known = community::person(turn.community(), member.person);
            after = member.person;
            if (!known || known->name().empty() || member.person == turn.person().id()) continue;
            if (text::folded(known->name()).find(wanted) == std::string::npos) continue;
            if (!holds(turn, member.person, role, group)) out.push_back({member.person, known->name()});
            if (out.size() == most) break;
        }
        seen += static_cast<int>(page.size());
        if (page.size() < 100) break;
    }
    return out;
}

void add_people(Turn& turn, const std::string& deed, const Group& group, std::string_view role, Reply& reply) {
    const auto people = members_named(turn, group, role, "", most_people + 1);
    for (std::size_t i = 0; i < people.size() && i < most_people; ++i)
        reply.button(people[i].name, "person", data_of(deed, group, people[i].person));
    if (people.size() > most_people) reply.button(turn.tr("Somebody else, by name"), "find", data_of(deed, group));
}

// --- the deeds, once the group is known

void choose_deputy(Turn& turn, const Group& group) {
    std::vector<Candidate> deputies;
    for (const community::Held& held : community::holders(turn.community(), community::scope_of(group))) {
        if (held.role == "deputy") deputies.push_back({held.person, name_of(turn, held.person)});
    }
    std::string text =
        turn.tr("Who helps you to lead {}? A deputy lets people in, keeps order and answers questions.", group.name);
    Reply buttons("");
    for (const Candidate& one : deputies) {
        text += "\n" + turn.tr("Deputy now: {}", one.name);
        buttons.button(turn.tr("{} no longer", one.name), "end deputy", data_of("deputy", group, one.person));
    }
    if (deputies.size() < most_deputies) {
        add_people(turn, "deputy", group, "deputy", buttons);
        buttons.button(turn.tr("She is not here yet: a letter for her"), "letter", data_of("deputy", group));
    }
    Reply reply(std::move(text));
    for (const Button& one : buttons.buttons()) reply.button(one.label(), one.name(), one.data());
    turn.reply(std::move(reply));
}

void choose_successor(Turn& turn, const Group& group) {
    const bool decides = may_appoint(turn, group, "leader");
    Reply reply(turn.tr("Who leads {} from now on?", group.name) + "\n" +
                (decides ? turn.tr("Who led it until now does not any more, at once.")
                         : turn.tr("Your township confirms it. Until then you lead.")));
    add_people(turn, "handover", group, "leader", reply);
    reply.button(turn.tr("She is not here yet: a letter for her"), "letter", data_of("handover", group));
    turn.reply(std::move(reply));
}

void choose_lost(Turn& turn, const Group& group) {
    const bool decides = may_appoint(turn, group, "leader");
    Reply reply(
        turn.tr("Whose phone is lost? From the press on her account can do nothing here any more, until she "
                "gets a new letter."));
    std::vector<PersonId> shown;
    for (const community::Held& held : community::holders(turn.community(), community::scope_of(group))) {
        const bool hers = held.role == "leader" || (decides && held.role == "deputy");
        if (!hers || held.person == turn.person().id() ||
            std::find(shown.begin(), shown.end(), held.person) != shown.end())
            continue;
        shown.push_back(held.person);
        reply.button(name_of(turn, held.person, held.role == "leader" ? held.scope : std::string()) + " · " +
                         turn.role_name(held.role),
                     "person", data_of("lost", group, held.person));
    }
    if (shown.empty()) return turn.reply(turn.tr("Nobody leads {} at the moment.", group.name));
    turn.reply(std::move(reply));
}

// The code, shown once: to be read out, or to be scanned from this screen.
void show_code(Turn& turn, const Group& group, const community::IssuedClaim& issued, std::string warning) {
    turn.audit("claim.issued", issued.claim.scope);
    std::string text = turn.tr("Code for {}, {}: {}", group.name, turn.role_name(issued.claim.role), issued.code) +
                       "\n" +
                       turn.tr("Good until {}. Give it to her alone; she scans it, or sends it to me.",
                               local_date(issued.claim.expires));
    if (!warning.empty()) text += "\n" + warning;
    const std::string address = letter_address(turn.site(), issued.code);
    Reply reply(std::move(text));
    if (!address.empty()) reply.picture(turn.draw(address));
    turn.reply(std::move(reply));
}

void issue_again(Turn& turn, const Group& group) {
    const auto led = community::leaders(turn.community(), group.id);
    if (!led.empty()) {
        turn.reply(turn.tr("{} leads {}. Is her phone lost: /lost {}. Was somebody else elected: /handover {}.",
                           name_of(turn, led.front(), community::scope_of(group)), group.name, group.number,
                           group.number));
        return;
    }
    const auto issued = community::issue_instead(turn.community(), turn.roles(), "leader", community::scope_of(group),
                                                 turn.site().claim_days, turn.person().id());
    if (!issued) return turn.reply(turn.tr("You may not do that here."));
    show_code(turn, group, *issued, turn.tr("Every earlier letter is void."));
}

void begin(Turn& turn, const std::string& deed, const Group& group) {
    if (deed == "deputy") return choose_deputy(turn, group);
    if (deed == "handover") return choose_successor(turn, group);
    if (deed == "lost") return choose_lost(turn, group);
    issue_again(turn, group);
}

// --- which group

// Hers where she may do it: those she leads or helps to lead; for an official, those that have no leader.
std::vector<Group> groups_for(Turn& turn, const std::string& deed) {
    std::vector<Group> out;
    const auto add = [&](const Group& group) {
        const bool there = std::any_of(out.begin(), out.end(), [&](const Group& one) { return one.id == group.id; });
        if (!there && out.size() < most_groups && may_do(turn, deed, group)) out.push_back(group);
    };
    for (const community::Held& held : community::roles_of(turn.community(), turn.person().id())) {
        if (const auto group = community::group_of_scope(turn.community(), held.scope)) {
            add(*group);
        } else if (const auto unit = community::unit_of_scope(turn.community(), held.scope)) {
            for (const Group& one : community::groups_under(turn.community(), *unit, 100)) {
                if ((deed == "reissue") == community::leaders(turn.community(), one.id).empty()) add(one);
            }
        }
    }
    return out;
}

void which_group(Turn& turn, const std::string& deed) {
    if (turn.chat().place.room != Room::direct) return turn.reply(turn.tr("Please do that in our private talk."));
    const auto digits = text::group_digits(turn.args());
    const auto named = digits ? community::group_by_number(turn.community(), *digits) : std::nullopt;
    if (named) {
        if (!may_do(turn, deed, *named)) return turn.reply(turn.tr("You may not do that here."));
        return begin(turn, deed, *named);
    }
    const auto groups = groups_for(turn, deed);
    if (groups.size() == 1) return begin(turn, deed, groups.front());
    if (groups.empty()) return turn.reply(turn.tr("There is no group where you may do that."));
    Reply reply(turn.tr("Which group? Press, or type its number."));
    for (const Group& group : groups)
        reply.button(group.name + " " + text::grouped(group.number), "group", data_of(deed, group));
    turn.ask(std::move(reply), "group", patience, deed);
}

// --- a person was chosen

void make_deputy(Turn& turn, const Group& group, PersonId person) {
    const auto made = community::make_deputy(turn.community(), turn.roles(), group.id, person, {}, turn.person().id());
    if (!made) return turn.reply(turn.tr("You may not do that here."));
    turn.audit("role.granted", "person:" + to_string(person) + " " + community::scope_of(group));
    const std::string name = name_of(turn, person);
    const bool told = turn.tell(
        person, Reply(turn.tr_for(person, "You are {} at {} now.", turn.role_name_for(person, "deputy"), group.name)));
    turn.reply(turn.tr("{} is deputy of {} now.", name, group.name) +
               (told ? "" : "\n" + turn.tr("I cannot write to her yet. Ask her to say hello to me.")));
}

void pass_on(Turn& turn, const Group& group, PersonId person) {
    const auto led = community::leaders(turn.community(), group.id);
    const auto proposed =
        community::propose_leader(turn.community(), turn.roles(), group.id, person, turn.person().id());
    if (!proposed) return turn.reply(turn.tr("She leads this group already."));
    turn.audit("role.proposed", "person:" + to_string(person) + " " + community::scope_of(group));
    const std::string name = name_of(turn, person);
    const auto done = community::confirm_claim(turn.community(), turn.roles(), proposed->mark, turn.person().id());
    if (!done) {  // she leads, and does not decide
        tell_confirmers(turn, proposed->mark);
        return turn.reply(turn.tr("Your township is asked to confirm {}. Until then you lead.", name));
    }
    turn.audit("claim.confirmed", "person:" + to_string(person) + " " + community::scope_of(group));
    turn.tell(person,
              Reply(turn.tr_for(person, "You are {} at {} now.", turn.role_name_for(person, "leader"), group.name)));
    for (const PersonId one : led)
        turn.tell(one, Reply(turn.tr_for(one, "{} leads {} now. Thank you for all you did.", name, group.name)));
    turn.reply(turn.tr("{} leads {} now.", name, group.name));
}

// Somebody else may hold her phone: what she could do here ends with this turn.
void shut_out(Turn& turn, const Group& group, PersonId person) {
    const auto taken = community::revoke_lost(turn.community(), turn.roles(), person, turn.person().id());
    if (!taken) return turn.reply(turn.tr("You may not do that here."));
    LostPhone lost{person, {}};
    for (const community::Held& held : *taken) lost.scopes.push_back(held.scope);
    turn.lock_out(std::move(lost));
    turn.audit("role.revoked", "person:" + to_string(person));
    const bool led = taken->front().role == "leader";
    const std::string name = name_of(turn, person, led ? community::scope_of(group) : std::string());
    const std::string text = turn.tr("Done. {} can do nothing here any more.", name);
    if (may_appoint(turn, group, "leader")) {
        turn.reply(Reply(text).button(turn.tr("A new letter for her"), "group", data_of("reissue", group)));
        return;
    }
    turn.reply(text + "\n" + turn.tr("Your township is told, and gives her a new letter."));
    const community::Claim her{{}, "leader", community::scope_of(group), {}, person, {}, {}, false};
    for (const PersonId one : community::confirmers(turn.community(), turn.roles(), her)) {
        turn.tell(one, Reply(turn.tr_for(one,
                                         "{} says that the phone of {}, who leads {}, is lost. Her account can do "
                                         "nothing here any more.",
                                         name_of(turn, turn.person().id()), name, group.name))
                           .button(turn.tr_for(one, "A new letter for her"), "group", data_of("reissue", group)));
    }
}

}  // namespace

void my_group(Turn& turn) {
    Reply reply(turn.tr("What is it about?"));
    const bool chinese = turn.language() == "zh";
    const auto offer = [&](const char* deed, const char* english, const char* command) {
        if (deed == nullptr || !groups_for(turn, deed).empty())
            reply.button(turn.tr(english), std::string("command:") + command);
    };
    offer(nullptr, text::mark("Who wants to join"), chinese ? "待入群" : "waiting");
    offer(nullptr, text::mark("What waits for me"), chinese ? "晨报" : "digest");
    offer("deputy", text::mark("Name a deputy"), chinese ? "副手" : "deputy");
    offer("handover", text::mark("Hand the group over after an election"), chinese ? "换届" : "handover");
    offer("lost", text::mark("A phone is lost"), chinese ? "丢手机" : "lost");
    turn.reply(std::move(reply));
}

void deputy_command(Turn& turn) {
    which_group(turn, "deputy");
}
void hand_over_command(Turn& turn) {
    which_group(turn, "handover");
}
void lost_command(Turn& turn) {
    which_group(turn, "lost");
}
void reissue_command(Turn& turn) {
    which_group(turn, "reissue");
}

void group_pressed(Turn& turn) {
    turn.end_dialog();
    if (const auto deed = deed_of(turn)) begin(turn, deed->name, *deed->group);
}

void group_step(Turn& turn) {
    which_group(turn, turn.data());
}

void person_pressed(Turn& turn) {
    turn.end_dialog();
    const auto deed = deed_of(turn);
    if (!deed) return;
    if (deed->name == "deputy") make_deputy(turn, *deed->group, deed->person);
    if (deed->name == "handover") pass_on(turn, *deed->group, deed->person);
    if (deed->name == "lost") shut_out(turn, *deed->group, deed->person);
}

void find_pressed(Turn& turn) {
    if (!deed_of(turn)) return;
    turn.ask(Reply(turn.tr("What is she called in the group?")), "find", patience, turn.data());
}

void find_step(Turn& turn) {
    const auto deed = deed_of(turn);
    if (!deed) return;
    const auto people =
        members_named(turn, *deed->group, deed->name == "deputy" ? "deputy" : "leader", turn.args(), most_people);
    if (people.empty())
        return turn.ask(Reply(turn.tr("Nobody of that name is in the group. Another name, or “menu” to stop.")), "find",
                        patience, turn.data());
    Reply reply(turn.tr("Who is it?"));
    for (const Candidate& one : people) reply.button(one.name, "person", data_of(deed->name, *deed->group, one.person));
    turn.reply(std::move(reply));
}

void end_deputy_pressed(Turn& turn) {
    const auto deed = deed_of(turn);
    if (!deed) return;
    const auto ended = community::revoke(turn.community(), turn.roles(), deed->person, "deputy",
                                         community::scope_of(*deed->group), turn.person().id());
    if (!ended) return turn.reply(turn.tr("This was decided already."));
    turn.audit("role.revoked", "person:" + to_string(deed->person) + " " + community::scope_of(*deed->group));
    turn.tell(deed->person,
              Reply(turn.tr_for(deed->person, "You are no longer deputy of {}. Thank you for all you did.",
                                deed->group->name)));
    turn.reply(turn.tr("{} is no longer deputy of {}.", name_of(turn, deed->person), deed->group->name));
}

void letter_pressed(Turn& turn) {
    const auto deed = deed_of(turn);
    if (!deed) return;
    const bool deputy = deed->name == "deputy";
    const bool decides = may_appoint(turn, *deed->group, deputy ? "deputy" : "leader");
    // A leader's own successor is confirmed by the township in any case, so the code may come from her hand.
    const auto issued = community::issue_claim(turn.community(), turn.roles(), deputy ? "deputy" : "leader",
                                               community::scope_of(*deed->group), turn.site().claim_days,
                                               decides ? turn.person().id() : PersonId(), !deputy);
    if (!issued) return turn.reply(turn.tr("You may not do that here."));
    show_code(turn, *deed->group, *issued,
              deputy ? turn.tr("When she has sent it, you confirm her.")
                     : turn.tr("When she has sent it, the township confirms her. Until then nothing changes."));
}

}  // namespace noticeboard::plugins::leading
