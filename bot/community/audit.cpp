// Appends to and verifies the audit's chains: see audit.hpp.
#include "bot/community/audit.hpp"

#include "bot/crypto/encoding.hpp"
#include "bot/crypto/hash.hpp"

namespace noticeboard::community {
namespace {

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
        words.empty() ? "" : crypto::sealed(scope.vault.content(), words, "audit", scope.moment.random);
    std::string hash = link(head_.hash, lane_, seq, at, actor.value, what, subject, sealed);
    scope.sql.run("INSERT INTO audit (lane, seq, at, actor, what, subject, words, hash) "
                  "VALUES (:lane, :seq, :at, :actor, :what, :subject, :words, :hash)",
                  lane_, seq, at, actor, what, subject, sealed, hash);
    head_ = {seq, std::move(hash)};
}

void AuditChain::save(store::Session& session) {
    if (head_.seq == saved_) return;
    session.run("INSERT INTO audit_head (lane, seq, hash) VALUES (:lane, :seq, :hash) "
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
    std::vector<int> lanes = session.all<int>("SELECT lane FROM audit_head ORDER BY lane");
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

}  // namespace noticeboard::community
