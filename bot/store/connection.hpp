// Connection: the SOCI session behind a Session. Included by bot/store alone, so that SOCI stays in this folder.
#pragma once

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

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
};

class Connection {
 public:
    explicit Connection(const std::string& path);
    Prepared& prepare(Sql sql, std::span<const Param> params, std::span<const Kind> kinds);
    void forget(Sql sql) { prepared_.erase(sql.text()); }
    soci::session& soci() { return session_; }
    sqlite_api::sqlite3* handle() const;

 private:
    soci::session session_;
    std::unordered_map<const char*, std::unique_ptr<Prepared>> prepared_;
};

// What SQLite's result codes mean to us (sqlite.org/rescode.html).
[[noreturn]] void raise(const soci::soci_error& error);

}  // namespace noticeboard::store
