// What a lost phone can still do: nothing. Rights are looked at again at every press and step; what lies open ends.
#include "bot/community/member.hpp"
#include "bot/community/person.hpp"
#include "bot/delivery/outbox.hpp"
#include "plugins/plugins.hpp"
#include "tests/unit/community/town.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

struct Hands {
    Stage stage;
    Group group;
    PersonId li, wang;

    Hands() : stage(all_plugins(), options()) {
        auto scope = stage.scope();
        REQUIRE(community::add_unit(scope, "33", "Zhejiang"));
        community::NewGroup fresh;
        fresh.unit = "33";
        fresh.name = "Beitang";
        fresh.approval = true;
        group = *community::add_group(scope, fresh);
        li = person("li", "leader");
        wang = person("wang", "deputy");
    }
    static Stage::Options options() {
        Stage::Options out;
        out.roles = Town::roles();
        return out;
    }
    PersonId person(const std::string& name, const char* role) {
        stage.write(name, "menu");
        auto scope = stage.scope();
        const PersonId out = *community::find_person(scope, Stage::account, name);
        REQUIRE(community::grant(scope, Town::roles(), out, role, community::scope_of(group)));
        stage.out();
        return out;
    }
    // The token of the button whose label begins so, in what was said last.
    std::string button(const std::string& label) {
        std::string out;
        for (const delivery::Row& row : stage.out()) {
            if (row.outgoing.say() == nullptr) continue;
            for (const OutgoingButton& one : row.outgoing.say()->buttons) {
                if (one.label.starts_with(label)) out = one.token;
            }
        }
        REQUIRE_MESSAGE(!out.empty(), label);
        return out;
    }
    std::string somebody_asks(const std::string& name) {
        stage.write(name, "/join " + group.number);
        stage.out();
        stage.write("li", "/waiting");
        return button("Let in " + name);
    }
    bool is_let_in(const std::string& name) {
        auto scope = stage.scope();
        const auto known = community::member(scope, group.id, *community::find_person(scope, Stage::account, name));
        return known && known->state != Member::State::asked;
    }
    // The bot has read the screenshot that somebody sent for her group.
    void screenshot_is_read(PersonId from) {
        Delivered read;
        read.plugin = "link";
        read.tag = "screenshot";
        read.data = to_string(group.id) + "@" + to_string(from);
        read.facts.codes = {"https://weixin.qq.com/g/AQYAAthief"};
        Event event = stage.event("", "", std::move(read));
        event.place = {};
        stage.happen(std::move(event));
    }
    int codes() {
        auto scope = stage.scope();
        return static_cast<int>(community::chats_of(scope, group.id).size());
    }
    int rows(const std::string& table) {
        stage.sql().script("DROP TABLE IF EXISTS temp.counted");
        stage.sql().script("CREATE TEMP TABLE counted AS SELECT count(*) AS n FROM " + table +
                           " WHERE person = " + to_string(li));
        return *stage.sql().one<int>("SELECT n FROM temp.counted");
    }
};

}  // namespace

TEST_CASE("an old button: with the role it lets in, without it does nothing, though the button is still there") {
    Hands hands;
    const std::string mei = hands.somebody_asks("mei"), hong = hands.somebody_asks("hong");
    hands.stage.press("li", mei);
    CHECK(hands.is_let_in("mei"));
    auto scope = hands.stage.scope();
    community::revoke_now(scope, hands.li);  // the role alone: the buttons stay
    hands.stage.out();
    hands.stage.press("li", hong);
    CHECK(hands.stage.texts() == std::vector<std::string>{"li: You may not do that here."});
    CHECK_FALSE(hands.is_let_in("hong"));
}

TEST_CASE("a picture that was on its way when the role ended changes nothing") {
    Hands hands;
    hands.screenshot_is_read(hands.li);
    CHECK(hands.codes() == 1);
    auto scope = hands.stage.scope();
    hands.stage.sql().run("DELETE FROM chat WHERE grp = :grp", hands.group.id);
    community::revoke_now(scope, hands.li);
    hands.screenshot_is_read(hands.li);
    CHECK(hands.codes() == 0);
}

TEST_CASE("lost: the deputy presses once; role, open question and every button of hers are gone in the same turn") {
    Hands hands;
    const std::string hong = hands.somebody_asks("hong");
    hands.stage.write("li", "/link " + hands.group.number);  // she is asked for a screenshot
    CHECK(hands.rows("dialog") == 1);
    CHECK(hands.rows("button") > 0);
    hands.stage.out();
    hands.stage.write("wang", "/lost");
    const std::string lost = hands.button("li");
    std::vector<PersonId> ended;
    hands.stage.services().lock_out = [&ended](community::Scope&, PersonId who) { ended.push_back(who); };
    hands.stage.press("wang", lost);
    CHECK(hands.rows("role") == 0);
    CHECK(hands.rows("dialog") == 0);
    CHECK(hands.rows("button") == 0);
    CHECK(ended == std::vector<PersonId>{hands.li});  // the built-in chat is told too
    hands.stage.out();
    hands.stage.press("li", hong);
    CHECK(hands.stage.texts().front() == "li: This button is too old. Here is the menu.");
    CHECK_FALSE(hands.is_let_in("hong"));
    hands.stage.press("wang", lost);  // pressed twice
    CHECK(hands.stage.texts().back() == "wang: You may not do that here.");
}

TEST_CASE("whoever is no deputy any more cannot shut her leader out with yesterday's button") {
    Hands hands;
    hands.stage.write("wang", "/lost");
    const std::string lost = hands.button("li");
    auto scope = hands.stage.scope();
    community::revoke_now(scope, hands.wang);
    hands.stage.press("wang", lost);
    CHECK(hands.stage.texts() == std::vector<std::string>{"wang: You may not do that here."});
    CHECK(hands.rows("role") == 1);
}

namespace {

struct Waiting : Hands {
    std::vector<delivery::Row> rows;

    Waiting() {
        for (const char* text : {"one", "two", "three"}) {
            delivery::Row row = row_to_li();
            row.outgoing.what = Say{text, {}, {}, {}};
            rows.push_back(row);
        }
        rows.push_back(row_to_li());
        rows.back().outgoing.what = Action(Action::Kind::delete_message).message("12");
        auto scope = stage.scope();
        for (const delivery::Row& row : rows) delivery::post(scope, row);
        stage.sql().run("UPDATE outbox SET state = 3 WHERE id = :id", rows[1].id);
        REQUIRE(delivery::mark_sending(stage.sql(), rows[2].id, 1, ""));
    }
    delivery::Row row_to_li() {
        auto scope = stage.scope();
        delivery::Row out;
        out.id = scope.make_id<OutboxId>();
        out.account = Stage::account;
        out.chat = community::talks(scope, li).front().id;
        out.person = li;
        out.due = scope.now();
        return out;
    }
    void lose() {
        stage.write("wang", "/lost");
        stage.press("wang", button("li"));
    }
    bool goes(int which) {
        return delivery::mark_sending(stage.sql(), rows[static_cast<std::size_t>(which)].id, 1, "");
    }
    std::string kept(int which) {
        return stage.sql()
            .one<std::string>("SELECT body FROM outbox WHERE id = :id", rows[static_cast<std::size_t>(which)].id)
            .value();
    }
};

}  // namespace

TEST_CASE("lost: what waits for her is withdrawn in the same turn, queued or held; what takes messages away goes on") {
    Waiting waiting;
    waiting.lose();
    CHECK_FALSE(waiting.goes(0));
    CHECK(waiting.kept(0).empty());
    auto scope = waiting.stage.scope();
    CHECK(delivery::release_held(scope, waiting.rows[1].chat).empty());
    CHECK_FALSE(waiting.goes(1));
    CHECK(waiting.goes(3));
    // What is under way is beyond recall, but it is not tried a second time; nor held for later.
    delivery::mark_again(waiting.stage.sql(), waiting.rows[2].id, waiting.stage.clock().now());
    CHECK_FALSE(waiting.goes(2));
    // A sender that had it in its hands finds the window shut: it is not held either.
    delivery::mark_held(waiting.stage.sql(), waiting.rows[0].id);
    CHECK(delivery::release_held(scope, waiting.rows[0].chat).empty());
}

TEST_CASE("control: her role alone is taken, and all of it goes") {
    Waiting waiting;
    auto scope = waiting.stage.scope();
    community::revoke_now(scope, waiting.li);
    CHECK(waiting.goes(0));
    CHECK(delivery::release_held(scope, waiting.rows[1].chat).size() == 1);
    CHECK(waiting.goes(1));
    delivery::mark_again(waiting.stage.sql(), waiting.rows[2].id, waiting.stage.clock().now());
    CHECK(waiting.goes(2));
}

TEST_CASE("lost: whoever stands at the door is said to the deputy, who decides while nobody leads") {
    Hands hands;
    hands.somebody_asks("mei");
    hands.stage.pass(3min);
    hands.stage.write("wang", "/lost");
    hands.stage.press("wang", hands.button("li"));
    hands.stage.out();
    hands.stage.pass(0ms);
    CHECK(hands.stage.texts() == std::vector<std::string>{"wang: 1 person asks to join Beitang:\n· mei"});
    hands.stage.write("hong", "/join " + hands.group.number);  // and so is who comes later
    hands.stage.pass(3min);
    CHECK(hands.stage.texts().back() == "wang: 2 people ask to join Beitang:\n· mei\n· hong");
}
