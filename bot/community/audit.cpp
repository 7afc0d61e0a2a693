// Appends to and verifies the audit's chains: see audit.hpp.
#include "bot/community/audit.hpp"

#include <stdexcept>

#include "bot/community/vault.hpp"
#include "bot/crypto/ed25519.hpp"
#include "bot/crypto/encoding.hpp"
#include "bot/crypto/hash.hpp"

namespace noticeboard::community {
namespace {

constexpr std::int64_t day_length = 86'400'000;  // milliseconds
constexpr const char* words_purpose = "audit";

std::string link(const std::string& before, int lane, std::int64_t seq, std::int64_t at, std::int64_t actor,
                 std::string_view what, std::string_view subject, std::string_view words) {
    std::string text = before;
    for (std::int64_t number : {std::int64_t{lane}, seq, at, actor}) (text += '|') += std::to_string(number);
    for (std::string_view piece : {what, subject, words}) {
        ((text += '|') += std::to_string(piece.size())) += ':';  // lengths: no two rows read the same
        text += piece;
    }
    return crypto::hex(crypto::sha256(text));
}

crypto::Key signing_seed(const Scope& scope) {
    return scope.vault.sealer().key_for("audit anchors");
}

std::string anchored_text(std::int64_t day, const std::string& heads) {
    return "noticeboard audit anchor\n" + std::to_string(day) + '\n' + heads;
}

// The first head in an anchor that is not in its chain, as a sentence; empty when all are.
std::string missing_head(store::Session& session, std::int64_t day, const std::string& heads) {
    std::size_t from = heads.find('\n') + 1;  // the first line names the anchor before
    while (from < heads.size()) {
        const std::size_t end = heads.find('\n', from);
        const std::string line = heads.substr(from, end - from);
        from = end + 1;
        const auto first = line.find(' '), second = line.find(' ', first + 1);
        const auto hash =
            session.one<std::string>("SELECT hash FROM audit WHERE lane = :lane AND seq = :seq",
                                     std::stoll(line.substr(0, first)), std::stoll(line.substr(first + 1)));
        if (!hash || *hash != line.substr(second + 1)) {
            return "anchor of day " + std::to_string(day) + ": chain " + line.substr(0, first) + " is not what it was";
        }
    }
    return {};
}

std::string anchor_before(const std::string& signature) {
    return "after " + signature + '\n';
}

}  // namespace

void AuditChain::load(store::Session& session) {
    const auto found =
        session.one<std::int64_t, std::string>("SELECT seq, hash FROM audit_head WHERE lane = :lane", lane_);
    head_ = found ? Head{std::get<0>(*found), std::get<1>(*found)} : Head{};
    saved_ = head_.seq;
}

void AuditChain::append(Scope& scope, PersonId actor, std::string_view what, std::string_view subject,
                        std::string_view words) {
    const std::int64_t seq = head_.seq + 1;
    const std::int64_t at = to_millis(scope.now());
    const std::string sealed =
        words.empty() ? "" : crypto::sealed(scope.vault.content(), words, words_purpose, scope.moment.random);
    std::string hash = link(head_.hash, lane_, seq, at, actor.value, what, subject, sealed);
    scope.sql.run(
        "INSERT INTO audit (lane, seq, at, actor, what, subject, words, hash) "
        "VALUES (:lane, :seq, :at, :actor, :what, :subject, :words, :hash)",
        lane_, seq, at, actor, what, subject, sealed, hash);
    head_ = {seq, std::move(hash)};
}

void AuditChain::save(store::Session& session) {
    if (head_.seq == saved_) return;
    session.run(
        "INSERT INTO audit_head (lane, seq, hash) VALUES (:lane, :seq, :hash) "
        "ON CONFLICT (lane) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
        lane_, head_.seq, head_.hash);
    saved_ = head_.seq;
}

AuditReport verify_audit(store::Session& session) {
    AuditReport report;
    int lane = -1;
    std::int64_t expected = 1;
    std::string before;
    const auto check_end = [&] {
        if (lane < 0 || !report.broken.empty()) return;
        const auto head =
            session.one<std::int64_t, std::string>("SELECT seq, hash FROM audit_head WHERE lane = :lane", lane);
        if (!head || std::get<0>(*head) != expected - 1 || std::get<1>(*head) != before) {
            report.broken = "chain " + std::to_string(lane) + ": its end is missing";
        }
    };
    const auto lanes =
        session.all<int>("SELECT lane FROM audit_head UNION SELECT DISTINCT lane FROM audit ORDER BY lane");
    for (int one : lanes) {
        lane = one;
        expected = 1;
        before.clear();
        ++report.chains;
        session.each<std::int64_t, std::int64_t, std::int64_t, std::string, std::string, std::string, std::string>(
            "SELECT seq, at, actor, what, subject, words, hash FROM audit WHERE lane = :lane ORDER BY seq",
            [&](std::int64_t seq, std::int64_t at, std::int64_t actor, const std::string& what,
                const std::string& subject, const std::string& words, const std::string& hash) {
                ++report.rows;
                if (!report.broken.empty()) return;
                if (seq != expected || hash != link(before, lane, seq, at, actor, what, subject, words)) {
                    report.broken = "chain " + std::to_string(lane) + ", row " + std::to_string(expected);
                }
                before = hash;
                ++expected;
            },
            lane);
        check_end();
    }
    return report;
}

AuditReport verify_audit(Scope& scope) {
    AuditReport report = verify_audit(scope.sql);
    const auto key = crypto::ed25519_public_key(signing_seed(scope).bytes());
    std::string before;
    const auto anchors = scope.sql.all<std::int64_t, std::string, std::string>(
        "SELECT day, heads, signature FROM audit_anchor ORDER BY day");
    for (const auto& [day, heads, signature] : anchors) {
        if (!report.broken.empty()) break;
        ++report.anchors;
        const auto bytes = crypto::base64_decoded(signature);
        if (!key || !bytes || !crypto::ed25519_verified(*key, anchored_text(day, heads), *bytes)) {
            report.broken = "anchor of day " + std::to_string(day) + ": the signature does not fit";
        } else if (!heads.starts_with(anchor_before(before))) {
            report.broken = "anchor of day " + std::to_string(day) + ": the one before it is missing";
        } else {
            report.broken = missing_head(scope.sql, day, heads);
        }
        before = signature;
    }
    return report;
}

bool anchor_audit(Scope& scope) {
    const std::int64_t day = to_millis(scope.now()) / day_length;
    const auto last =
        scope.sql.one<std::int64_t, std::string>("SELECT day, signature FROM audit_anchor ORDER BY day DESC LIMIT 1");
    if (last && std::get<0>(*last) >= day) return false;
    std::string heads = anchor_before(last ? std::get<1>(*last) : "");
    scope.sql.each<int, std::int64_t, std::string>("SELECT lane, seq, hash FROM audit_head ORDER BY lane",
                                                   [&heads](int lane, std::int64_t seq, const std::string& hash) {
                                                       heads += std::to_string(lane) + ' ' + std::to_string(seq) + ' ' +
                                                                hash + '\n';
                                                   });
    const auto signature = crypto::ed25519_signature(signing_seed(scope).bytes(), anchored_text(day, heads));
    if (!signature) throw std::logic_error("the audit's anchor could not be signed: " + signature.error().message);
    return scope.sql.run(
               "INSERT INTO audit_anchor (day, heads, signature) VALUES (:day, :heads, :signature) "
               "ON CONFLICT (day) DO NOTHING",
               day, heads, crypto::base64(*signature)) == 1;
}

void audit_by_tool(Scope& scope, std::string_view what, std::string_view subject, std::string_view words) {
    AuditChain chain(tool_chain);
    chain.load(scope.sql);
    chain.append(scope, {}, what, subject, words);
    chain.save(scope.sql);
}

std::vector<AuditRow> read_audit(Scope& scope, const AuditQuery& query) {
    std::vector<AuditRow> out;
    const std::int64_t actor = query.actor ? query.actor->value : -1;  // ids are never negative
    scope.sql.each<int, std::int64_t, TimePoint, PersonId, std::string, std::string, std::string>(
        "SELECT lane, seq, at, actor, what, subject, words FROM audit WHERE at >= :since AND at <= :until AND "
        "(:no_subject = '' OR subject = :subject) AND (:no_actor < 0 OR actor = :actor) "
        "ORDER BY at DESC, lane, seq DESC LIMIT :most",
        [&](int chain, std::int64_t seq, TimePoint at, PersonId who, std::string what, std::string subject,
            const std::string& words) {
            out.push_back({chain, seq, at, who, std::move(what), std::move(subject), {}});
            if (words.empty()) return;
            auto opened = crypto::opened(scope.vault.content(), words, words_purpose);
            out.back().words = opened ? std::move(*opened) : "(cannot be opened)";
        },
        query.since, query.until, query.subject, query.subject, actor, actor, query.most);
    return out;
}

}  // namespace noticeboard::community
