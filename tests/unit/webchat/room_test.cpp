// Rooms of the built-in chat: what is said, who may, what the bot does there.
#include "bot/community/erasure.hpp"
#include "tests/unit/webchat/house.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;
using namespace noticeboard::webchat;

namespace {

std::vector<std::string> said(House& house, ChatId chat) {
    std::vector<std::string> out;
    for (const Row& row : rows_after(house.scope, chat, 0, 100)) {
        if (row.kind != Row::Kind::deleted) out.push_back(row.gone ? "(gone)" : row.text);
    }
    return out;
}

}  // namespace

TEST_CASE("a group has one room here, open beside its other chats") {
    House house;
    const auto again = open_room(house.scope, house.rules, house.women.id);
    REQUIRE(again);
    CHECK(again->id == house.room.id);
    CHECK(house.look(house.room).state == Chat::State::open);
    CHECK(house.look(house.room).link == "https://nb.example/chat/" + house.room.place.id);
    CHECK(house.look(house.room).can.has(Ability::ban));
}

TEST_CASE("what the bot says is there once, however often it is applied") {
    House house;
    const Outgoing hello = house.outgoing(Say{"Hello", {}, {}});
    const Applied first = apply(house.scope, house.rules, hello, {});
    const Applied second = apply(house.scope, house.rules, hello, {});
    CHECK(first.refused.empty());
    CHECK(first.facts.message_id == second.facts.message_id);
    CHECK(said(house, house.room.id) == std::vector<std::string>{"Hello"});
}

TEST_CASE("letting in happens once, and only who asked comes in") {
    House house;
    House::Browser wang;
    house.post(wang, "/chat/" + house.room.place.id + "/enter", {{"name", "  Wang\n"}});
    REQUIRE(wang.event);
    CHECK(std::holds_alternative<JoinAsked>(wang.event->what));
    CHECK(wang.event->from.name == "Wang");
    const Outgoing approve = house.outgoing(Action(Action::Kind::approve).user(house.visitor(wang)));
    const Applied first = apply(house.scope, house.rules, approve, {});
    REQUIRE(first.caused);
    CHECK(std::holds_alternative<Joined>(first.caused->what));
    CHECK_FALSE(apply(house.scope, house.rules, approve, {}).caused.has_value());
    CHECK(house.act(Action(Action::Kind::approve).user("nobody")).refused == "did not ask");
    CHECK(house.act(Action(Action::Kind::count_members)).facts.members == 1);
}

TEST_CASE("who is muted, removed or banned says nothing") {
    House house;
    House::Browser wang = house.member("Wang");
    const std::string say = "/chat/" + house.room.place.id + "/say", who = house.visitor(wang);
    const auto speaks = [&] {
        house.post(wang, say, {}, {"I am here", {}, {}});
        return wang.event.has_value();
    };
    CHECK(speaks());
    house.act(Action(Action::Kind::mute).user(who).until(house.scope.now() + 10min));
    CHECK_FALSE(speaks());
    CHECK(wang.went.go.ends_with("?note=muted"));
    house.pass(10min);
    CHECK(speaks());
    house.act(Action(Action::Kind::mute).user(who));  // until further notice
    CHECK_FALSE(speaks());
    house.act(Action(Action::Kind::unmute).user(who));
    CHECK(speaks());

    const Applied removed = house.act(Action(Action::Kind::remove).user(who));
    REQUIRE(removed.caused);
    CHECK(std::get<Left>(removed.caused->what).by == "bot");
    CHECK_FALSE(speaks());
    house.post(wang, "/chat/" + house.room.place.id + "/enter");
    CHECK(wang.event.has_value());
    house.act(Action(Action::Kind::approve).user(who));
    CHECK(speaks());

    house.act(Action(Action::Kind::ban).user(who).until(house.scope.now() + 1h));
    CHECK_FALSE(speaks());
    house.post(wang, "/chat/" + house.room.place.id + "/enter");
    CHECK_FALSE(wang.event.has_value());
    house.pass(1h);
    house.post(wang, "/chat/" + house.room.place.id + "/enter");
    CHECK(wang.event.has_value());
}

TEST_CASE("a deleted message is gone from the store with its picture, and those who watch are told") {
    House house;
    House::Browser wang = house.member("Wang");
    house.post(wang, "/chat/" + house.room.place.id + "/say", {},
               {"Buy my tea", Cleaned{"image/jpeg", "a picture"}, {}});
    REQUIRE(wang.event);
    const std::string id = wang.event->message_id, file = std::get<Message>(wang.event->what).attachments.front().id;
    CHECK(house.act(Action(Action::Kind::download).text(file)).facts.file == "a picture");
    const auto before = newest(house.scope, house.room.id);
    house.act(Action(Action::Kind::delete_message).message(id));
    house.act(Action(Action::Kind::delete_message).message(id));
    CHECK(said(house, house.room.id) == std::vector<std::string>{"(gone)"});
    CHECK(house.scope.sql.one<std::string>("SELECT body FROM web_row WHERE id = :id", std::stoll(id)) == "");
    CHECK(house.act(Action(Action::Kind::download).text(file)).refused == "no such file");
    const auto news = rows_after(house.scope, house.room.id, before, 10);
    REQUIRE(news.size() == 1);
    CHECK(news.front().kind == Row::Kind::deleted);
    CHECK(news.front().target == 1);
}

TEST_CASE("nothing that was said can be read in the store, and a forgotten person's words not even by us") {
    House house;
    House::Browser wang;
    house.post(wang, "/chat/talk/begin");
    const std::string talk = house.talk(wang);
    house.post(wang, "/chat/" + talk + "/say", {}, {"He hit me", Cleaned{"image/jpeg", "my bruises"}, {}});
    const auto chat = chat_at(house.scope, house.rules, talk);
    CHECK(said(house, chat->id) == std::vector<std::string>{"He hit me"});
    for (const std::string& body : house.scope.sql.all<std::string>("SELECT body FROM web_row")) {
        CHECK(body.find("hit me") == std::string::npos);
        CHECK_FALSE(body.empty());
    }
    CHECK(house.scope.sql.one<std::string>("SELECT bytes FROM web_file")->find("bruises") == std::string::npos);
    community::forget(house.scope, *community::find_person(house.scope, house.rules.account, talk));
    house.scope.at_hand.reset();
    CHECK(said(house, chat->id).empty());
    CHECK(purge_forgotten(house.scope, 100) == 2);
    CHECK(house.scope.sql.one<int>("SELECT count(*) FROM web_row") == 0);
    CHECK(house.scope.sql.one<int>("SELECT count(*) FROM web_file") == 0);
}

TEST_CASE("what is older than the rules keep is forgotten, what is younger stays") {
    House house;
    apply(house.scope, house.rules, house.outgoing(Say{"Old", {}, {}}), {});
    house.pass(house.rules.keep);
    apply(house.scope, house.rules, house.outgoing(Say{"New", {}, {}}), {});
    house.pass(1h);
    CHECK(purge(house.scope, house.scope.now() - house.rules.keep, 100) == 1);
    CHECK(said(house, house.room.id) == std::vector<std::string>{"New"});
}

TEST_CASE("the same address says the same to everybody who may not look behind it") {
    House house;
    House::Browser wang, nobody;
    house.post(wang, "/chat/talk/begin");
    house.post(wang, "/chat/" + house.talk(wang) + "/pictures", {{"touched", "1.2.3.4"}, {"keep", "1"}});
    const std::string talk = "/chat/" + house.talk(wang);
    house.post(wang, "/chat/leave");
    const auto looks = [&](const House::Browser& who, const std::string& path) {
        const Page page = house.get(who, path);
        std::string out = page.layout + page.redirect + std::to_string(page.status);
        for (const auto& [name, value] : page.values.all()) {
            const auto* text = std::get_if<std::string>(&value);
            if (name != "nonce") out += name + "=" + (text != nullptr ? *text : "…") + "\n";
        }
        return out;
    };
    const std::string shut = looks(wang, talk);
    CHECK(looks(nobody, talk) == shut);
    CHECK(looks(nobody, "/chat/000000000000") == shut);
    CHECK(looks(nobody, "/chat/talk") == shut);
    CHECK(looks(wang, "/chat/talk") == shut);
    CHECK(looks(nobody, talk + "/pictures") == shut);
    CHECK(looks(nobody, "/chat/../../etc") == shut);
    CHECK(looks(nobody, "/chat/\xff\xfe") == shut);
    CHECK(looks(nobody, "/chat/" + std::string(3000, 'x') + "/code") == shut);
    // A wrong picture leads to the notices, which know nothing of the talk.
    house.post(wang, "/chat/talk/open", {{"touched", "4.4.4.4"}});
    CHECK(wang.went.go == "/chat/");
    CHECK(looks(wang, "/chat/") == looks(nobody, "/chat/"));
}

TEST_CASE("a file is served in its own room only") {
    House house;
    House::Browser wang;
    house.post(wang, "/chat/talk/begin");
    house.post(wang, "/chat/" + house.talk(wang) + "/say", {}, {"", Cleaned{"image/jpeg", "my bruises"}, {}});
    const std::string file = std::get<Message>(wang.event->what).attachments.front().id;
    CHECK(read_file(house.scope, chat_at(house.scope, house.rules, house.talk(wang))->id, file)->bytes == "my bruises");
    CHECK_FALSE(read_file(house.scope, house.room.id, file).has_value());
}

TEST_CASE("a press is an event with the button's token, and her words in the private talk") {
    House house;
    House::Browser wang;
    house.post(wang, "/chat/talk/begin");
    Outgoing menu = house.outgoing(Say{"What would you like?", {{"About", "tokenabout12", "", 1}}, {}});
    menu.place = wang.event->place;
    const PersonId person =
        community::called(house.scope, house.rules.account, wang.event->from, menu.place).person.id();
    apply(house.scope, house.rules, menu, person);
    house.post(wang, "/chat/" + house.talk(wang) + "/press", {{"token", "tokenabout12"}, {"row", "1"}});
    REQUIRE(wang.event);
    CHECK(std::get<Pressed>(wang.event->what).data == "tokenabout12");
    const auto rows = rows_after(house.scope, chat_at(house.scope, house.rules, house.talk(wang))->id, 0, 10);
    REQUIRE(rows.size() == 2);
    CHECK(rows[1].kind == Row::Kind::pressed);
    CHECK(rows[1].text == "About");
}

TEST_CASE("a row's text cannot become markup") {
    Row row;
    row.text = "<script>alert('x')</script>";
    row.name = "<b>Wang</b>";
    row.author = "wang";
    const text::Catalog catalog;
    const std::string html = row_html(row, {"place", "li", "en", catalog, "nonce"});
    CHECK(html.find("<script>") == std::string::npos);
    CHECK(html.find("<b>Wang") == std::string::npos);
    CHECK(html.find("&lt;script&gt;") != std::string::npos);
}

TEST_CASE("the last word to whom we forgot arrives, and everything before it goes with her name and pictures") {
    House house;
    House::Browser wang = house.member("Wang");
    house.post(wang, "/chat/talk/begin");
    const std::string talk = house.talk(wang);
    house.post(wang, "/chat/" + talk + "/pictures", {{"touched", "1.2.3.4"}, {"keep", "1"}});
    house.post(wang, "/chat/" + talk + "/say", {}, {"Forget me", {}, {}});
    Outgoing goodbye = house.outgoing(Say{"I do not know you any more.", {}, {}});
    goodbye.place = wang.event->place;
    const PersonId person = *community::find_person(house.scope, house.rules.account, talk);
    community::forget(house.scope, person);
    CHECK(apply(house.scope, house.rules, goodbye, person).refused.empty());
    CHECK(apply(house.scope, house.rules, goodbye, person).refused.empty());
    const auto chat = chat_at(house.scope, house.rules, talk);
    REQUIRE(chat);
    CHECK(said(house, chat->id) == std::vector<std::string>{"I do not know you any more."});
    CHECK(house.scope.sql.one<int>("SELECT count(*) FROM web_row") == 1);
    CHECK(name_of(house.scope, talk).empty());
    CHECK_FALSE(has_pictures(house.scope, talk));
}
