// The built-in chat's sessions of somebody whose phone is lost end; everybody else's go on.
#include "bot/community/person.hpp"
#include "tests/unit/webchat/house.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

constexpr const char* her_pictures = "1.2.3.4";

struct Phones : House {
    Browser li = member("Li"), wang = member("Wang");
    std::string talk;
    PersonId hers;

    Phones() {
        post(li, "/chat/talk/begin");
        talk = House::talk(li);
        post(li, "/chat/" + talk + "/pictures", {{"touched", her_pictures}, {"keep", "1"}});
        post(wang, "/chat/talk/begin");
        hers = community::called(scope, rules.account, {talk, "Li", {}, false}, {talk, Room::direct}).person.id();
    }
    bool writes(Browser& browser, const std::string& place) {
        post(browser, "/chat/" + place + "/say", {}, {"hello", {}, {}});
        return browser.event.has_value();
    }
};

}  // namespace

TEST_CASE("her private talk, her group, her pictures and her code for another phone are shut; Wang's are open") {
    Phones phones;
    REQUIRE(phones.writes(phones.li, phones.talk));
    REQUIRE(phones.writes(phones.li, phones.room.place.id));
    const std::string code = webchat::make_code(phones.scope, phones.talk, phones.rules);
    const std::string mark = webchat::find_browser(phones.scope, phones.li.cookie)->mark;
    REQUIRE(webchat::browser_stands(phones.scope, mark));

    webchat::end_sessions(phones.scope, phones.rules.account, phones.hers);
    CHECK_FALSE(webchat::browser_stands(phones.scope, mark));  // what a live page is asked before it is told anything
    CHECK_FALSE(phones.writes(phones.li, phones.talk));
    CHECK_FALSE(phones.writes(phones.li, phones.room.place.id));
    CHECK_FALSE(webchat::spend_code(phones.scope, code));
    phones.post(phones.li, "/chat/talk/open", {{"touched", her_pictures}});
    CHECK_FALSE(phones.writes(phones.li, phones.talk));
    CHECK(phones.writes(phones.wang, phones.House::talk(phones.wang)));
    CHECK(phones.writes(phones.wang, phones.room.place.id));
}

TEST_CASE("somebody who has no account there loses nothing there") {
    Phones phones;
    const PersonId other = phones.person("Mei");  // on Telegram
    webchat::end_sessions(phones.scope, phones.rules.account, other);
    CHECK(phones.writes(phones.li, phones.talk));
}
