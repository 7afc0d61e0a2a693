// Session over SOCI: statements are prepared once and every SELECT is fetched to its end.
#include "bot/store/session.hpp"

#include <algorithm>
#include <atomic>

#include "bot/store/connection.hpp"

namespace noticeboard::store {
namespace {

std::atomic<WriteObserver> observer{nullptr};

void announce(const char* sql) {
    if (const WriteObserver call = observer.load(std::memory_order_relaxed)) call(sql);
}

}  // namespace

void observe_writes(WriteObserver call) {
    observer.store(call);
}

void Slot::set(const Param& param) {
    indicator_ = param.is_null() ? soci::i_null : soci::i_ok;
    integer_ = param.integer();
    real_ = param.real();
    text_.assign(param.text());
}

void Slot::bind_in(soci::statement& statement) {
    switch (kind_) {
        case Kind::integer:
            statement.exchange(soci::use(integer_, indicator_));
            break;
        case Kind::real:
            statement.exchange(soci::use(real_, indicator_));
            break;
        case Kind::text:
            statement.exchange(soci::use(text_, indicator_));
            break;
    }
}

void Slot::bind_out(soci::statement& statement) {
    switch (kind_) {
        case Kind::integer:
            statement.exchange(soci::into(integer_, indicator_));
            break;
        case Kind::real:
            statement.exchange(soci::into(real_, indicator_));
            break;
        case Kind::text:
            statement.exchange(soci::into(text_, indicator_));
            break;
    }
}

void raise(const soci::soci_error& error) {
    using enum Failure::Kind;
    const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
    Failure::Kind kind = other;
    if (sqlite != nullptr) {
        switch (sqlite->result() & 0xff) {
            case SQLITE_FULL:
                kind = full;
                break;
            case SQLITE_BUSY:
            case SQLITE_LOCKED:
                kind = busy;
                break;
            case SQLITE_IOERR:
            case SQLITE_CANTOPEN:
            case SQLITE_READONLY:
            case SQLITE_NOMEM:
            case SQLITE_CORRUPT:
                kind = io;
                break;
            case SQLITE_INTERRUPT:
                kind = interrupted;
                break;
            case SQLITE_CONSTRAINT:
                kind = constraint;
                break;
            default:
                break;
        }
    }
    // SOCI adds the statement and the values bound to it: the statement helps, the values are somebody's data.
    std::string what = error.what();
    what.resize(std::min(what.find(" with :"), what.size()));
    throw Failure(kind, what);
}

Connection::Connection(const std::string& path) {
    session_.open(soci::sqlite3, "db=" + path + " timeout=5 shared_cache=false");
}

sqlite_api::sqlite3* Connection::handle() const {
    auto* backend = const_cast<soci::session&>(session_).get_backend();
    return static_cast<soci::sqlite3_session_backend*>(backend)->conn_;
}

Prepared& Connection::prepare(Sql sql, std::span<const Param> params, std::span<const Kind> kinds) {
    std::unique_ptr<Prepared>& entry = prepared_[sql.text()];
    if (!entry) {
        auto fresh = std::make_unique<Prepared>(session_);
        for (const Param& param : params) fresh->in.emplace_back(param.kind()).bind_in(fresh->statement);
        for (Kind kind : kinds) fresh->out.emplace_back(kind).bind_out(fresh->statement);
        for (const Slot& slot : fresh->out) fresh->cells.push_back(&slot);
        fresh->statement.alloc();
        preparing_ = fresh.get();
        fresh->statement.prepare(sql.text());
        preparing_ = nullptr;
        for (std::size_t i = 0; i < params.size(); ++i) fresh->in[i].set(params[i]);
        fresh->statement.define_and_bind();
        entry = std::move(fresh);
    }
    if (!acting_.empty() && !entry->may_run(acting_))
        throw Failure(Failure::Kind::other, acting_ + " may not touch what is not its own");
    for (std::size_t i = 0; i < params.size(); ++i) {
        if (entry->in[i].kind() != params[i].kind()) throw std::logic_error("a statement's parameters changed type");
        entry->in[i].set(params[i]);
    }
    return *entry;
}

bool Prepared::may_run(std::string_view acting) const {
    return !bots && std::all_of(owners.begin(), owners.end(), [&](const std::string& one) { return one == acting; });
}

// SQLite asks once, when a statement is prepared (sqlite.org/c3ref/set_authorizer.html).
int Connection::look(void* self, int what, const char* first, const char*, const char*, const char*) {
    const auto* connection = static_cast<Connection*>(self);
    Prepared* preparing = connection->preparing_;
    if (preparing == nullptr) return SQLITE_OK;
    switch (what) {
        case SQLITE_READ:
        case SQLITE_INSERT:
        case SQLITE_UPDATE:
        case SQLITE_DELETE:
            if (const std::string* owner = first != nullptr ? connection->owners_->owner_of(first) : nullptr)
                preparing->owners.push_back(*owner);
            return SQLITE_OK;
        case SQLITE_SELECT:
        case SQLITE_FUNCTION:
        case SQLITE_RECURSIVE:
            return SQLITE_OK;
        default:  // the schema, the transaction, another file, a pragma
            preparing->bots = true;
            return SQLITE_OK;
    }
}

void Connection::guard(std::shared_ptr<const Owners> owners) {
    owners_ = std::move(owners);
    prepared_.clear();
    sqlite_api::sqlite3_set_authorizer(handle(), owners_ ? &Connection::look : nullptr, this);
}

void Session::guard(std::shared_ptr<const Owners> owners) {
    connection_->guard(std::move(owners));
}
void Session::act_as(std::string_view component) noexcept {
    connection_->act_as(component);
}

Session::Session(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Session::~Session() = default;

std::int64_t Session::run(Sql sql, std::span<const Param> params) {
    announce(sql.text());
    try {
        Prepared& prepared = connection_->prepare(sql, params, {});
        prepared.statement.execute(true);
        return sqlite_api::sqlite3_changes(connection_->handle());
    } catch (const soci::soci_error& error) {
        connection_->forget(sql);
        raise(error);
    }
}

void Session::select(Sql sql, std::span<const Param> params, std::span<const Kind> kinds, RowCall call,
                     void* argument) {
    if (*sql.text() != 'S') announce(sql.text());  // INSERT … RETURNING and the like
    try {
        Prepared& prepared = connection_->prepare(sql, params, kinds);
        prepared.statement.execute(false);
        while (prepared.statement.fetch()) call(argument, prepared.cells);
    } catch (const soci::soci_error& error) {
        connection_->forget(sql);
        raise(error);
    } catch (...) {
        connection_->forget(sql);  // left half-read: finalised, so that no snapshot stays open
        throw;
    }
}

void Session::begin() {
    run("BEGIN IMMEDIATE");
}
void Session::commit() {
    run("COMMIT");
}

void Session::rollback() noexcept {
    try {
        if (in_transaction()) run("ROLLBACK");
    } catch (const std::exception&) {  // the transaction is gone already: that is what a rollback is for
    }
}

bool Session::in_transaction() const {
    return sqlite_api::sqlite3_get_autocommit(connection_->handle()) == 0;
}

void Session::savepoint() {
    run("SAVEPOINT turn");
}
void Session::release() {
    run("RELEASE turn");
}
void Session::rollback_to() {
    run("ROLLBACK TO turn");
    run("RELEASE turn");
}

void Session::script(const std::string& statements) {
    if (connection_->is_plugin()) throw Failure(Failure::Kind::other, "a plugin may not run scripts");
    announce("script");
    char* message = nullptr;
    const int code = sqlite_api::sqlite3_exec(connection_->handle(), statements.c_str(), nullptr, nullptr, &message);
    if (code == SQLITE_OK) return;
    const std::string why = message != nullptr ? message : "script failed";
    sqlite_api::sqlite3_free(message);
    raise(soci::sqlite3_soci_error(why, code));
}

void Session::interrupt() noexcept {
    sqlite_api::sqlite3_interrupt(connection_->handle());
}

}  // namespace noticeboard::store
