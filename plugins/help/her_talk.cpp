// Behind her code word: what was answered, what she adds, and its end.
#include <array>

#include "plugins/help/desk.hpp"
#include "plugins/help/her.hpp"

namespace noticeboard::plugins::helping {
namespace {

Request talk_of(Turn& turn) {
    auto found = find(turn, std::stoll(turn.data()));
    if (!found || found->person != turn.person().id()) throw std::runtime_error("a request that is not hers");
    return std::move(*found);
}

void go_on(Turn& turn, const Request& request, std::string text) {
    const std::string id = std::to_string(request.id);
    turn.ask(Reply(std::move(text))
                 .button(request.state == State::draft ? turn.tr("Done, send it") : turn.tr("That is all for now"),
                         request.state == State::draft ? "done" : "away", id)
                 .button(turn.tr("It has ended well"), "finish", id)
                 .button(turn.tr("Destroy everything"), "destroy", id)
                 .within(patience),
             request.state == State::draft ? "words" : "talk", patience, id);
}

std::string unread(Turn& turn, const Request& request) {
    std::string out;
    for (const Entry& one : entries(turn, request)) {
        if (one.by != Entry::By::helper || one.state != Entry::State::kept) continue;
        const auto words = words_of(turn, request, one);
        if (words) out += (out.empty() ? "" : "\n") + *words;
        set_state(turn, request, one.seq, Entry::State::shown);
    }
    return out;
}

// The local hour of the installation; China has one time.
int hour_of(TimePoint at) {
    return static_cast<int>((to_millis(at) / 3'600'000 + 8) % 24);
}

}  // namespace

bool code_word(Turn& turn) {
    const auto request = by_code_word(turn, turn.person().id(), turn.args());
    if (!request) return false;
    if (request->state == State::draft) {
        go_on(turn, *request, turn.tr("You had begun, and nothing was sent yet. Go on, or press “Done”."));
        return true;
    }
    const std::string answer = unread(turn, *request);
    go_on(turn, *request,
          answer.empty() ? turn.tr("There is no new answer yet. You can write on here.")
                         : answer + "\n" + turn.tr("You can write back here."));
    return true;
}

void talk_step(Turn& turn) {
    if (code_word(turn)) return;  // her word again: she looks for news
    Request request = talk_of(turn);
    if (speaks_of_danger(turn.site().help, turn.args())) {  // it ranks first from here on, and nothing keeps it quiet
        request.danger = true;
        request.silent = false;
    }
    if (!take_words(turn, request))
        return go_on(turn, request, turn.tr("I cannot read this. Write, speak or send a picture."));
    heard_from_her(turn, request);
    go_on(turn, request, turn.tr("Passed on."));
}

void finish_pressed(Turn& turn) {
    close(turn, talk_of(turn), "she ended it");
    turn.end_dialog();
    turn.reply(turn.tr("Done. Everything here is put away."));
}

void destroy_pressed(Turn& turn) {
    const std::string id = turn.data();
    static_cast<void>(talk_of(turn));
    turn.reply(Reply(turn.tr("Everything you said here will be gone for good, for those who answer too. Shall I?"))
                   .button(turn.tr("Yes, destroy it"), "destroy now", id)
                   .button(turn.tr("No"), "away", id)
                   .within(patience));
}

void destroy_confirmed(Turn& turn) {
    destroy(turn, talk_of(turn));
    turn.end_dialog();
    turn.reply(turn.tr("Done. Everything here is put away."));
}

bool take_words(Turn& turn, const Request& request) {
    bool took = false;
    if (!turn.args().empty()) {
        add(turn, request, Entry(), turn.args());
        took = true;
    }
    for (const Attachment& file : turn.what<Message>().attachments) {
        const bool voice = file.kind == Attachment::Kind::voice;
        if (!voice && file.kind != Attachment::Kind::picture && !file.mime.starts_with("image/")) continue;
        turn.act(Action(Action::Kind::download)
                     .text(file.id)
                     .tag("heard", std::to_string(request.id) + (voice ? "|v" : "|p")));
        took = true;
    }
    return took;
}

void file_fetched(Turn& turn) {
    const Delivered& delivered = turn.what<Delivered>();
    const auto request = find(turn, std::stoll(turn.data()));
    if (!request || request->key.empty() || delivered.verdict != Verdict::sent) return;
    Entry entry;
    entry.kind = turn.data().ends_with("|v") ? Entry::Kind::voice : Entry::Kind::picture;
    add(turn, *request, entry, delivered.facts.file);
}

void answer_came(Turn& turn, const Request& request) {
    if (!request.may_write || !request.person) return;
    const int hour = hour_of(turn.now());
    if (hour < request.from_hour || hour >= request.to_hour || !turn.reaches(request.person)) return;
    // The same lines that other plugins use for everybody; which one says nothing.
    const std::array<const char*, 3> lines{text::mark("There is something new on the notice board."),
                                           text::mark("The notice board has news. Write “menu” to look."),
                                           text::mark("News from your neighbourhood is on the notice board.")};
    turn.tell(request.person,
              Reply(turn.tr_for(request.person, lines[static_cast<std::size_t>(request.id >> 12) % lines.size()])));
}

}  // namespace noticeboard::plugins::helping
