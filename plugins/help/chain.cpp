// The desks' own chains: see chain.hpp.
#include "plugins/help/chain.hpp"

#include <algorithm>

namespace noticeboard::plugins::helping {
namespace {

constexpr std::int64_t looked_at = 200;  // of the newest lines, whenever somebody lists what waits

std::string line_text(std::string_view before, std::int64_t seq, TimePoint at, PersonId actor, std::string_view what,
                      std::int64_t request) {
    return std::string(before) + "|" + std::to_string(seq) + "|" + std::to_string(to_millis(at)) + "|" +
           to_string(actor) + "|" + std::string(what) + "|" + std::to_string(request);
}

// The head is sealed too: who cuts lines off its end has to make a head, and cannot.
std::string head_text(std::string_view desk, std::string_view scope, std::int64_t seq, std::string_view hash) {
    return "head|" + std::string(desk) + "|" + std::string(scope) + "|" + std::to_string(seq) + "|" + std::string(hash);
}

// The first line after `seq` that is not what was written, its number in words; empty: all are. Counts them.
std::string first_broken(store::Session& sql, const Mark& mark, std::string_view desk, std::string_view scope,
                         std::int64_t seq, std::int64_t& lines) {
    std::string before =
        sql.one<std::string>("SELECT hash FROM help_chain WHERE desk = :desk AND scope = :scope AND seq = :seq", desk,
                             scope, seq)
            .value_or("");
    std::string broken;
    sql.each<std::int64_t, TimePoint, PersonId, std::string, std::int64_t, std::string>(
        "SELECT seq, at, actor, what, request, hash FROM help_chain WHERE desk = :desk AND scope = :scope AND "
        "seq > :since ORDER BY seq",
        [&](std::int64_t number, TimePoint at, PersonId actor, const std::string& what, std::int64_t request,
            const std::string& hash) {
            ++lines;
            const bool right = number == seq + 1 && hash == mark(line_text(before, number, at, actor, what, request));
            if (!right && broken.empty()) broken = "line " + std::to_string(seq + 1);
            seq = number;
            before = hash;
        },
        desk, scope, seq);
    if (!broken.empty()) return broken;
    const auto head = sql.one<std::int64_t, std::string>(
        "SELECT seq, hash FROM help_head WHERE desk = :desk AND scope = :scope", desk, scope);
    const bool whole =
        head && std::get<0>(*head) == seq && std::get<1>(*head) == mark(head_text(desk, scope, seq, before));
    return whole ? "" : "its end";
}

}  // namespace

void note(Turn& turn, const Request& request, std::string_view what) {
    const auto last = turn.sql().one<std::int64_t, std::string>(
        "SELECT seq, hash FROM help_chain WHERE desk = :desk AND scope = :scope ORDER BY seq DESC LIMIT 1",
        request.desk, request.scope);
    const std::int64_t seq = last ? std::get<0>(*last) + 1 : 1;
    const std::string hash =
        turn.mark(line_text(last ? std::get<1>(*last) : "", seq, turn.now(), turn.person().id(), what, request.id));
    turn.sql().run(
        "INSERT INTO help_chain (desk, scope, seq, at, actor, what, request, hash) VALUES (:desk, :scope, :seq, :at, "
        ":actor, :what, :request, :hash)",
        request.desk, request.scope, seq, turn.now(), turn.person().id(), what, request.id, hash);
    turn.sql().run(
        "INSERT INTO help_head (desk, scope, seq, hash) VALUES (:desk, :scope, :seq, :hash) ON CONFLICT (desk, scope) "
        "DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
        request.desk, request.scope, seq, turn.mark(head_text(request.desk, request.scope, seq, hash)));
}

bool chain_is_whole(Turn& turn, std::string_view desk, std::string_view scope) {
    const auto head =
        turn.sql().one<std::int64_t>("SELECT seq FROM help_head WHERE desk = :desk AND scope = :scope", desk, scope);
    const Mark mark = [&turn](std::string_view text) { return turn.mark(text); };
    std::int64_t lines = 0;
    return first_broken(turn.sql(), mark, desk, scope, std::max<std::int64_t>(0, head.value_or(0) - looked_at), lines)
        .empty();
}

ChainReport verify_chains(store::Session& sql, const Mark& mark) {
    ChainReport out;
    for (const auto& [desk, scope] : sql.all<std::string, std::string>(
             "SELECT desk, scope FROM help_head UNION SELECT desk, scope FROM help_chain ORDER BY 1, 2")) {
        ++out.chains;
        const std::string broken = first_broken(sql, mark, desk, scope, 0, out.lines);
        if (!broken.empty() && out.broken.empty()) out.broken = desk + " at " + scope + ", " + broken;
    }
    return out;
}

}  // namespace noticeboard::plugins::helping
