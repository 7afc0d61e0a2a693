// The audit: append-only, one hash chain per lane. Rows name internal ids and sealed words only, and the hash covers
// the sealed form: erasing a person takes her key, never a row.
#pragma once

#include <string>
#include <string_view>

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

struct AuditReport {
    std::int64_t rows = 0;
    int chains = 0;
    std::string broken;  // empty: every chain is whole; otherwise which row is not what was written
};
AuditReport verify_audit(store::Session& session);

}  // namespace noticeboard::community
