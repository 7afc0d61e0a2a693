// The answering side: see answer.hpp.
#include "plugins/help/answer.hpp"

#include <algorithm>
#include <set>

#include "bot/community/person.hpp"
#include "plugins/help/chain.hpp"
#include "plugins/help/desk.hpp"
#include "plugins/help/glass.hpp"
#include "plugins/help/her.hpp"

namespace noticeboard::plugins::helping {
namespace {

constexpr Millis hold = 5s;
constexpr Millis pick_life = 15min;

std::string level_name(Turn& turn, const Request& request) {
    static constexpr const char* names[] = {text::mark("open question"), text::mark("personal"),
                                            text::mark("sensitive"), text::mark("confidential")};
    return turn.tr(names[std::min(request.level, 3)]);
}

std::string age_of(Turn& turn, const Request& request) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(turn.now() - request.touched).count();
    return minutes < 60 ? turn.tr("{} min", minutes) : turn.tr("{} h", minutes / 60);
}

std::string state_name(Turn& turn, const Request& request) {
    if (request.helper == turn.person().id()) return turn.tr("yours");
    return request.state == State::open ? turn.tr("waiting") : turn.tr("somebody has it");
}

void pick(Turn& turn, const Request& request) {
    turn.sql().run(
        "INSERT INTO help_pick (helper, request, until) VALUES (:helper, :request, :until) ON CONFLICT (helper) DO "
        "UPDATE "
        "SET request = excluded.request, until = excluded.until",
        turn.person().id(), request.id, turn.now() + pick_life);
}

std::optional<Request> picked(Turn& turn, const std::vector<Request>& open) {
    if (open.size() == 1) return open.front();
    const auto id = turn.sql().one<std::int64_t>(
        "SELECT request FROM help_pick WHERE helper = :helper AND until > :now", turn.person().id(), turn.now());
    for (const Request& one : open) {
        if (id && one.id == *id) return one;
    }
    return std::nullopt;
}

void show(Turn& turn, const Request& request) {
    note(turn, request, "opened");
    const std::string id = std::to_string(request.id);
    Reply buttons("");
    const Topic* topic = turn.site().help.topic(topic_of(turn, request));
    std::string text = turn.tr("Number {}: {}, {}", request.number, level_name(turn, request),
                               topic == nullptr ? std::string() : turn.tr(topic->label.c_str()));
    if (request.danger) text += "\n" + turn.tr("Her words speak of danger.");
    text += said_so_far(turn, request, buttons);
    text +=
        "\n" + turn.tr("Write your answer: it goes to number {} five seconds later. She reads it when she comes back.",
                       request.number);
    Reply reply(std::move(text));
    for (const Button& one : buttons.buttons()) reply.button(one.label(), one.name(), one.data());
    reply.button(turn.tr("Hand over"), "hand", id).button(turn.tr("Close"), "close", id);
    turn.reply(std::move(reply));
}

void which_one(Turn& turn, const std::vector<Request>& open) {
    Reply reply(turn.tr("Your words went nowhere yet. To whom? Choose, then write them again."));
    for (const Request& one : open)
        reply.button(turn.tr("Number {}", one.number) + ", " + age_of(turn, one), "pick", std::to_string(one.id));
    turn.reply(std::move(reply));
}

}  // namespace

std::string after_bar(const std::string& data) {
    const std::size_t bar = data.find('|');
    return bar == std::string::npos ? std::string() : data.substr(bar + 1);
}

std::optional<Request> answerable(Turn& turn) {
    auto request = find(turn, std::stoll(turn.data()));
    if (request && !request->key.empty() && may_answer(turn, turn.person().id(), *request)) return request;
    turn.reply(turn.tr("This is not yours to open any more."));
    return std::nullopt;
}

std::optional<Request> held(Turn& turn) {
    auto request = answerable(turn);
    if (!request) return request;
    const bool hers = request->helper == turn.person().id(), closed = request->state == State::closed;
    if (hers && !closed) return request;
    turn.reply(closed ? turn.tr("Number {} is closed.", request->number)
                      : turn.tr("Somebody else has number {}.", request->number));
    return std::nullopt;
}

std::string said_so_far(Turn& turn, const Request& request, Reply& reply) {
    std::string out;
    int files = 0;
    for (const Entry& one : entries(turn, request)) {
        const bool hers = one.by == Entry::By::her;
        if (one.kind == Entry::Kind::text) {
            const auto words = words_of(turn, request, one);
            out += (hers ? "\n› " : "\n‹ ") + (words ? *words : turn.tr("(gone)"));
            if (!hers)
                out += " (" + (one.state == Entry::State::shown ? turn.tr("read") : turn.tr("not read yet")) + ")";
            continue;
        }
        ++files;
        const bool picture = one.kind == Entry::Kind::picture;
        out += "\n› " + (picture ? turn.tr("picture {}, press to open", files)
                                 : turn.tr("voice message {}, press to hear", files));
        reply.button(picture ? turn.tr("Picture {}", files) : turn.tr("Voice message {}", files), "see",
                     std::to_string(request.id) + "|" + std::to_string(one.seq));
    }
    return out;
}

void list(Turn& turn) {
    Reply reply("");
    std::string text;
    std::set<std::pair<std::string, std::string>> books;
    for (const Request& one : all_open(turn)) {
        if (one.silent || !may_answer(turn, turn.person().id(), one)) continue;
        if (books.emplace(one.desk, one.scope).second && !chain_is_whole(turn, one.desk, one.scope))
            text += "\n" + turn.tr("The desk's own record was changed by somebody. Please tell the operator.");
        text += "\n" + turn.tr("{} · {} · {} · {}", one.number, level_name(turn, one), age_of(turn, one),
                               state_name(turn, one));
        if (reply.buttons().size() < 9)
            reply.button(turn.tr("Open number {}", one.number), "take", std::to_string(one.id));
    }
    if (text.empty()) return turn.reply(turn.tr("Nothing waits for you."));
    Reply out(turn.tr("What waits:") + text);
    for (const Button& one : reply.buttons()) out.button(one.label(), one.name(), one.data());
    turn.reply(std::move(out));
}

void take_pressed(Turn& turn) {
    const auto request = answerable(turn);
    if (!request) return;
    const bool hers = request->helper == turn.person().id();
    if (request->state == State::closed) {
        Reply reply(turn.tr("Number {} is closed.", request->number));
        if (hers) return turn.reply(reply.button(turn.tr("Open it again"), "reopen", std::to_string(request->id)));
        return turn.reply(
            turn.tr("Number {} is closed. To read it: unseal {}, and why.", request->number, request->number));
    }
    if (request->helper && !hers) return turn.reply(turn.tr("Somebody else has number {}.", request->number));
    if (!request->helper && request->state == State::open && !give_to(turn, *request, turn.person().id())) return;
    pick(turn, *request);
    show(turn, *find(turn, request->id));
}

void see_pressed(Turn& turn) {
    const auto request = answerable(turn);
    if (!request) return;
    const bool hers = request->helper == turn.person().id() && request->state != State::closed;
    if (!hers && !glass_is_open(turn, *request, turn.person().id()))
        return turn.reply(turn.tr("This is not yours to open any more."));
    const auto one = entry(turn, *request, std::stoll(after_bar(turn.data())));
    const auto bytes = one ? words_of(turn, *request, *one) : Result<std::string>(not_found("gone"));
    if (!bytes) return turn.reply(turn.tr("(gone)"));
    Reply reply(turn.tr("Number {}", request->number));
    if (one->kind == Entry::Kind::picture) {
        note(turn, *request, "picture opened");
        return turn.reply(std::move(reply.picture(*bytes)));
    }
    if (!turn.plays(*bytes)) {
        return turn.reply(
            turn.tr("This recording cannot be played in this app. Open number {} where you have the built-in chat, or "
                    "ask her to write.",
                    request->number));
    }
    note(turn, *request, "voice opened");
    turn.reply(std::move(reply.voice(*bytes).tag("played", std::to_string(request->id))));
}

void voice_went_out(Turn& turn) {
    const auto request = find(turn, std::stoll(turn.data()));
    if (!request || turn.what<Delivered>().verdict != Verdict::failed) return;
    turn.reply(
        turn.tr("The voice message of number {} could not be made to play here: it is damaged, or too long for this "
                "app. Ask her to write, or open the number in another app.",
                request->number));
}

bool free_text(Turn& turn) {
    const auto open = of_helper(turn, turn.person().id());
    if (open.empty() || turn.args().empty()) return false;
    const auto to = picked(turn, open);
    if (!to) return which_one(turn, open), true;
    if (!may_answer(turn, turn.person().id(), *to))
        return turn.reply(turn.tr("This is not yours to open any more.")), true;
    pick(turn, *to);
    Entry entry;
    entry.by = Entry::By::helper;
    entry.state = Entry::State::held;
    entry = add(turn, *to, entry, turn.args());
    const std::string data = std::to_string(to->id) + "|" + std::to_string(entry.seq);
    turn.after(hold, "deliver", data);
    turn.reply(Reply(turn.tr("To number {}, in 5 seconds.", to->number)).button(turn.tr("Undo"), "undo", data));
    return true;
}

void pick_pressed(Turn& turn) {
    const auto request = held(turn);
    if (!request) return;
    pick(turn, *request);
    turn.reply(turn.tr("What you write now goes to number {}.", request->number));
}

void undo_pressed(Turn& turn) {
    const auto request = find(turn, std::stoll(turn.data()));
    const auto one = request ? entry(turn, *request, std::stoll(after_bar(turn.data()))) : std::nullopt;
    if (!one || one->author != turn.person().id() || one->state != Entry::State::held)
        return turn.reply(turn.tr("It is too late, it has gone."));
    take_back(turn, *request, one->seq);
    turn.reply(turn.tr("Taken back."));
}

void deliver(Turn& turn) {
    auto request = find(turn, std::stoll(turn.data()));
    const auto one = request ? entry(turn, *request, std::stoll(after_bar(turn.data()))) : std::nullopt;
    if (!one || one->state != Entry::State::held) return;  // taken back
    if (!may_answer(turn, one->author, *request))          // her right ended within these seconds
        return set_state(turn, *request, one->seq, Entry::State::failed);
    if (request->state == State::closed || !request->person) {
        set_state(turn, *request, one->seq, Entry::State::failed);
        turn.tell(one->author, Reply(turn.tr_for(one->author, "Not delivered: number {} is closed.", request->number)));
        return;
    }
    set_state(turn, *request, one->seq, Entry::State::kept);
    request->state = State::waiting;
    save(turn, *request);
    note(turn, *request, "answered");
    answer_came(turn, *request);
}

}  // namespace noticeboard::plugins::helping
