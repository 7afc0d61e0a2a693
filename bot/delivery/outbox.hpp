// The outbox: a row per message or act on its way out, written in the turn that caused it.
//
//   queued → sending → sent | failed | unknown | held          inline → sent, or queued when its webhook could not
//   carry it
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/outgoing.hpp"
#include "bot/store/migration.hpp"

namespace noticeboard::delivery {

enum class State { queued, sending, inline_, held, sent, failed, unknown };  // up to `held`: still to be done

struct Row {
    OutboxId id;
    std::string account;
    ChatId chat;
    State state = State::queued;
    bool bulk = false;
    bool removable = false;  // its message id will be wanted; not kept
    AfterCrash after_crash = AfterCrash::again;
    int attempt = 0;                // calls begun
    TimePoint due{};                // not before
    TimePoint inline_until{};       // of an inline row
    std::string turn_key;           // the webhook event it answers, of an inline row
    PersonId person;                // of a private talk: whose key seals it
    std::string plugin, tag, data;  // who wants to know how it went
    Outgoing outgoing;              // body: sealed in the store, empty again once it is sent
};

// Writes a new row.
void post(community::Scope& scope, const Row& row);

// Whether a chat still has rows on their way: then a new one cannot go inline, it would overtake them.
bool has_open(store::Session& session, ChatId chat);

// The inline row of a webhook event while it may still be answered inline: what a redelivery gets.
std::optional<Row> inline_row(community::Scope& scope, ChatId chat, std::string_view turn_key);

// All rows that are not done, oldest first: what a sender starts with.
std::vector<Row> open_rows(community::Scope& scope);

// Queued rows that should have gone by `before`: another process (a command line) may have written them.
std::vector<Row> overdue_rows(community::Scope& scope, TimePoint before);

// Compare-and-set from one state to another; false when the row was not in `from` any more.
bool move(store::Session& session, OutboxId id, State from, State to);

// The intent to call; false when the row is not to be sent any more.
bool mark_sending(store::Session& session, OutboxId id, int attempt, std::string_view step);
void mark_done(store::Session& session, OutboxId id, State end, std::string_view message_id, std::string_view why);
void mark_again(store::Session& session, OutboxId id, TimePoint due);
void mark_held(store::Session& session, OutboxId id);

// Rows of a chat that were held; they are queued again.
std::vector<Row> release_held(community::Scope& scope, ChatId chat);

// Messages that wait for a person in her private talks end as `failed`, "withdrawn"; acts go on. What is inline or
// under way is beyond recall, but is not tried a second time. Gives how many waited.
int withdraw(community::Scope& scope, PersonId person);

// Forgets rows that are done and were written before `before`; returns how many.
std::int64_t purge(store::Session& session, TimePoint before, int most);

store::Migrations schema();

}  // namespace noticeboard::delivery
