// Break-glass: see glass.hpp.
#include "plugins/help/glass.hpp"

#include <charconv>

#include "bot/text/utf8.hpp"
#include "plugins/help/answer.hpp"
#include "plugins/help/chain.hpp"
#include "plugins/help/desk.hpp"

namespace noticeboard::plugins::helping {
namespace {

constexpr Millis ask_life = 24h;  // nobody agreed by then: it has to be asked again
constexpr std::size_t shortest_reason = 4;

struct Glass {  // who asks to read what; data of the buttons: "request|asker"
    Request request;
    PersonId asker;
};

std::string data_of(const Request& request, PersonId asker) {
    return std::to_string(request.id) + "|" + to_string(asker);
}

std::optional<Glass> glass_of(Turn& turn) {
    const std::string& data = turn.data();
    auto request = find(turn, std::stoll(data));
    if (!request || request->key.empty()) return std::nullopt;
    return Glass{std::move(*request), PersonId{std::stoll(data.substr(data.find('|') + 1))}};
}

// What a number means to her: a request of her desk that she may answer and does not hold.
std::optional<Request> with_number(Turn& turn, std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    for (const std::int64_t id :
         turn.sql().all<std::int64_t>("SELECT id FROM help_request WHERE number = :number ORDER BY id DESC", number)) {
        auto request = find(turn, id);
        if (request && !request->key.empty() && may_answer(turn, turn.person().id(), *request)) return request;
    }
    return std::nullopt;
}

// Those who may agree: of the stations it has reached, without who asks.
std::vector<PersonId> seconds(Turn& turn, const Request& request, PersonId asker) {
    std::vector<PersonId> out;
    for (const Station& station : stations(turn, request)) {
        for (const PersonId person : station.people) {
            const bool twice = std::find(out.begin(), out.end(), person) != out.end();
            if (person != asker && !twice && may_answer(turn, person, request)) out.push_back(person);
        }
    }
    return out;
}

}  // namespace

bool glass_is_open(Turn& turn, const Request& request, PersonId person) {
    return turn.sql()
        .one<int>(
            "SELECT 1 FROM help_glass WHERE request = :request AND asker = :asker AND second <> 0 AND second <> asker "
            "AND until > :now",
            request.id, person, turn.now())
        .has_value();
}

void unseal(Turn& turn) {
    const std::string_view args = turn.args();
    const std::size_t blank = std::min(args.find(' '), args.size());
    const auto request = with_number(turn, args.substr(0, blank));
    if (!request) return turn.reply(turn.tr("There is no such number at your desk. Write: unseal NUMBER, and why."));
    if (request->state == State::open || (request->state != State::closed && request->helper == turn.person().id()))
        return turn.reply(turn.tr("Number {} needs no second person: open it from “requests”.", request->number));
    const std::string_view reason = args.substr(std::min(blank + 1, args.size()));
    if (text::length(reason, TextUnit::code_points) < shortest_reason)
        return turn.reply(turn.tr("Why? Write: unseal {}, and the reason in a few words.", request->number));
    const PersonId asker = turn.person().id();
    const auto others = seconds(turn, *request, asker);
    if (others.empty()) return turn.reply(turn.tr("There is nobody else at your desk who could agree."));
    turn.sql().run(
        "INSERT INTO help_glass (request, asker, reason, second, asked, until) VALUES (:request, :asker, :reason, 0, "
        ":now, 0) ON CONFLICT (request, asker) DO UPDATE SET reason = excluded.reason, second = 0, asked = "
        "excluded.asked, until = 0",
        request->id, asker, turn.seal(request->key, reason), turn.now());
    note(turn, *request, "reading asked for");
    for (const PersonId other : others) {
        turn.tell(other,
                  Reply(turn.tr_for(other, "Somebody of your desk asks to read number {}, which is not hers: “{}”",
                                    request->number, std::string(reason)))
                      .button(turn.tr_for(other, "I agree, for an hour"), "agree", data_of(*request, asker))
                      .button(turn.tr_for(other, "No"), "refuse", data_of(*request, asker))
                      .within(ask_life));
    }
    turn.reply(turn.tr("Asked. You read number {} when somebody else of your desk agrees.", request->number));
}

void glass_agreed(Turn& turn) {
    const auto glass = glass_of(turn);
    const PersonId second = turn.person().id();
    if (!glass || second == glass->asker || !may_answer(turn, second, glass->request) ||
        !may_answer(turn, glass->asker, glass->request))
        return turn.reply(turn.tr("This is not yours to agree to."));
    const bool fresh =
        turn.sql().run(
            "UPDATE help_glass SET second = :second, until = :until WHERE request = :request AND asker = :asker AND "
            "second = 0 AND asked > :since",
            second, turn.now() + glass_life, glass->request.id, glass->asker, turn.now() - ask_life) == 1;
    if (!fresh) return turn.reply(turn.tr("It was answered already, or it is too late."));
    note(turn, glass->request, "reading agreed to");
    turn.tell(glass->asker,
              Reply(turn.tr_for(glass->asker, "You may read number {} for an hour.", glass->request.number))
                  .button(turn.tr_for(glass->asker, "Read number {}", glass->request.number), "glass",
                          data_of(glass->request, glass->asker))
                  .within(glass_life));
    turn.reply(turn.tr("Agreed, for an hour. It stands in the desk's record."));
}

void glass_refused(Turn& turn) {
    const auto glass = glass_of(turn);
    if (!glass || !may_answer(turn, turn.person().id(), glass->request))
        return turn.reply(turn.tr("This is not yours to agree to."));
    turn.sql().run("DELETE FROM help_glass WHERE request = :request AND asker = :asker", glass->request.id,
                   glass->asker);
    note(turn, glass->request, "reading refused");
    turn.tell(glass->asker, Reply(turn.tr_for(glass->asker, "Number {} stays closed to you.", glass->request.number)));
    turn.reply(turn.tr("Refused."));
}

void glass_read(Turn& turn) {
    const auto glass = glass_of(turn);
    const PersonId reader = turn.person().id();
    if (!glass || reader != glass->asker || !may_answer(turn, reader, glass->request) ||
        !glass_is_open(turn, glass->request, reader))
        return turn.reply(turn.tr("This is not yours to open any more."));
    note(turn, glass->request, "read by agreement");
    Reply buttons("");
    const std::string text = said_so_far(turn, glass->request, buttons);
    Reply reply(turn.tr("Number {}", glass->request.number) + text);
    for (const Button& one : buttons.buttons()) reply.button(one.label(), one.name(), one.data());
    turn.reply(std::move(reply.within(glass_life)));
}

}  // namespace noticeboard::plugins::helping
