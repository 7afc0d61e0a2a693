// Timers: see timer.hpp.
#include "bot/turn/timer.hpp"

#include "bot/community/chat.hpp"
#include "bot/community/vault.hpp"

namespace noticeboard::turn {

void keep_timer(community::Scope& scope, const Effects::Timed& timed, std::string_view account, ChatId chat) {
    const std::string data =
        timed.data.empty() ? "" : crypto::sealed(scope.vault.content(), timed.data, "timer", scope.moment.random);
    scope.sql.run(
        "INSERT INTO timer (id, due, plugin, name, data, account, chat) "
        "VALUES (:id, :due, :plugin, :name, :data, :account, :chat)",
        scope.make_id<TimerId>(), scope.now() + timed.after, timed.plugin, timed.name, data, account, chat);
}

std::vector<Job> due_timers(community::Scope& scope, int most) {
    std::vector<Job> out;
    const auto rows = scope.sql.all<TimerId, TimePoint, std::string, std::string, std::string, std::string, ChatId>(
        "SELECT id, due, plugin, name, data, account, chat FROM timer WHERE due <= :now ORDER BY due, id LIMIT :most",
        scope.now(), most);
    for (const auto& [id, due, plugin, name, sealed, account, chat] : rows) {
        TimerRang rang{plugin, name, {}};
        if (!sealed.empty()) {
            if (auto opened = crypto::opened(scope.vault.content(), sealed, "timer")) rang.data = std::move(*opened);
        }
        Job job;
        job.account = account;
        job.key = "timer:" + to_string(id);
        Event event;
        event.at = due;
        event.key = job.key;
        if (const auto known = community::chat(scope, chat)) event.place = known->place;
        event.what = std::move(rang);
        job.shard = account + event.place.id;
        job.event = std::move(event);
        job.bookkeeping = [id = id](community::Scope& s) { s.sql.run("DELETE FROM timer WHERE id = :id", id); };
        out.push_back(std::move(job));
    }
    return out;
}

std::vector<Job> standing_timers(const std::vector<Plugin>& plugins, TimePoint since, TimePoint now) {
    std::vector<Job> out;
    for (const Plugin& plugin : plugins) {
        for (const Plugin::Standing& standing : plugin.standing()) {
            const std::int64_t period = to_millis(now) / standing.period.count();
            if (period == to_millis(since) / standing.period.count()) continue;
            Job job;
            job.key = "every:" + plugin.name() + ":" + standing.timer + ":" + std::to_string(period);
            Event event;
            event.key = job.key;
            event.at = now;
            event.what = TimerRang{plugin.name(), standing.timer, {}};
            job.event = std::move(event);
            out.push_back(std::move(job));
        }
    }
    return out;
}

}  // namespace noticeboard::turn
