// Visitors: see visitor.hpp.
#include "bot/webchat/visitor.hpp"

#include "bot/community/crockford.hpp"
#include "bot/community/person.hpp"
#include "bot/community/vault.hpp"
#include "bot/crypto/encoding.hpp"
#include "bot/crypto/hash.hpp"
#include "bot/crypto/seal.hpp"

namespace noticeboard::webchat {
namespace {

constexpr std::size_t random_digits = 20, cookie_digits = 32;
constexpr std::size_t most_names = 100'000;

std::string signature(const community::Scope& scope, std::string_view random) {
    return scope.vault.mark("web.cookie", random).substr(0, cookie_digits - random_digits);
}
std::string mark_of(const community::Scope& scope, std::string_view cookie) {
    return scope.vault.mark("web.browser", cookie);
}
std::string name_purpose(std::string_view visitor) {
    return "web.name:" + std::string(visitor);
}

}  // namespace

std::string new_cookie(const community::Scope& scope) {
    const std::string random = crypto::hex(scope.moment.random.bytes(random_digits / 2));
    return random + signature(scope, random);
}

std::string cookie_from(const community::Scope& scope, std::string_view secret) {
    const std::string random = scope.vault.mark("web.newcomer", secret).substr(0, random_digits);
    return random + signature(scope, random);
}

bool is_genuine(const community::Scope& scope, std::string_view cookie) {
    return cookie.size() == cookie_digits &&
           crypto::same(cookie.substr(random_digits), signature(scope, cookie.substr(0, random_digits)));
}

std::optional<Browser> find_browser(community::Scope& scope, std::string_view cookie) {
    if (!is_genuine(scope, cookie)) return std::nullopt;
    Browser out;
    out.mark = mark_of(scope, cookie);
    auto row = scope.sql.one<std::string, std::string, TimePoint, int, TimePoint>(
        "SELECT visitor, talk, touched, tries, paused_until FROM web_browser WHERE mark = :mark", out.mark);
    if (!row) return std::nullopt;
    std::tie(out.visitor, out.talk, out.touched, out.tries, out.paused_until) = std::move(*row);
    return out;
}

bool browser_stands(community::Scope& scope, std::string_view mark) {
    return scope.sql.one<int>("SELECT 1 FROM web_browser WHERE mark = :mark", mark).has_value();
}

Browser add_browser(community::Scope& scope, std::string_view cookie, std::string_view visitor) {
    Browser out;
    out.mark = mark_of(scope, cookie);
    out.visitor = visitor.empty() ? add_visitor(scope) : std::string(visitor);
    scope.sql.run(
        "INSERT INTO web_browser (mark, visitor, talk, touched, tries, paused_until, seen) "
        "VALUES (:mark, :visitor, '', 0, 0, 0, :now) ON CONFLICT (mark) DO UPDATE SET visitor = excluded.visitor, "
        "talk = '', touched = 0",
        out.mark, out.visitor, scope.now());
    return out;
}

std::string add_visitor(community::Scope& scope) {
    const std::string id = new_place(scope);
    scope.sql.run("INSERT INTO web_visitor (id, name, pin, cut, created) VALUES (:id, '', '', 0, :now)", id,
                  scope.now());
    return id;
}

std::string new_place(community::Scope& scope) {
    std::string id = community::crockford(scope.moment.random.number(), 12);
    for (char& letter : id) letter = static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
    return id;
}

void add_talk(community::Scope& scope, const Browser& browser, std::string_view visitor) {
    scope.sql.run(
        "INSERT INTO web_talk (mark, visitor) VALUES (:mark, :visitor) ON CONFLICT (mark, visitor) DO NOTHING",
        browser.mark, visitor);
}

std::vector<std::string> talks_of(community::Scope& scope, const Browser& browser) {
    return scope.sql.all<std::string>("SELECT visitor FROM web_talk WHERE mark = :mark", browser.mark);
}

std::string name_of(community::Scope& scope, std::string_view visitor) {
    const auto sealed = scope.sql.one<std::string>("SELECT name FROM web_visitor WHERE id = :id", visitor);
    if (!sealed || sealed->empty()) return {};
    auto name = crypto::opened(scope.vault.content(), *sealed, name_purpose(visitor));
    return name ? std::move(*name) : std::string();
}

void set_name(community::Scope& scope, std::string_view visitor, std::string_view name) {
    scope.sql.run("UPDATE web_visitor SET name = :name WHERE id = :id",
                  crypto::sealed(scope.vault.content(), name, name_purpose(visitor), scope.moment.random), visitor);
}

void forget_visitor(community::Scope& scope, std::string_view visitor) {
    scope.sql.run("UPDATE web_visitor SET name = '', pin = '' WHERE id = :id", visitor);
    scope.sql.run("DELETE FROM web_code WHERE visitor = :visitor", visitor);
    scope.sql.run("DELETE FROM web_file WHERE chat IN (SELECT chat FROM web_chat WHERE place = :place)", visitor);
    scope.sql.run("DELETE FROM web_row WHERE chat IN (SELECT chat FROM web_chat WHERE place = :place)", visitor);
}

void end_sessions(community::Scope& scope, std::string_view account, PersonId person) {
    const auto visitor = community::address(scope, person, account);
    if (!visitor) return;
    scope.sql.run(
        "DELETE FROM web_browser WHERE visitor = :visitor OR talk = :talk OR mark IN (SELECT mark FROM web_talk WHERE "
        "visitor = :begun)",
        *visitor, *visitor, *visitor);
    scope.sql.run("DELETE FROM web_talk WHERE visitor = :visitor", *visitor);
    scope.sql.run("DELETE FROM web_code WHERE visitor = :visitor", *visitor);
    scope.sql.run("UPDATE web_visitor SET pin = '' WHERE id = :visitor", *visitor);
}

std::int64_t cut_of(community::Scope& scope, std::string_view visitor) {
    return scope.sql.one<std::int64_t>("SELECT cut FROM web_visitor WHERE id = :id", visitor).value_or(0);
}

void set_cut(community::Scope& scope, std::string_view visitor, std::int64_t seq) {
    scope.sql.run("UPDATE web_visitor SET cut = :seq WHERE id = :id", seq, visitor);
}

void open_talk(community::Scope& scope, Browser& browser, std::string_view talk) {
    browser.talk = talk;
    browser.touched = scope.now();
    scope.sql.run("UPDATE web_browser SET talk = :talk, touched = :now, seen = :seen WHERE mark = :mark", talk,
                  scope.now(), scope.now(), browser.mark);
}

void Glances::note(const std::string& mark, TimePoint at) {
    const std::lock_guard guard(mutex_);
    if (last_.size() > most_names) last_.clear();
    last_[mark] = at;
}

void Glances::forget(const std::string& mark) {
    const std::lock_guard guard(mutex_);
    last_.erase(mark);
}

TimePoint Glances::last(const std::string& mark) const {
    const std::lock_guard guard(mutex_);
    const auto it = last_.find(mark);
    return it == last_.end() ? TimePoint() : it->second;
}

bool Glances::is_open(const Browser& browser, const Rules& rules, TimePoint now) const {
    return !browser.talk.empty() && now - std::max(browser.touched, last(browser.mark)) < rules.idle;
}

bool Flood::take(const std::string& name, int most, Millis per, TimePoint now) {
    const std::lock_guard guard(mutex_);
    if (buckets_.size() > most_names) buckets_.clear();
    Bucket& bucket = buckets_[name];
    if (now - bucket.since >= per) bucket = {now, 0};
    return ++bucket.count <= most;
}

}  // namespace noticeboard::webchat
