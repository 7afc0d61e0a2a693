// Session: one connection to the database and its prepared statements. One thread uses it at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "bot/model/ids.hpp"
#include "bot/model/moment.hpp"

namespace noticeboard::store {

class Owners;

// The database failed, or refused. Thrown, because no handler can do anything about it: the lane aborts its batch.
class Failure : public std::runtime_error {
 public:
    enum class Kind { full, busy, io, lost, interrupted, constraint, other };
    Failure(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
    Kind kind() const { return kind_; }
    bool ours() const {
        return kind_ == Kind::constraint || kind_ == Kind::other;
    }  // the statement's fault, not the store's

 private:
    Kind kind_;
};

class Sql {  // a statement's text: a literal, so that its address names the prepared statement
 public:
    template <std::size_t N>
    consteval Sql(const char (&text)[N]) : text_(text) {}  // NOLINT: a literal is a statement
    const char* text() const { return text_; }

 private:
    const char* text_;
};

enum class Kind : std::uint8_t { integer, real, text };

class Param {  // a value bound to a `:name` of a statement; holds a view, lives for the call
 public:
    template <class T>
    requires std::is_integral_v<T> || std::is_enum_v<T> Param(T value)
        : kind_(Kind::integer), integer_(static_cast<std::int64_t>(value)) {}  // NOLINT
    Param(double value) : kind_(Kind::real), real_(value) {}                   // NOLINT
    Param(std::string_view text) : kind_(Kind::text), text_(text) {}           // NOLINT
    Param(const std::string& text) : Param(std::string_view(text)) {}          // NOLINT
    Param(const char* text) : Param(std::string_view(text)) {}                 // NOLINT
    Param(TimePoint at) : Param(to_millis(at)) {}                              // NOLINT
    template <class Tag>
    Param(Id<Tag> id) : Param(id.value) {}  // NOLINT
    template <class T>
    Param(const std::optional<T>& value) : Param(value ? Param(*value) : null(kind_of<T>())) {}  // NOLINT

    Kind kind() const { return kind_; }
    bool is_null() const { return null_; }
    std::int64_t integer() const { return integer_; }
    double real() const { return real_; }
    std::string_view text() const { return text_; }

 private:
    template <class T>
    static constexpr Kind kind_of() {
        if constexpr (std::is_floating_point_v<T>)
            return Kind::real;
        else if constexpr (std::is_convertible_v<T, std::string_view>)
            return Kind::text;
        else
            return Kind::integer;
    }
    static Param null(Kind kind) {
        Param out(std::int64_t{0});
        out.kind_ = kind;
        out.null_ = true;
        return out;
    }
    Kind kind_;
    bool null_ = false;
    std::int64_t integer_ = 0;
    double real_ = 0;
    std::string_view text_;
};

class Cell {  // a column of the row just fetched; valid until the next row
 public:
    virtual ~Cell() = default;
    virtual bool is_null() const = 0;
    virtual std::int64_t integer() const = 0;
    virtual double real() const = 0;
    virtual const std::string& text() const = 0;
};

// How a C++ type is read from a cell.
template <class T>
struct Column {
    static constexpr Kind kind = Kind::integer;
    static T read(const Cell& cell) { return static_cast<T>(cell.integer()); }
};
template <>
struct Column<double> {
    static constexpr Kind kind = Kind::real;
    static double read(const Cell& cell) { return cell.real(); }
};
template <>
struct Column<std::string> {
    static constexpr Kind kind = Kind::text;
    static std::string read(const Cell& cell) { return cell.is_null() ? std::string() : cell.text(); }
};
template <>
struct Column<TimePoint> {
    static constexpr Kind kind = Kind::integer;
    static TimePoint read(const Cell& cell) { return from_millis(cell.integer()); }
};
template <class Tag>
struct Column<Id<Tag>> {
    static constexpr Kind kind = Kind::integer;
    static Id<Tag> read(const Cell& cell) { return {cell.integer()}; }
};
template <class T>
struct Column<std::optional<T>> {
    static constexpr Kind kind = Column<T>::kind;
    static std::optional<T> read(const Cell& cell) {
        if (cell.is_null()) return std::nullopt;
        return Column<T>::read(cell);
    }
};

template <class... C>
struct RowOf {
    using type = std::tuple<C...>;
};
template <class C>
struct RowOf<C> {
    using type = C;
};

class Session {
 public:
    explicit Session(std::unique_ptr<class Connection> connection);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // Runs a statement that gives no rows; returns how many rows it changed.
    template <class... P>
    std::int64_t run(Sql sql, const P&... params) {
        const Param list[] = {Param(params)..., Param(0)};
        return run(sql, std::span(list, sizeof...(P)));
    }

    // All rows of a SELECT or RETURNING, as tuples of C...; a single C comes bare.
    template <class... C, class... P>
    std::vector<typename RowOf<C...>::type> all(Sql sql, const P&... params) {
        std::vector<typename RowOf<C...>::type> out;
        each<C...>(
            sql, [&out](C... columns) { out.emplace_back(std::move(columns)...); }, params...);
        return out;
    }

    // The first row, or nothing.
    template <class... C, class... P>
    std::optional<typename RowOf<C...>::type> one(Sql sql, const P&... params) {
        std::optional<typename RowOf<C...>::type> out;
        each<C...>(
            sql,
            [&out](C... columns) {
                if (!out) out.emplace(std::move(columns)...);
            },
            params...);
        return out;
    }

    // Calls f(C...) for each row. Every SELECT is fetched to its end: one left open would hold its snapshot and make
    // the next write of this session fail once another process has written.
    template <class... C, class F, class... P>
    void each(Sql sql, F&& f, const P&... params) {
        const Param list[] = {Param(params)..., Param(0)};
        static constexpr Kind kinds[] = {Column<C>::kind...};
        select(
            sql, std::span(list, sizeof...(P)), kinds,
            [](void* call, std::span<const Cell* const> row) {
                invoke<C...>(*static_cast<std::remove_reference_t<F>*>(call), row, std::index_sequence_for<C...>());
            },
            std::addressof(f));
    }

    void begin();  // for writing, at once: BEGIN IMMEDIATE
    void commit();
    void rollback() noexcept;
    bool in_transaction() const;

    void savepoint();    // a turn's; one at a time
    void release();      // keeps what the turn did
    void rollback_to();  // forgets what the turn did

    // Whose tables are whose; and on whose behalf it works from here on, "" being the bot itself. What a plugin does on
    // another's tables, to the schema or to the transaction fails as `other`.
    void guard(std::shared_ptr<const Owners> owners);
    void act_as(std::string_view component) noexcept;

    void script(const std::string& statements);  // several statements at once: migrations
    void interrupt() noexcept;                   // from any thread: the running statement fails as `interrupted`

 private:
    using RowCall = void (*)(void*, std::span<const Cell* const>);
    std::int64_t run(Sql sql, std::span<const Param> params);
    void select(Sql sql, std::span<const Param> params, std::span<const Kind> kinds, RowCall call, void* argument);

    template <class... C, class F, std::size_t... I>
    static void invoke(F& f, std::span<const Cell* const> row, std::index_sequence<I...>) {
        f(Column<C>::read(*row[I])...);
    }

    std::unique_ptr<class Connection> connection_;
};

// Called before each statement that may write, with its text. For tests that kill the program at every write.
using WriteObserver = void (*)(const char* sql);
void observe_writes(WriteObserver observer);

}  // namespace noticeboard::store
