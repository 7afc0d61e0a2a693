// Becoming a leader: the code of the letter, typed or scanned; her township confirms; her account holds the role.
#include <algorithm>

#include "bot/community/claim.hpp"
#include "bot/community/digest.hpp"
#include "bot/community/person.hpp"
#include "bot/community/role.hpp"
#include "plugins/leader/leader.hpp"

namespace noticeboard::plugins::leading {
namespace {

constexpr int most_shown = 4;

// One line about a claim for whoever confirms it; the printed name is what she compares it with.
std::string about(Turn& turn, PersonId reader, const community::Claim& claim) {
    const std::string name = name_of(turn, claim.person, claim.scope);
    const auto known = community::person(turn.community(), claim.person);
    if (claim.hand_over)
        return turn.tr_for(reader, "{} is to lead {} from now on. Who led it until now does not any more.", name,
                           claim.where);
    const std::string role = turn.role_name_for(reader, claim.role);
    std::string out =
        known && !known->name().empty()
            ? turn.tr_for(reader, "{} says that she is {} at {}.", name, role, claim.where)
            : turn.tr_for(reader, "Somebody says that she is {} at {}. Her name does not show: please ask her.", role,
                          claim.where);
    const auto group = community::group_of_scope(turn.community(), claim.scope);
    if (group && claim.role == "leader" && !group->leader.empty())
        out += " " + turn.tr_for(reader, "The letter is for {}.", group->leader);
    return out;
}

void add_buttons(Turn& turn, PersonId reader, const community::Claim& claim, Reply& reply) {
    const std::string name = name_of(turn, claim.person, claim.scope);
    reply.button(turn.tr_for(reader, "Confirm {}", name), "confirm", claim.mark);
    reply.button(turn.tr_for(reader, "Not {}", name), "refuse", claim.mark);
}

void take(Turn& turn, std::string_view code) {
    const auto claimed = community::claim(turn.community(), code, turn.person().id());
    if (!claimed) {
        turn.reply(
            turn.tr("This code is not known, has run out, or was used already. It stands on your letter, three "
                    "times four characters. Your township can give you a new one."));
        return;
    }
    const std::string role = turn.role_name(claimed->role);
    if (claimed->state == community::Claim::State::confirmed)
        return turn.reply(turn.tr("You are {} at {} already.", role, claimed->where));
    turn.audit("claim.made", "person:" + to_string(turn.person().id()));
    turn.reply(claimed->role == "deputy"
                   ? turn.tr("Thank you. The leader of the group confirms it, and then you are {} at {}.", role,
                             claimed->where)
                   : turn.tr("Thank you. Your township confirms it, and then you are {} at {}.", role, claimed->where));
    tell_confirmers(turn, claimed->mark);
}

// The claims that wait and that she may confirm.
std::vector<community::Claim> waiting_for(Turn& turn, std::string_view unit) {
    std::vector<community::Claim> out;
    for (community::Claim& claim : community::claims_waiting(turn.community(), unit)) {
        if (claim.person != turn.person().id() &&
            community::may_grant(turn.community(), turn.roles(), turn.person().id(), claim.role, claim.scope))
            out.push_back(std::move(claim));
    }
    return out;
}

}  // namespace

std::string name_of(Turn& turn, PersonId person, std::string_view at) {
    const auto known = community::person(turn.community(), person);
    if (known && !known->name().empty()) return known->name();
    const auto group = community::group_of_scope(turn.community(), at);
    return group && !group->leader.empty() ? group->leader : turn.tr("somebody without a name here");
}

void tell_confirmers(Turn& turn, const std::string& mark) {
    const auto claim = community::claim_by_mark(turn.community(), mark);
    if (!claim || claim->state != community::Claim::State::claimed) return;
    for (const PersonId one : community::confirmers(turn.community(), turn.roles(), *claim)) {
        const bool expects_her = claim->role == "deputy";  // she gave her the letter a moment ago
        if (!expects_her && community::digest_wish(turn.community(), one).waits()) continue;
        Reply reply(about(turn, one, *claim));
        add_buttons(turn, one, *claim, reply);
        turn.tell(one, std::move(reply));
    }
}

void claim_command(Turn& turn) {
    if (turn.chat().place.room != Room::direct) return turn.reply(turn.tr("Please do that in our private talk."));
    take(turn, turn.args());
}

void claim_by_ticket(Turn& turn) {
    const std::string& ticket = turn.what<Opened>().ticket;
    if (ticket.starts_with("c")) take(turn, std::string_view(ticket).substr(1));
}

bool claim_by_bare_code(Turn& turn) {
    // Three groups of four with dashes are meant as a code; without them only what is one.
    if (!community::looks_like_claim(turn.args()) && !community::claim_of_code(turn.community(), turn.args()))
        return false;
    take(turn, turn.args());
    return true;
}

void confirm_command(Turn& turn) {
    if (turn.chat().place.room != Room::direct) return turn.reply(turn.tr("Please do that in our private talk."));
    const auto claims = waiting_for(turn, "");
    if (claims.empty()) return turn.reply(turn.tr("No leader waits to be confirmed."));
    std::string text = turn.ntr("{} leader waits to be confirmed:", "{} leaders wait to be confirmed:",
                                static_cast<std::int64_t>(claims.size()));
    Reply buttons("");
    for (std::size_t i = 0; i < claims.size() && i < most_shown; ++i) {
        text += "\n· " + about(turn, turn.person().id(), claims[i]);
        add_buttons(turn, turn.person().id(), claims[i], buttons);
    }
    Reply reply(std::move(text));
    for (const Button& one : buttons.buttons()) reply.button(one.label(), one.name(), one.data());
    turn.reply(std::move(reply));
}

void confirm_pressed(Turn& turn) {
    const auto before = community::claim_by_mark(turn.community(), turn.data());
    const auto group = before ? community::group_of_scope(turn.community(), before->scope) : std::nullopt;
    const auto led = group ? community::leaders(turn.community(), group->id) : std::vector<PersonId>();
    const auto done = community::confirm_claim(turn.community(), turn.roles(), turn.data(), turn.person().id());
    if (!done) {
        return turn.reply(done.error().kind == Error::Kind::conflict ? turn.tr("This was decided already.")
                                                                     : turn.tr("You may not do that here."));
    }
    turn.audit("claim.confirmed", "person:" + to_string(done->person) + " " + done->scope);
    const std::string role = turn.role_name(done->role);
    turn.tell(done->person, Reply(turn.tr_for(done->person, "You are {} at {} now.",
                                              turn.role_name_for(done->person, done->role), done->where) +
                                  "\n" +
                                  turn.tr_for(done->person,
                                              "What waits for you comes every morning at 7. Type “menu” to see what "
                                              "you can do.")));
    if (done->hand_over) {
        for (const PersonId one : led) {
            if (one != done->person)
                turn.tell(one, Reply(turn.tr_for(one, "{} leads {} now. Thank you for all you did.",
                                                 name_of(turn, done->person, done->scope), group->name)));
        }
    }
    turn.reply(turn.tr("{} is {} at {} now.", name_of(turn, done->person, done->scope), role, done->where));
}

void refuse_pressed(Turn& turn) {
    const auto claim = community::claim_by_mark(turn.community(), turn.data());
    const auto done = community::revoke_claim(turn.community(), turn.roles(), turn.data(), turn.person().id());
    if (!done) {
        return turn.reply(done.error().kind == Error::Kind::conflict ? turn.tr("This was decided already.")
                                                                     : turn.tr("You may not do that here."));
    }
    turn.audit("claim.refused", "person:" + to_string(claim->person) + " " + claim->scope);
    turn.tell(claim->person,
              Reply(turn.tr_for(claim->person, "It was not confirmed. Please speak to whoever gave you the letter.")));
    turn.reply(turn.tr("{} is not confirmed. The code is void.", name_of(turn, claim->person, claim->scope)));
}

std::optional<DigestLine> to_confirm(Turn& turn, const Unit& unit) {
    std::int64_t count = 0;
    for (const community::Claim& claim : waiting_for(turn, unit.code)) {
        const auto nearest = community::confirmers(turn.community(), turn.roles(), claim);
        count += std::find(nearest.begin(), nearest.end(), turn.person().id()) == nearest.end() ? 0 : 1;
    }
    return DigestLine{count, turn.ntr("{} leader waits to be confirmed", "{} leaders wait to be confirmed", count),
                      "confirm"};
}

}  // namespace noticeboard::plugins::leading
