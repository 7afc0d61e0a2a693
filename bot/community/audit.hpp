// The audit: append-only, one hash chain per lane. Rows name internal ids and sealed words only, and the hash covers
// the sealed form: erasing a person takes her key, never a row. Once a day the heads of all chains are signed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/result.hpp"

namespace noticeboard::community {

class AuditChain {  // one lane's; used inside that lane's transactions
 public:
    explicit AuditChain(int lane) : lane_(lane) {}

    void load(store::Session& session);  // at the start and after a rollback
    void append(Scope& scope, PersonId actor, std::string_view what, std::string_view subject, std::string_view words);
    void save(store::Session& session);  // the head, once per batch

    struct Head {
        std::int64_t seq = 0;
        std::string hash;
    };
    const Head& head() const { return head_; }
    void restore(Head head) { head_ = std::move(head); }  // a turn was rolled back

 private:
    int lane_;
    Head head_;
    std::int64_t saved_ = 0;
};

// One row on the chain of tools, which work beside a running server; inside a transaction of their own.
inline constexpr int tool_chain = 1000;
void audit_by_tool(Scope& scope, std::string_view what, std::string_view subject, std::string_view words = {});

struct AuditReport {
    std::int64_t rows = 0;
    int chains = 0;
    int anchors = 0;
    std::string broken;  // empty: all is whole; otherwise which row or anchor is not what was written
};
AuditReport verify_audit(store::Session& session);  // the chains
AuditReport verify_audit(Scope& scope);             // the chains, and the anchors against them

// Signs the heads of all chains and the anchor before (Ed25519, its key derived from the master key). The first call of
// a day (UTC) does, the others nothing; true when it did.
bool anchor_audit(Scope& scope);

struct AuditRow {
    int chain = 0;
    std::int64_t seq = 0;
    TimePoint at{};
    PersonId actor;  // none: the bot or the operator
    std::string what, subject;
    std::string words;  // opened
};
struct AuditQuery {
    TimePoint since{}, until = TimePoint::max();
    std::string subject;  // empty: all
    std::optional<PersonId> actor;
    int most = 100;
};
// Rows with their words opened, newest first. For whoever has right::read_audit: the caller looks.
std::vector<AuditRow> read_audit(Scope& scope, const AuditQuery& query);

}  // namespace noticeboard::community
