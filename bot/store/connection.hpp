// Connection: the SOCI session behind a Session. Included by bot/store alone, so that SOCI stays in this folder.
#pragma once

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

#include "bot/store/owners.hpp"
#include "bot/store/session.hpp"

namespace noticeboard::store {

class Slot final : public Cell {  // storage that SOCI binds to, once, when the statement is prepared
 public:
    explicit Slot(Kind kind) : kind_(kind) {}
    bool is_null() const override { return indicator_ == soci::i_null; }
    std::int64_t integer() const override { return is_null() ? 0 : integer_; }
    double real() const override { return is_null() ? 0 : real_; }
    const std::string& text() const override { return text_; }

    Kind kind() const { return kind_; }
    void set(const Param& param);
    void bind_in(soci::statement& statement);
    void bind_out(soci::statement& statement);

 private:
    Kind kind_;
    soci::indicator indicator_ = soci::i_ok;
    long long integer_ = 0;
    double real_ = 0;
    std::string text_;
};

struct Prepared {
    explicit Prepared(soci::session& session) : statement(session) {}
    soci::statement statement;
    std::deque<Slot> in, out;  // never moved: SOCI holds their addresses
    std::vector<const Cell*> cells;
    std::vector<std::string> owners;  // components whose own tables it touches
    bool bots = false;                // only the bot itself may run it: the schema, the transaction
    bool may_run(std::string_view acting) const;
};

class Connection {
 public:
    explicit Connection(const std::string& path);
    Prepared& prepare(Sql sql, std::span<const Param> params, std::span<const Kind> kinds);
    void forget(Sql sql) { prepared_.erase(sql.text()); }
    soci::session& soci() { return session_; }
    sqlite_api::sqlite3* handle() const;

    void guard(std::shared_ptr<const Owners> owners);
    void act_as(std::string_view component) { acting_ = component; }
    bool is_plugin() const { return !acting_.empty(); }

 private:
    static int look(void* self, int what, const char* first, const char* second, const char* database,
                    const char* trigger);

    soci::session session_;
    std::shared_ptr<const Owners> owners_;
    std::string acting_;
    Prepared* preparing_ = nullptr;
    std::unordered_map<const char*, std::unique_ptr<Prepared>> prepared_;
};

// What SQLite's result codes mean to us (sqlite.org/rescode.html).
[[noreturn]] void raise(const soci::soci_error& error);

}  // namespace noticeboard::store
