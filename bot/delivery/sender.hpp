// Sender: takes one account's outbox rows to its platform. Per chat in order and one at a time, replies before bulk,
// within the platform's pace. The intent is committed before a call, its outcome is a turn.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/adapter.hpp"
#include "bot/delivery/outbox.hpp"
#include "bot/turn/clock.hpp"
#include "bot/turn/job.hpp"
#include "bot/web/client.hpp"

namespace noticeboard::delivery {

class SenderWatch {  // an interface: metrics, health and log when serving
 public:
    virtual ~SenderWatch() = default;
    virtual void sent(std::string_view /*account*/, std::string_view /*outcome*/) {}
    virtual void account_refused(std::string_view /*account*/, std::string_view /*why*/) {}
    virtual void account_works(std::string_view /*account*/) {}
    virtual void broke(std::string_view /*account*/, std::string_view /*type*/) {}
};

class LocalPlatform {  // an interface: the built-in chat, whose messages are rows of our own store
 public:
    virtual ~LocalPlatform() = default;

    // Writes the row's message or does its act, inside a turn's transaction. A second time changes nothing, causes
    // nothing and gives the same outcome. `caused`: what follows from it, as a platform would report it.
    virtual Outcome apply(community::Scope& scope, const Row& row, std::optional<Event>& caused) = 0;
    virtual void landed(const Row& row) = 0;  // after the commit
};

struct SenderParts {
    std::string account;
    const Adapter& adapter;
    web::Client client;
    const turn::Clock& clock;
    Random& random;                                                                  // thread-safe
    std::function<bool(turn::Job)> offer;                                            // to the lanes
    std::function<std::vector<std::string>(const std::string& picture)> read_codes;  // QR codes in a downloaded picture
    SenderWatch& watch;
    bool presume_answered = true;    // off in the test that shows what it is for: see `recover`
    LocalPlatform* local = nullptr;  // where Platform::local
    // Makes of a recording one that every platform plays, no longer than that; none: it goes as it is.
    std::function<web::Task<Result<std::string>>(std::string recording, Millis longest)> convert = nullptr;
};

struct Carried {  // a message of a notice: what became of it is kept by whoever carries the notice, not in the outbox
    Row row;      // `bulk`; its id is the same whenever it is tried again
    std::function<void(const Outcome&)> ended;  // called once, on the sender's thread
};

class Sender {
 public:
    Sender(boost::asio::io_context& context, SenderParts parts);
    ~Sender();
    Sender(const Sender&) = delete;
    Sender& operator=(const Sender&) = delete;

    // The following may be called from any thread.

    // Rows that were just committed, `inline_` ones too: those wait for `answered` or their deadline.
    void post(std::vector<Row> rows);

    // Messages of notices: behind every reply, never in the last part of the account's pace or calls. Those that did
    // not begin before a stop end as Outcome::again, `not_begun`.
    static constexpr const char* not_begun = "not begun";
    void carry(std::vector<Carried> list);

    // Rows found open at the start. What a crash left `sending` is sent again or given up, as its policy says; what it
    // left `inline_` waits for the platform to deliver its event once more.
    void recover(std::vector<Row> rows);

    // Before a webhook's answer carries an inline row: false when the row is no longer inline. After `true`, `answered`
    // must follow, with whether it was written.
    bool claim(OutboxId id);
    void answered(OutboxId id, bool written);

    // Looks again at what is due: after the clock of a test was moved.
    void wake();

    // Begins nothing new; `quiet` is called once no call is under way.
    void stop(std::function<void()> quiet);

    // A call that belongs to no row (poll, introduction), with the account's credential put in by `make`.
    web::Task<web::Fetched> call(std::function<web::Request(const Credential&)> make, Millis deadline);

    std::size_t waiting() const;  // rows it holds
    bool busy() const;            // a call is under way, or a row could go now

 private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace noticeboard::delivery
