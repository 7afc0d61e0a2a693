// Effects become rows: see commit.hpp.
#include "bot/turn/commit.hpp"

#include <algorithm>

#include "bot/community/erasure.hpp"
#include "bot/text/utf8.hpp"
#include "bot/turn/button.hpp"
#include "bot/turn/dialog.hpp"
#include "bot/turn/lost_phone.hpp"
#include "bot/turn/router.hpp"
#include "bot/turn/timer.hpp"

namespace noticeboard::turn {
namespace {

delivery::Row row_to(const Effects::To& to, community::Scope& scope) {
    delivery::Row row;
    row.id = scope.make_id<OutboxId>();
    row.account = to.account;
    row.chat = to.chat;
    row.person = to.person;
    row.due = scope.now();
    row.outgoing.id = row.id;
    row.outgoing.place = to.place;
    row.outgoing.to = to.place.id;
    row.outgoing.reply_to = to.reply_to;
    row.outgoing.idempotency = "nb" + to_string(row.id);
    return row;
}

// One message as the platform can take it: a long text is several, the buttons under the last.
std::vector<delivery::Row> rows_of(Frame& frame, const Effects::Said& said) {
    const Platform* platform = frame.services.platform(said.to.account);
    const std::size_t limit = platform != nullptr ? platform->text_limit : 4096;
    const TextUnit unit = platform != nullptr ? platform->text_unit : TextUnit::code_points;
    auto pieces = text::pieces(said.reply.text(), limit, unit);
    if (pieces.empty()) pieces.emplace_back();

    std::vector<delivery::Row> out;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        delivery::Row row = row_to(said.to, frame.scope);
        row.removable = said.removable && platform != nullptr && platform->removes_within > Millis{0};
        row.bulk = said.reply.is_bulk();
        row.after_crash = said.reply.after_crash();
        Say say;
        say.text = std::move(pieces[i]);
        if (i == 0) say.picture = said.reply.picture(), say.voice = said.reply.voice();
        if (i + 1 == pieces.size()) {
            say.buttons = keep_buttons(frame.scope, said.plugin, said.to.chat, said.to.person, said.reply.buttons(),
                                       said.reply.within());
            row.plugin = said.reply.tag().empty() ? "" : said.plugin;
            row.tag = said.reply.tag();
            row.data = said.reply.tag_data();
        }
        row.outgoing.what = std::move(say);
        out.push_back(std::move(row));
    }
    return out;
}

delivery::Row row_of(Frame& frame, const Effects::Acted& acted) {
    delivery::Row row = row_to(acted.to, frame.scope);
    row.plugin = acted.action.tag().empty() ? "" : acted.plugin;
    row.tag = acted.action.tag();
    row.data = acted.action.tag_data();
    row.outgoing.what = acted.action;
    return row;
}

}  // namespace

std::vector<delivery::Row> commit_effects(Frame& frame, const Job& job, community::AuditChain& audit) {
    Effects& effects = frame.effects;
    std::vector<delivery::Row> rows;
    for (const auto& one : effects.out) {
        if (const auto* said = std::get_if<Effects::Said>(&one)) {
            for (delivery::Row& row : rows_of(frame, *said)) rows.push_back(std::move(row));
        } else {
            rows.push_back(row_of(frame, std::get<Effects::Acted>(one)));
        }
    }
    // The webhook's answer may carry the first message, if it is a plain text for this chat that overtakes nothing.
    if (!rows.empty() && job.inline_until > frame.scope.now()) {
        delivery::Row& first = rows.front();
        const Say* say = first.outgoing.say();
        if (say != nullptr && say->is_text() && first.tag.empty() && !first.removable && first.chat == frame.chat.id &&
            !delivery::has_open(frame.scope.sql, first.chat)) {
            first.state = delivery::State::inline_;
            first.inline_until = job.inline_until;
            first.turn_key = job.key;
        }
    }
    for (const delivery::Row& row : rows) delivery::post(frame.scope, row);

    if (effects.asked) {
        const auto last = std::find_if(rows.rbegin(), rows.rend(),
                                       [](const delivery::Row& row) { return row.outgoing.say() != nullptr; });
        const bool chooses = last != rows.rend() && !last->outgoing.say()->buttons.empty();
        if (!chooses)
            forget_numbers(frame.scope.sql, frame.chat.id);  // a number is her answer now, not an old menu's line
        keep_dialog(frame.scope, frame.chat.id, frame.person.id(), *effects.asked);
    } else if (effects.dialog_ended && frame.person.id()) {
        end_dialog(frame.scope.sql, frame.chat.id, frame.person.id());
    }
    for (const Effects::Timed& timed : effects.timers) keep_timer(frame.scope, timed, frame.account, frame.chat.id);
    for (const Effects::Noted& noted : effects.audit) {
        audit.append(frame.scope, frame.person.id(), noted.what, noted.subject, noted.words);
    }
    for (const LostPhone& lost : effects.lost_phones) {
        lock_out(frame.scope, frame.services.router.plugins(), lost);
        if (frame.services.lock_out) frame.services.lock_out(frame.scope, lost.person);
    }
    if (effects.forget_person) community::forget(frame.scope, frame.person.id());  // last: the rows above need her key
    return rows;
}

}  // namespace noticeboard::turn
