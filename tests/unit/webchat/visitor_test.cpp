// Who somebody is in the built-in chat: cookies, the clock of the private talk, four pictures, codes for another phone.
#include "tests/unit/webchat/house.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;
using namespace noticeboard::webchat;

TEST_CASE("a cookie that we did not make is refused") {
    House house;
    const std::string cookie = new_cookie(house.scope);
    CHECK(cookie.size() == 32);
    CHECK(is_genuine(house.scope, cookie));
    for (std::size_t i = 0; i < cookie.size(); ++i) {
        std::string forged = cookie;
        forged[i] = forged[i] == '0' ? '1' : '0';
        CHECK_FALSE(is_genuine(house.scope, forged));
    }
    CHECK_FALSE(is_genuine(house.scope, ""));
    CHECK_FALSE(is_genuine(house.scope, std::string(32, '0')));
    CHECK_FALSE(find_browser(house.scope, cookie).has_value());
    add_browser(house.scope, cookie);
    CHECK(find_browser(house.scope, cookie).has_value());
}

TEST_CASE("a private talk is open for five minutes after she did or saw something there") {
    House house;
    House::Browser wang;
    house.post(wang, "/chat/talk/begin");
    REQUIRE(wang.event);
    const std::string talk = house.talk(wang);
    const auto is_open = [&] { return house.get(wang, "/chat/talk").redirect == "/chat/" + talk; };
    CHECK(is_open());
    house.pass(4min);
    house.get(wang, "/chat/" + talk);  // a look counts
    house.pass(4min);
    CHECK(is_open());
    house.post(wang, "/chat/" + talk + "/say", {}, {"Are you there?", {}, {}});
    CHECK(wang.event.has_value());
    house.pass(5min);
    CHECK_FALSE(is_open());
    house.post(wang, "/chat/" + talk + "/say", {}, {"Nobody hears this", {}, {}});
    CHECK_FALSE(wang.event.has_value());
    CHECK(wang.went.wrote.empty());
}

TEST_CASE("an open private talk is open in its own browser only") {
    House house;
    House::Browser wang = house.member("Wang"), mei = house.member("Mei");
    house.post(wang, "/chat/talk/begin");
    const std::string talk = house.talk(wang);
    house.post(mei, "/chat/" + talk + "/say", {}, {"I am Wang", {}, {}});
    CHECK_FALSE(mei.event.has_value());
    CHECK(house.text(house.get(mei, "/chat/" + talk), "dots") == "○○○○");
}

TEST_CASE("pictures are read as the page sends them") {
    CHECK(read_pictures("3.0.11.3") == "3.0.11.3");
    CHECK(read_pictures(".7") == "7");
    CHECK(read_pictures("") == "");
    CHECK_FALSE(read_pictures("12").has_value());
    CHECK_FALSE(read_pictures("1.2.3.4.5").has_value());
    CHECK_FALSE(read_pictures("-1").has_value());
    CHECK_FALSE(read_pictures("99999999999999999999").has_value());
    CHECK(is_whole("3.0.11.3"));
    CHECK_FALSE(is_whole("3.0.11"));
    CHECK_FALSE(is_whole(""));
}

TEST_CASE("after five wrong ones the right pictures open nothing for an hour") {
    House house;
    House::Browser wang;
    house.post(wang, "/chat/talk/begin");
    const std::string talk = house.talk(wang);
    house.post(wang, "/chat/" + talk + "/pictures", {{"touched", "1.2.3.4"}, {"keep", "1"}});
    house.post(wang, "/chat/leave");
    CHECK(wang.went.go == "/");
    const auto tries = [&](const char* pictures) {
        house.post(wang, "/chat/talk/open", {{"touched", pictures}});
        return wang.went.go;
    };
    for (int i = 0; i < 4; ++i) CHECK(tries("1.2.3.5") == "/chat/");
    CHECK(tries("1.2.3.4").starts_with("/chat/" + talk));  // four wrong ones are forgiven
    house.post(wang, "/chat/leave");
    for (int i = 0; i < 5; ++i) CHECK(tries("4.3.2.1") == "/chat/");
    CHECK(tries("1.2.3.4") == "/chat/");
    house.pass(59min);
    CHECK(tries("1.2.3.4") == "/chat/");
    house.pass(1min);
    CHECK(tries("1.2.3.4").starts_with("/chat/" + talk));
}

TEST_CASE("a talk with pictures stays shut when another is begun; one without shows nothing of what it said") {
    House house;
    House::Browser wang;
    house.post(wang, "/chat/talk/begin");
    const std::string first = house.talk(wang);
    house.post(wang, "/chat/" + first + "/say", {}, {"He hit me", {}, {}});
    house.pass(5min);
    house.post(wang, "/chat/talk/begin");
    CHECK(house.talk(wang) == first);
    CHECK(std::get<std::vector<Values>>(house.get(wang, "/chat/" + first).values.all().at("rows")).empty());

    house.post(wang, "/chat/" + first + "/pictures", {{"touched", "1.2.3.4"}, {"keep", "1"}});
    house.pass(5min);
    house.post(wang, "/chat/talk/begin");
    CHECK(house.talk(wang) != first);
    house.post(wang, "/chat/leave");
    house.post(wang, "/chat/talk/open", {{"touched", "1.2.3.4"}});
    CHECK(house.talk(wang) == first);
}

TEST_CASE("a code brings her to another phone, once and for ten minutes") {
    House house;
    House::Browser wang = house.member("Wang");
    house.post(wang, "/chat/talk/begin");
    const std::string talk = house.talk(wang);
    house.post(wang, "/chat/" + talk + "/code");
    const auto code = code_of(house.scope, talk);
    REQUIRE(code);
    CHECK(code->size() == 12);  // 60 bits
    House::Browser phone, thief;
    house.post(phone, "/chat/code", {{"code", "O" + code->substr(1)}});
    CHECK(phone.cookie.empty());
    house.post(phone, "/chat/code", {{"code", *code}});
    CHECK(house.visitor(phone) == house.visitor(wang));
    CHECK(house.talk(phone).empty());  // her private talk is not open there
    house.post(thief, "/chat/code", {{"code", *code}});
    CHECK(thief.cookie.empty());

    house.post(wang, "/chat/" + talk + "/code");
    const auto late = code_of(house.scope, talk);
    house.pass(10min);
    house.post(thief, "/chat/code", {{"code", *late}});
    CHECK(thief.cookie.empty());
}

TEST_CASE("too many newcomers from one address wait an hour; who is known does not") {
    House house;
    House::Browser wang = house.member("Wang");
    for (int i = 0; i < house.rules.visitors_per_hour - 1; ++i) {
        House::Browser other;
        house.post(other, "/chat/talk/begin");
        CHECK_FALSE(other.cookie.empty());
    }
    House::Browser one_more;
    house.post(one_more, "/chat/talk/begin");
    CHECK(one_more.cookie.empty());
    CHECK(one_more.went.go == "/chat/?note=many");
    house.post(wang, "/chat/talk/begin");
    CHECK(wang.event.has_value());
    house.pass(1h);
    house.post(one_more, "/chat/talk/begin");
    CHECK_FALSE(one_more.cookie.empty());
}
