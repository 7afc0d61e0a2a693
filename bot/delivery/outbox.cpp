// The outbox's rows: see outbox.hpp.
#include "bot/delivery/outbox.hpp"

#include <nlohmann/json.hpp>

#include "bot/community/chat.hpp"
#include "bot/community/person.hpp"
#include "bot/community/vault.hpp"
#include "bot/crypto/encoding.hpp"

namespace noticeboard::delivery {
namespace {

using nlohmann::json;

constexpr std::string_view purpose = "outbox";

std::string body_of(const Outgoing& outgoing) {
    json body = {{"to", outgoing.to}, {"reply_to", outgoing.reply_to}, {"thread", outgoing.place.thread}};
    if (const Say* say = outgoing.say()) {
        body["text"] = say->text;
        if (!say->picture.empty()) body["picture"] = crypto::base64(say->picture);
        if (!say->voice.empty()) body["voice"] = crypto::base64(say->voice);
        for (const OutgoingButton& button : say->buttons) {
            body["buttons"].push_back({button.label, button.token, button.url, button.number});
        }
    } else if (const Action* action = outgoing.action()) {
        body["act"] = static_cast<int>(action->kind());
        body["user"] = action->user();
        body["message"] = action->message();
        body["text"] = action->text();
        if (action->until()) body["until"] = to_millis(*action->until());
    }
    return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

void read_body(const std::string& text, Outgoing& out) {
    const json body = json::parse(text);
    out.to = body.at("to");
    out.reply_to = body.at("reply_to");
    out.place.thread = body.at("thread");
    if (body.contains("act")) {
        Action action(static_cast<Action::Kind>(body.at("act").get<int>()));
        action.user(body.at("user")).message(body.at("message")).text(body.at("text"));
        if (body.contains("until")) action.until(from_millis(body.at("until")));
        out.what = std::move(action);
        return;
    }
    Say say;
    say.text = body.at("text");
    if (body.contains("picture"))
        say.picture = crypto::base64_decoded(body.at("picture").get<std::string>()).value_or("");
    if (body.contains("voice")) say.voice = crypto::base64_decoded(body.at("voice").get<std::string>()).value_or("");
    if (body.contains("buttons")) {
        for (const json& button : body.at("buttons"))
            say.buttons.push_back({button[0], button[1], button[2], button[3]});
    }
    out.what = std::move(say);
}

// Private talks are sealed under the person's key, group chats under the content key.
Result<crypto::Key> key_for(community::Scope& scope, PersonId person) {
    if (!person) return scope.vault.content();
    return community::key_of(scope, person);
}

std::string sealed_body(community::Scope& scope, const Row& row) {
    const auto key = key_for(scope, row.person);
    if (!key) return {};
    return crypto::sealed(*key, body_of(row.outgoing), purpose, scope.moment.random);
}

using Columns = std::tuple<OutboxId, std::string, ChatId, State, bool, AfterCrash, int, TimePoint, TimePoint,
                           std::string, PersonId, std::string, std::string, std::string, std::string, std::string>;

std::optional<Row> read(community::Scope& scope, Columns columns) {
    Row row;
    std::string step, body;
    std::tie(row.id, row.account, row.chat, row.state, row.bulk, row.after_crash, row.attempt, row.due,
             row.inline_until, row.turn_key, row.person, row.plugin, row.tag, row.data, step, body) =
        std::move(columns);
    const auto key = key_for(scope, row.person);
    if (!key) return std::nullopt;
    const auto text = crypto::opened(*key, body, purpose);
    if (!text) return std::nullopt;
    const auto chat = community::chat(scope, row.chat);
    if (!chat) return std::nullopt;
    row.outgoing.id = row.id;
    row.outgoing.place = chat->place;
    row.outgoing.idempotency = "nb" + to_string(row.id);
    row.outgoing.step = std::move(step);
    read_body(*text, row.outgoing);
    return row;
}

}  // namespace

store::Migrations schema() {
    return {"delivery", {R"sql(
CREATE TABLE outbox (
    id BIGINT PRIMARY KEY,
    account TEXT NOT NULL,
    chat BIGINT NOT NULL,
    state BIGINT NOT NULL,
    bulk BIGINT NOT NULL,
    after_crash BIGINT NOT NULL,
    attempt BIGINT NOT NULL,
    due BIGINT NOT NULL,
    inline_until BIGINT NOT NULL,
    turn_key TEXT NOT NULL,
    person BIGINT NOT NULL,
    plugin TEXT NOT NULL,
    tag TEXT NOT NULL,
    data TEXT NOT NULL,
    step TEXT NOT NULL,
    body TEXT NOT NULL,             -- sealed; empty once it is done
    message_id TEXT NOT NULL,
    why TEXT NOT NULL
);
CREATE INDEX outbox_open ON outbox (chat, id) WHERE state < 4;
CREATE INDEX outbox_due ON outbox (due) WHERE state = 0;
CREATE TABLE sending_window (
    chat BIGINT NOT NULL,
    name TEXT NOT NULL,
    messages BIGINT NOT NULL,       -- how many may still be sent
    until BIGINT NOT NULL,
    PRIMARY KEY (chat, name)
);
)sql"}};
}

void post(community::Scope& scope, const Row& row) {
    scope.sql.run(
        "INSERT INTO outbox (id, account, chat, state, bulk, after_crash, attempt, due, inline_until, turn_key, "
        "person, plugin, tag, data, step, body, message_id, why) VALUES (:id, :account, :chat, :state, :bulk, "
        ":after_crash, 0, :due, :inline_until, :turn_key, :person, :plugin, :tag, :data, '', :body, '', '')",
        row.id, row.account, row.chat, row.state, row.bulk, row.after_crash, row.due, row.inline_until, row.turn_key,
        row.person, row.plugin, row.tag, row.data, sealed_body(scope, row));
}

bool has_open(store::Session& session, ChatId chat) {
    return session.one<OutboxId>("SELECT id FROM outbox WHERE chat = :chat AND state < 4 LIMIT 1", chat).has_value();
}

namespace {

std::optional<Row> row(community::Scope& scope, OutboxId id) {
    auto columns =
        scope.sql.one<OutboxId, std::string, ChatId, State, bool, AfterCrash, int, TimePoint, TimePoint, std::string,
                      PersonId, std::string, std::string, std::string, std::string, std::string>(
            "SELECT id, account, chat, state, bulk, after_crash, attempt, due, inline_until, turn_key, person, plugin, "
            "tag, data, "
            "step, body FROM outbox WHERE id = :id",
            id);
    if (!columns) return std::nullopt;
    return read(scope, std::move(*columns));
}

std::vector<Row> rows(community::Scope& scope, const std::vector<OutboxId>& ids) {
    std::vector<Row> out;
    for (OutboxId id : ids) {
        if (auto found = row(scope, id)) out.push_back(std::move(*found));
    }
    return out;
}

}  // namespace

std::optional<Row> inline_row(community::Scope& scope, ChatId chat, std::string_view turn_key) {
    const auto id = scope.sql.one<OutboxId>(
        "SELECT id FROM outbox WHERE chat = :chat AND state = 2 AND state < 4 AND turn_key = :key AND "
        "inline_until > :now",
        chat, turn_key, scope.now());
    return id ? row(scope, *id) : std::nullopt;
}

std::vector<Row> open_rows(community::Scope& scope) {
    return rows(scope, scope.sql.all<OutboxId>("SELECT id FROM outbox WHERE state < 4 ORDER BY id"));
}

std::vector<Row> overdue_rows(community::Scope& scope, TimePoint before) {
    return rows(scope,
                scope.sql.all<OutboxId>(
                    "SELECT id FROM outbox WHERE state = 0 AND due < :before ORDER BY due, id LIMIT 500", before));
}

bool move(store::Session& session, OutboxId id, State from, State to) {
    return session.run("UPDATE outbox SET state = :to WHERE id = :id AND state = :from", to, id, from) == 1;
}

bool mark_sending(store::Session& session, OutboxId id, int attempt, std::string_view step) {
    return session.run("UPDATE outbox SET state = 1, attempt = :attempt, step = :step WHERE id = :id AND state < 2",
                       attempt, step, id) == 1;
}

void mark_done(store::Session& session, OutboxId id, State end, std::string_view message_id, std::string_view why) {
    session.run("UPDATE outbox SET state = :state, body = '', message_id = :message, why = :why WHERE id = :id", end,
                message_id, why, id);
}

void mark_again(store::Session& session, OutboxId id, TimePoint due) {
    session.run(
        "UPDATE outbox SET state = CASE why WHEN 'withdrawn' THEN 5 ELSE 0 END, body = CASE why WHEN 'withdrawn' THEN "
        "'' ELSE body END, due = :due WHERE id = :id",
        due, id);
}

void mark_held(store::Session& session, OutboxId id) {
    session.run("UPDATE outbox SET state = CASE why WHEN 'withdrawn' THEN 5 ELSE 3 END WHERE id = :id AND state < 2",
                id);
}

std::vector<Row> release_held(community::Scope& scope, ChatId chat) {
    auto held = rows(
        scope, scope.sql.all<OutboxId>("SELECT id FROM outbox WHERE chat = :chat AND state = 3 ORDER BY id", chat));
    for (Row& one : held) {
        mark_again(scope.sql, one.id, scope.now());
        one.state = State::queued;
        one.due = scope.now();
    }
    return held;
}

int withdraw(community::Scope& scope, PersonId person) {
    int out = 0;
    for (const Chat& talk : community::talks(scope, person)) {
        const auto open = scope.sql.all<OutboxId>(
            "SELECT id FROM outbox WHERE chat = :chat AND state < 4 AND person = :person", talk.id, person);
        for (const Row& one : rows(scope, open)) {
            if (one.outgoing.say() == nullptr) continue;
            if (one.state == State::queued || one.state == State::held) {
                mark_done(scope.sql, one.id, State::failed, {}, "withdrawn");
                ++out;
            } else {
                scope.sql.run("UPDATE outbox SET why = 'withdrawn' WHERE id = :id", one.id);
            }
        }
    }
    return out;
}

std::int64_t purge(store::Session& session, TimePoint before, int most) {
    return session.run(
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE id < :oldest AND state >= 4 ORDER BY id LIMIT "
        ":most)",
        store::first_id_of(before), most);
}

}  // namespace noticeboard::delivery
