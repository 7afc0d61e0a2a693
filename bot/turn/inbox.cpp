// Turn keys, and the tables of this folder.
#include "bot/turn/inbox.hpp"

namespace noticeboard::turn {

store::Migrations schema() {
    return {"turn",
            {R"sql(
CREATE TABLE turn_key (
    account TEXT NOT NULL,
    turn_key TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account, turn_key)
);
CREATE INDEX turn_key_at ON turn_key (account, at);
CREATE TABLE account_cursor (
    account TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE dialog (
    chat BIGINT NOT NULL,
    person BIGINT NOT NULL,
    plugin TEXT NOT NULL,
    step TEXT NOT NULL,
    data TEXT NOT NULL,             -- sealed
    deadline BIGINT NOT NULL,
    PRIMARY KEY (chat, person)
);
CREATE TABLE button (
    token TEXT PRIMARY KEY,
    chat BIGINT NOT NULL,
    person BIGINT NOT NULL,         -- 0: for everybody there
    plugin TEXT NOT NULL,
    name TEXT NOT NULL,
    data TEXT NOT NULL,
    number BIGINT NOT NULL,         -- what can be typed instead, 0 when a newer menu stands
    expires BIGINT NOT NULL
);
CREATE INDEX button_number ON button (chat, number) WHERE number > 0;
CREATE INDEX button_expires ON button (expires);
CREATE TABLE timer (
    id BIGINT PRIMARY KEY,
    due BIGINT NOT NULL,
    plugin TEXT NOT NULL,
    name TEXT NOT NULL,
    data TEXT NOT NULL,             -- sealed
    account TEXT NOT NULL,
    chat BIGINT NOT NULL
);
CREATE INDEX timer_due ON timer (due);
CREATE TABLE dead_letter (
    id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    account TEXT NOT NULL,
    turn_key TEXT NOT NULL,
    mark TEXT NOT NULL,             -- keyed hash of who caused the event
    plugin TEXT NOT NULL,
    error TEXT NOT NULL,
    event TEXT NOT NULL,            -- sealed
    open BIGINT NOT NULL
);
)sql",
             R"sql(
CREATE TABLE heard_message (        -- of private talks, where the platform lets the bot take messages away
    chat BIGINT NOT NULL,
    message_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (chat, message_id)
);
CREATE INDEX heard_message_at ON heard_message (at);
)sql"}};
}

bool claim_key(store::Session& session, std::string_view account, std::string_view key, TimePoint now) {
    return session.run(
               "INSERT INTO turn_key (account, turn_key, at) VALUES (:account, :key, :now) "
               "ON CONFLICT (account, turn_key) DO NOTHING",
               account, key, now) == 1;
}

std::int64_t purge_keys(store::Session& session, std::string_view account, TimePoint before, int most) {
    return session.run(
        "DELETE FROM turn_key WHERE account = :account AND turn_key IN "
        "(SELECT turn_key FROM turn_key WHERE account = :same AND at < :before ORDER BY at LIMIT :most)",
        account, account, before, most);
}

std::string cursor(store::Session& session, std::string_view account) {
    return session.one<std::string>("SELECT value FROM account_cursor WHERE account = :account", account).value_or("");
}

void keep_cursor(store::Session& session, std::string_view account, std::string_view cursor) {
    session.run(
        "INSERT INTO account_cursor (account, value) VALUES (:account, :value) "
        "ON CONFLICT (account) DO UPDATE SET value = excluded.value",
        account, cursor);
}

}  // namespace noticeboard::turn
