// Who may send what, and who must stand behind it. Stop always wins.
#include "tests/unit/notice/hall.hpp"

using namespace noticeboard;
using tests::Hall;

TEST_CASE("an official writes to her own subtree and to nothing else") {
    Hall hall;
    const PersonId zhao = hall.official("Zhao", "township", "33.05.22.103");
    const Group elsewhere = hall.village("33.05.22.104", "telegram");
    CHECK(hall.draft(zhao, "33.05.22.103").ok());
    CHECK(hall.draft(zhao, "33.05.22.103.207").ok());
    for (const std::string& audience : {std::string("33.05.22"), std::string("*"), std::string("33.05.22.104"),
                                        "33.05.22.103 with:" + elsewhere.number}) {
        CAPTURE(audience);
        const auto refused = hall.draft(zhao, audience);
        REQUIRE_FALSE(refused.ok());
        CHECK(refused.error().kind == Error::Kind::forbidden);
    }
    const Notice draft = *hall.draft(zhao, "33.05.22.103");
    CHECK_FALSE(community::readdress_notice(hall.scope, Hall::roles(), draft.id, "33.05.22", zhao).ok());
    const PersonId nobody = hall.person("Nobody");
    CHECK_FALSE(hall.approve(draft, nobody).ok());
}

TEST_CASE("few groups want a reason, many a second person who may send there") {
    Hall hall;
    const PersonId zhao = hall.official("Zhao", "county", "33.05.22");
    const PersonId sun = hall.official("Sun", "county", "33.05.22");
    for (int i = 0; i < 4; ++i) hall.village("33.05.22", "telegram");
    hall.rules.second_above = 5;
    const Notice few = *hall.draft(zhao, "33.05.22");
    CHECK(hall.approve(few, zhao).error().kind == Error::Kind::invalid);
    REQUIRE(community::say_reason(hall.scope, few.id, "only these four"));
    CHECK(hall.approve(few, zhao)->state == Notice::State::approved);

    for (int i = 0; i < 2; ++i) hall.village("33.05.22", "telegram");
    const Notice many = *hall.draft(zhao, "33.05.22", "To all six.");
    CHECK(hall.approve(many, zhao)->state == Notice::State::draft);
    CHECK(hall.approve(many, zhao)->state == Notice::State::draft);  // she is not two people
    CHECK_FALSE(community::send_notice(hall.scope, many.id).ok());
    CHECK(community::approvers(hall.scope, Hall::roles(), many) == std::vector{sun});
    CHECK(hall.approve(many, sun)->state == Notice::State::approved);
    CHECK(community::send_notice(hall.scope, many.id).ok());
}

TEST_CASE("other groups or other words, and who stood behind it does not any more") {
    Hall hall;
    const PersonId zhao = hall.official("Zhao", "county", "33.05.22");
    const PersonId sun = hall.official("Sun", "county", "33.05.22");
    for (int i = 0; i < 6; ++i) hall.village("33.05.22", "telegram");
    hall.rules.second_above = 5;
    const Notice notice = *hall.draft(zhao, "33.05.22.103 33.05.22");
    SUBCASE("words") {
        REQUIRE(hall.approve(notice, sun)->state == Notice::State::approved);
        CHECK_FALSE(community::add_text(hall.scope, notice.id, "zh", "别的话").ok());  // not a draft any more
    }
    SUBCASE("groups") {
        hall.rules.second_above = 100;
        hall.rules.reason_below = 0;
        const Notice other = *hall.draft(zhao, "33.05.22", "A second.");
        hall.rules.second_above = 5;
        REQUIRE(hall.approve(other, zhao)->state == Notice::State::draft);
        REQUIRE(community::readdress_notice(hall.scope, Hall::roles(), other.id, "33.05.22", zhao));
        CHECK(hall.approve(other, sun)->state == Notice::State::approved);  // Sun alone is another than the author
    }
}

TEST_CASE("an emergency wants two mandates, or one that stands alone; a township has none") {
    Hall hall;
    const PersonId zhao = hall.official("Zhao", "county", "33.05.22");
    const PersonId sun = hall.official("Sun", "county", "33.05.22");
    const PersonId duty = hall.official("Duty", "duty", "33.05.22");
    for (int i = 0; i < 6; ++i) hall.village("33.05.22", "telegram");
    Notice notice = *hall.draft(zhao, "33.05.22");
    REQUIRE(community::make_urgent(hall.scope, notice.id));
    CHECK(hall.approve(notice, zhao)->state == Notice::State::draft);
    CHECK(hall.approve(notice, {})->state == Notice::State::draft);  // the operator has no mandate
    CHECK(hall.approve(notice, sun)->state == Notice::State::approved);

    Notice other = *hall.draft(zhao, "33.05.22", "Another.");
    REQUIRE(community::make_urgent(hall.scope, other.id));
    CHECK(hall.approve(other, duty)->state == Notice::State::approved);
}

TEST_CASE("the same words to the same groups within ten minutes are noticed, to others or later are not") {
    Hall hall;
    const PersonId zhao = hall.official("Zhao", "county", "33.05.22");
    for (int i = 0; i < 6; ++i) hall.village("33.05.22.103", "telegram");
    const Notice first = *hall.draft(zhao, "33.05.22.103");
    REQUIRE(hall.approve(first, zhao));
    REQUIRE(community::send_notice(hall.scope, first.id));
    const auto same = [&](const std::string& audience, const std::string& words) {
        const Notice again = *hall.draft(zhao, audience, words);
        const auto preview = community::preview_notice(hall.scope, again, hall.carriers);
        return community::wanting(hall.scope, Hall::roles(), hall.rules, again, *preview).same.has_value();
    };
    CHECK(same("33.05.22.103", "Boil the water."));
    CHECK(same("33.05.22", "ＢＯＩＬ  the water."));  // folded, and a wider subtree
    CHECK_FALSE(same("33.05.22.104", "Boil the water."));
    CHECK_FALSE(same("33.05.22.103", "Boil the milk."));
    hall.pass(11min);
    CHECK_FALSE(same("33.05.22.103", "Boil the water."));
}

TEST_CASE("draft, approved, running, paused, done or cancelled: no step is skipped, and stop always wins") {
    Hall hall;
    for (int i = 0; i < 6; ++i) hall.village("33.05.22", "telegram");
    const Notice notice = *hall.draft({}, "33.05.22");
    const auto state = [&] { return community::notice(hall.scope, notice.id)->state; };
    CHECK_FALSE(community::send_notice(hall.scope, notice.id).ok());
    CHECK_FALSE(community::pause_notice(hall.scope, notice.id).ok());
    CHECK_FALSE(community::begin_notice(hall.scope, notice.id));
    REQUIRE(hall.approve(notice, {}));
    REQUIRE(community::send_notice(hall.scope, notice.id));
    REQUIRE(community::begin_notice(hall.scope, notice.id));
    CHECK_FALSE(community::begin_notice(hall.scope, notice.id));
    REQUIRE(community::pause_notice(hall.scope, notice.id));
    REQUIRE(community::resume_notice(hall.scope, notice.id));
    REQUIRE(community::pause_notice(hall.scope, notice.id));
    REQUIRE(community::cancel_notice(hall.scope, notice.id));
    CHECK(state() == Notice::State::cancelled);
    CHECK_FALSE(community::resume_notice(hall.scope, notice.id).ok());
    CHECK_FALSE(community::finish_notice(hall.scope, notice.id));
    CHECK(state() == Notice::State::cancelled);
}

TEST_CASE("a text that is empty, too long or no UTF-8, a link that is not https, a picture that is none: refused") {
    Hall hall;
    community::NewNotice good;
    good.unit = "33.05.22";
    good.audience = "33.05.22";
    good.texts["en"] = "Boil the water.";
    REQUIRE(community::draft_notice(hall.scope, Hall::roles(), good));
    const auto refused = [&](auto change) {
        community::NewNotice bad = good;
        change(bad);
        return !community::draft_notice(hall.scope, Hall::roles(), bad).ok();
    };
    CHECK(refused([](auto& one) { one.texts.clear(); }));
    CHECK(refused([](auto& one) { one.texts["en"] = ""; }));
    CHECK(refused([](auto& one) { one.texts["en"] = std::string(2001, 'a'); }));
    CHECK(refused([](auto& one) { one.texts["en"] = "\xff"; }));
    CHECK(refused([](auto& one) { one.link = "http://example.org"; }));
    CHECK(refused([](auto& one) { one.link = "javascript:alert(1)"; }));
    CHECK(refused([](auto& one) { one.picture = "<svg/>"; }));
    CHECK(refused([](auto& one) { one.unit = "99"; }));
    CHECK(refused([](auto& one) {
        one.expires = one.begins;
        one.begins = from_millis(2), one.expires = from_millis(1);
    }));
}
