// Case: see case.hpp.
#include "plugins/moderation/case.hpp"

#include <charconv>

#include "bot/community/ban.hpp"
#include "bot/community/person.hpp"
#include "bot/community/unit.hpp"
#include "bot/text/utf8.hpp"

namespace noticeboard::plugins::moderating {
namespace {

constexpr std::size_t longest_quote = 500, longest_name = 60;  // characters
constexpr int most_listed = 50;

template <class... P>
std::vector<Case> select(Turn& turn, store::Sql sql, const P&... params) {
    std::vector<Case> out;
    turn.sql()
        .each<GroupId, int, std::string, TimePoint, std::string, std::string, PersonId, PersonId, ChatId, std::string,
              bool, Act, TimePoint, State, bool, bool, int, Appeal, Shared, std::string, TimePoint, std::string,
              std::string, std::string, PersonId, std::string>(
            sql,
            [&out](GroupId group, int number, std::string unit, TimePoint at, std::string rule, std::string version,
                   PersonId actor, PersonId target, ChatId chat, std::string message, bool erase, Act act,
                   TimePoint until, State state, bool above, bool rung, int reports, Appeal appeal, Shared shared,
                   std::string shared_unit, TimePoint settled, std::string key, std::string name, std::string quote,
                   PersonId sharer, std::string source) {
                out.push_back({group,
                               number,
                               std::move(unit),
                               at,
                               std::move(rule),
                               std::move(version),
                               actor,
                               target,
                               chat,
                               std::move(message),
                               erase,
                               act,
                               until,
                               state,
                               above,
                               rung,
                               reports,
                               appeal,
                               shared,
                               std::move(shared_unit),
                               settled,
                               std::move(key),
                               std::move(name),
                               std::move(quote),
                               sharer,
                               std::move(source)});
            },
            params...);
    return out;
}

std::optional<Case> first(std::vector<Case> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

bool waits(const Case& one) {
    return one.state == State::open || one.state == State::task || one.appeal == Appeal::asked ||
           one.shared == Shared::proposed;
}

std::string opened(Turn& turn, const Case& one, const std::string& sealed) {
    if (one.key.empty() || sealed.empty()) return {};
    auto out = turn.open(one.key, sealed);
    return out ? std::move(*out) : std::string();
}

}  // namespace

Case begin(Turn& turn, const Group& group, Case fresh, std::string_view name, std::string_view quote) {
    const auto given = turn.sql().one<int, int>(
        "INSERT INTO moderation_book (grp, number, version, told, flooded) VALUES (:grp, 1, 0, 0, 0) "
        "ON CONFLICT (grp) DO UPDATE SET number = moderation_book.number + 1 RETURNING number, version",
        group.id);
    fresh.group = group.id;
    fresh.number = std::get<0>(*given);
    fresh.unit = group.unit;
    fresh.at = turn.now();
    fresh.version = std::to_string(turn.site().rules.version) + "." + std::to_string(std::get<1>(*given));
    fresh.key = turn.new_key();
    fresh.name = turn.seal(fresh.key, text::beginning(name, longest_name, TextUnit::code_points));
    fresh.quote = turn.seal(fresh.key, text::beginning(quote, longest_quote, TextUnit::code_points));
    turn.sql().run(
        "INSERT INTO moderation_case (grp, number, unit, at, rule, version, actor, target, chat, message, erase, act, "
        "until, state, above, rung, reports, appeal, shared, shared_unit, settled, wrapped, name, quote, sharer, "
        "source) VALUES "
        "(:grp, :number, :unit, :at, :rule, :version, :actor, :target, :chat, :message, :erase, :act, :until, :state, "
        ":above, :rung, :reports, :appeal, 0, '', 0, :wrapped, :name, :quote, :sharer, :source)",
        fresh.group, fresh.number, fresh.unit, fresh.at, fresh.rule, fresh.version, fresh.actor, fresh.target,
        fresh.chat, fresh.message, fresh.erase, fresh.act, fresh.until, fresh.state, fresh.above, fresh.rung,
        fresh.reports, fresh.appeal, fresh.key, fresh.name, fresh.quote, fresh.sharer, fresh.source);
    return fresh;
}

void keep(Turn& turn, Case& one) {
    one.settled = waits(one) ? TimePoint() : turn.now();
    turn.sql().run(
        "UPDATE moderation_case SET at = :at, actor = :actor, erase = :erase, act = :act, until = :until, state = "
        ":state, rung = :rung, reports = :reports, appeal = :appeal, shared = :shared, shared_unit = :unit, settled = "
        ":settled, sharer = :sharer WHERE grp = :grp AND number = :number",
        one.at, one.actor, one.erase, one.act, one.until, one.state, one.rung, one.reports, one.appeal, one.shared,
        one.shared_unit, one.settled, one.sharer, one.group, one.number);
}

std::optional<Case> find(Turn& turn, GroupId group, int number) {
    return first(select(turn, "SELECT * FROM moderation_record WHERE grp = :grp AND number = :number", group, number));
}

std::optional<Case> find(Turn& turn, std::string_view id) {
    std::int64_t group = 0;
    int number = 0;
    const auto [at, wrong] = std::from_chars(id.data(), id.data() + id.size(), group);
    if (wrong != std::errc() || at == id.data() + id.size()) return std::nullopt;
    std::from_chars(at + 1, id.data() + id.size(), number);
    return find(turn, GroupId{group}, number);
}

std::optional<Case> about_message(Turn& turn, GroupId group, ChatId chat, std::string_view message) {
    if (message.empty()) return std::nullopt;
    return first(select(turn,
                        "SELECT * FROM moderation_record WHERE grp = :grp AND chat = :chat AND message = :message "
                        "ORDER BY number DESC LIMIT 1",
                        group, chat, message));
}

std::vector<Case> unsettled(Turn& turn, GroupId group) {
    return select(turn, "SELECT * FROM moderation_record WHERE grp = :grp AND settled = 0 ORDER BY number LIMIT :most",
                  group, most_listed);
}

std::vector<Case> unsettled_above(Turn& turn, std::string_view unit) {
    return select(turn,
                  "SELECT * FROM moderation_record WHERE unit >= :unit AND unit < :past AND settled = 0 AND (above = 1 "
                  "OR appeal = 1 OR shared = 1) ORDER BY at LIMIT :most",
                  unit, community::subtree_end(unit), most_listed);
}

std::vector<Case> carried_out_for(Turn& turn, const Case& shared, std::size_t most) {
    return select(
        turn,
        "SELECT * FROM moderation_record WHERE source = :source AND state IN (:task, :done) ORDER BY grp LIMIT "
        ":most",
        shared.id(), State::task, State::done, static_cast<int>(most));
}

std::vector<Case> newest_of(Turn& turn, PersonId target) {
    return select(turn, "SELECT * FROM moderation_record WHERE target = :target ORDER BY at DESC, number DESC LIMIT 9",
                  target);
}

int rungs_climbed(Turn& turn, GroupId group, PersonId target, TimePoint since) {
    return turn.sql()
        .one<int>(
            "SELECT count(*) FROM moderation_case WHERE target = :target AND grp = :grp AND rung = 1 AND at > :since "
            "AND state <> :undone",
            target, group, since, State::undone)
        .value_or(0);
}

std::string quote_of(Turn& turn, const Case& one) {
    return opened(turn, one, one.quote);
}

std::string name_of(Turn& turn, const Case& one) {
    if (const auto known = community::person(turn.community(), one.target); known && !known->name().empty())
        return known->name();
    return opened(turn, one, one.name);
}

void sweep(Turn& turn) {
    constexpr int most = 500;
    const RulePlan& plan = turn.site().rules;
    const auto days = [](int count) { return Millis(24h) * count; };
    turn.sql().run(
        "UPDATE moderation_case SET wrapped = '', name = '', quote = '' WHERE (grp, number) IN (SELECT grp, number "
        "FROM "
        "moderation_case WHERE settled > 0 AND settled < :before AND wrapped <> '' LIMIT :most)",
        turn.now() - days(plan.keep_words_days), most);
    turn.sql().run(
        "DELETE FROM moderation_case WHERE (grp, number) IN (SELECT grp, number FROM moderation_case WHERE settled > 0 "
        "AND settled < :before AND until < :now LIMIT :most)",
        turn.now() - days(plan.keep_days), turn.now(), most);
    turn.sql().run(
        "DELETE FROM moderation_report WHERE (grp, number, reporter) IN (SELECT grp, number, reporter FROM "
        "moderation_report WHERE at < :before LIMIT :most)",
        turn.now() - days(plan.keep_words_days), most);
    turn.sql().run(
        "DELETE FROM moderation_heard WHERE (grp, chat, message) IN (SELECT grp, chat, message FROM moderation_heard "
        "WHERE at < :before LIMIT :most)",
        turn.now() - 10 * plan.flood_window, most);
    community::drop_old_bans(turn.community());
}

void forget_target(Turn& turn) {
    turn.sql().run(
        "UPDATE moderation_case SET wrapped = '', name = '', quote = '', message = '', target = 0 WHERE target = "
        ":target",
        turn.person().id());
    turn.sql().run("DELETE FROM moderation_report WHERE reporter = :reporter",
                   turn.mark("reporter:" + turn.chat().account + ":" + turn.event().from.id));
}

}  // namespace noticeboard::plugins::moderating
