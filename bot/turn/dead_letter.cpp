// Dead letters: see dead_letter.hpp.
#include "bot/turn/dead_letter.hpp"

#include "bot/community/vault.hpp"
#include "bot/turn/event_json.hpp"

namespace noticeboard::turn {
namespace {
constexpr std::string_view purpose = "dead letter";
}

std::int64_t bury(community::Scope& scope, const Job& job, std::string_view plugin, std::string_view error) {
    const std::int64_t id = scope.ids.next(scope.now());
    scope.sql.run(
        "INSERT INTO dead_letter (id, at, account, turn_key, mark, plugin, error, event, open) VALUES "
        "(:id, :at, :account, :key, :mark, :plugin, :error, :event, 1)",
        id, scope.now(), job.account, job.key, job.event ? scope.vault.mark(job.account, job.event->from.id) : "",
        plugin, error,
        job.event ? crypto::sealed(scope.vault.content(), to_json(*job.event), purpose, scope.moment.random) : "");
    return id;
}

std::vector<DeadLetter> dead_letters(community::Scope& scope, bool all) {
    std::vector<DeadLetter> out;
    scope.sql.each<std::int64_t, TimePoint, std::string, std::string, std::string, std::string, bool>(
        "SELECT id, at, account, turn_key, plugin, error, open FROM dead_letter WHERE open = 1 OR :all = 1 ORDER BY id "
        "DESC",
        [&](std::int64_t id, TimePoint at, std::string account, std::string key, std::string plugin, std::string error,
            bool open) {
            out.push_back({id, at, std::move(account), std::move(key), std::move(plugin), std::move(error), open});
        },
        all);
    return out;
}

std::optional<DeadLetter> dead_letter(community::Scope& scope, std::int64_t id) {
    for (DeadLetter& letter : dead_letters(scope, true)) {
        if (letter.id == id) return std::move(letter);
    }
    return std::nullopt;
}

namespace {

Result<std::string> whole_text(community::Scope& scope, std::int64_t id) {
    const auto sealed = scope.sql.one<std::string>("SELECT event FROM dead_letter WHERE id = :id", id);
    if (!sealed) return not_found("there is no dead letter " + std::to_string(id));
    if (sealed->empty()) return not_found("this dead letter holds no event");
    return crypto::opened(scope.vault.content(), *sealed, purpose);
}

}  // namespace

Result<std::string> letter_text(community::Scope& scope, std::int64_t id) {
    const auto text = whole_text(scope, id);
    if (!text) return text.error();
    auto event = event_from_json(*text);
    if (!event) return event.error();
    if (auto* message = std::get_if<Message>(&event->what); message != nullptr && event->place.room == Room::direct) {
        message->text = "(private)";
        for (Attachment& file : message->attachments) file.name.clear();
    }
    return to_json(*event);
}

Result<Job> exhume(community::Scope& scope, std::int64_t id) {
    const auto letter = dead_letter(scope, id);
    if (!letter) return not_found("there is no dead letter " + std::to_string(id));
    if (!letter->open) return conflict("dead letter " + std::to_string(id) + " has been run again already");
    const auto text = whole_text(scope, id);
    if (!text) return text.error();
    auto event = event_from_json(*text);
    if (!event) return event.error();
    Job job;
    job.account = letter->account;
    job.key = letter->key;
    job.shard = letter->account + event->place.id;
    job.event = std::move(*event);
    job.rerun = true;
    job.bookkeeping = [id](community::Scope& s) { s.sql.run("UPDATE dead_letter SET open = 0 WHERE id = :id", id); };
    return job;
}

}  // namespace noticeboard::turn
