// The audit: whoever changes, drops or cuts off a row is found, and the anchors find who rewrites it all.
#include "bot/community/audit.hpp"

#include "bot/community/vault.hpp"
#include "tests/unit/community/town.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

// Two chains with a few rows and one anchor a day.
struct Book {
    Town town;
    community::Scope& scope = town.scope;

    Book() {
        for (int day = 0; day < 3; ++day) {
            write(1, 4);
            write(2, 2);
            CHECK(community::anchor_audit(scope));
            CHECK_FALSE(community::anchor_audit(scope));
            town.pass(24h);
        }
    }
    void write(int lane, int rows) {
        community::AuditChain chain(lane);
        chain.load(scope.sql);
        for (int i = 0; i < rows; ++i) chain.append(scope, PersonId{7}, "role.granted", "person:8", "said by Li");
        chain.save(scope.sql);
    }
    std::string broken() { return community::verify_audit(scope).broken; }
};

}  // namespace

TEST_CASE("a whole audit verifies") {
    Book book;
    const auto report = community::verify_audit(book.scope);
    CHECK(report.broken == "");
    CHECK(report.rows == 18);
    CHECK(report.chains == 2);
    CHECK(report.anchors == 3);
}

TEST_CASE("every change of a row is found") {
    Book book;
    const auto change = [&](auto statement) {
        book.scope.sql.begin();
        book.scope.sql.run(statement);
        CHECK(book.broken() == "chain 1, row 5");
        book.scope.sql.rollback();
        CHECK(book.broken() == "");
    };
    change(store::Sql("UPDATE audit SET at = at + 1 WHERE lane = 1 AND seq = 5"));
    change(store::Sql("UPDATE audit SET actor = 9 WHERE lane = 1 AND seq = 5"));
    change(store::Sql("UPDATE audit SET what = 'role.revoked' WHERE lane = 1 AND seq = 5"));
    change(store::Sql("UPDATE audit SET subject = 'person:9' WHERE lane = 1 AND seq = 5"));
    change(store::Sql("UPDATE audit SET words = '' WHERE lane = 1 AND seq = 5"));
    change(store::Sql("DELETE FROM audit WHERE lane = 1 AND seq = 5"));
}

TEST_CASE("a chain that was cut off or hidden is found") {
    Book book;
    book.scope.sql.run("DELETE FROM audit WHERE lane = 1 AND seq = 12");
    CHECK(book.broken() == "chain 1: its end is missing");
    Book other;
    other.scope.sql.run("DELETE FROM audit_head WHERE lane = 1");
    CHECK(other.broken() == "chain 1: its end is missing");
}

TEST_CASE("who has the store but not the key cannot rewrite a chain past its anchor") {
    Book book;
    // All of chain 2 is written anew, heads included: the chains by themselves look whole.
    book.scope.sql.run("DELETE FROM audit WHERE lane = 2");
    book.scope.sql.run("DELETE FROM audit_head WHERE lane = 2");
    book.write(2, 6);
    CHECK(community::verify_audit(book.scope.sql).broken == "");
    CHECK(book.broken().find("chain 2 is not what it was") != std::string::npos);
}

TEST_CASE("an anchor cannot be changed, left out or signed by another key") {
    Book book;
    const auto second = book.scope.sql.all<std::int64_t>("SELECT day FROM audit_anchor ORDER BY day")[1];
    book.scope.sql.begin();
    book.scope.sql.run("UPDATE audit_anchor SET heads = heads || '2 1 x' WHERE day = :day", second);
    CHECK(book.broken().find("the signature does not fit") != std::string::npos);
    book.scope.sql.rollback();
    book.scope.sql.run("DELETE FROM audit_anchor WHERE day = :day", second);
    CHECK(book.broken().find("the one before it is missing") != std::string::npos);

    Book signed_by_us;
    const community::Vault other(*crypto::Key::from("another key: 32 bytes, no secret"));
    community::Scope elsewhere{signed_by_us.scope.sql, other, signed_by_us.scope.ids, signed_by_us.scope.moment};
    CHECK(community::verify_audit(elsewhere).broken.find("the signature does not fit") != std::string::npos);
}

TEST_CASE("the tools have a chain of their own beside the lanes'") {
    Book book;
    book.scope.sql.begin();
    community::audit_by_tool(book.scope, "group.added", "group:5");
    community::audit_by_tool(book.scope, "group.closed", "group:5", "the village moved");
    book.scope.sql.commit();
    const auto report = community::verify_audit(book.scope);
    CHECK(report.broken == "");
    CHECK(report.chains == 3);
}

TEST_CASE("rows are read newest first with their words opened, by subject, actor and time") {
    Book book;
    book.scope.sql.begin();
    community::audit_by_tool(book.scope, "group.closed", "group:5", "the village moved");
    book.scope.sql.commit();
    community::AuditQuery query;
    query.most = 3;
    const auto rows = community::read_audit(book.scope, query);
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].what == "group.closed");
    CHECK(rows[0].words == "the village moved");
    CHECK(rows[1].words == "said by Li");
    query.subject = "group:5";
    CHECK(community::read_audit(book.scope, query).size() == 1);
    query.subject.clear();
    query.most = 100;
    query.actor = PersonId{7};
    CHECK(community::read_audit(book.scope, query).size() == 18);
    query.since = book.scope.now() - 25h;
    CHECK(community::read_audit(book.scope, query).size() == 6);
    const std::string kept = *book.scope.sql.one<std::string>("SELECT words FROM audit WHERE lane = 1000");
    CHECK(kept.find("village") == std::string::npos);  // sealed
}
