// The rules: what is a breach, what never is, and for whom there are none. Each promise with its control.
#include "plugins/moderation/link.hpp"
#include "tests/unit/moderation/hamlet.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

TEST_CASE("no word of danger is ever moderated, whatever stands beside it") {
    Hamlet hamlet;
    int words = 0;
    for (const DangerWords& one : hamlet.config.help.danger) {
        for (const std::string& word : one.words) {
            CAPTURE(word);
            hamlet.say("Mei", "online casino " + word + " https://bad.example", 30s);
            CHECK_FALSE(hamlet.out().deleted());
            ++words;
        }
    }
    CHECK(words > 20);
    CHECK(hamlet.cases() == 0);

    Site careless = Hamlet::rules();  // control: without the list the same messages go
    const std::string word = careless.help.danger.front().words.front();
    careless.help.danger.clear();
    Hamlet other(std::move(careless));
    other.say("Mei", "online casino " + word + " https://bad.example");
    CHECK(other.out().deleted());
}

TEST_CASE("a word that the bot answers to is no breach, unless a link hides behind it") {
    Hamlet hamlet;
    auto scope = hamlet.stage.scope();
    community::joined(scope, hamlet.group.id, hamlet.person("Mei"), hamlet.chat.id);
    hamlet.out();
    hamlet.say("Mei", "help online casino");
    CHECK_FALSE(hamlet.out().deleted());
    hamlet.say("Mei", "help yourself at https://bad.example");
    CHECK(hamlet.out().deleted());
}

TEST_CASE("leaders, deputies and officials are exempt; without the role they are not") {
    Hamlet hamlet;
    hamlet.give("Dou", "deputy", community::scope_of(hamlet.group));
    for (const char* who : {"Li", "Dou", "Kong"}) {
        CAPTURE(who);
        hamlet.say(who, "online casino");
        CHECK_FALSE(hamlet.out().deleted());
    }
    auto scope = hamlet.stage.scope();
    community::revoke_now(scope, hamlet.person("Dou"));
    hamlet.out();
    hamlet.say("Dou", "online casino");
    CHECK(hamlet.out().deleted());
    CHECK(hamlet.cases() == 1);
}

TEST_CASE("two who write in turn do not hide each other's flood") {
    Hamlet hamlet;
    const int limit = hamlet.config.rules.flood_person;
    Hamlet::Out out;
    int messages = 0;
    while (!out.did("mute Mei") && messages < 40) {
        hamlet.say("Mei", "buy " + std::to_string(messages), 400ms);
        out = hamlet.out();
        if (out.did("mute Mei")) break;
        hamlet.say("Hong", "now " + std::to_string(messages), 400ms);
        hamlet.out();
        ++messages;
    }
    CHECK(messages == limit);  // the one after the limit
    CHECK(out.deleted());
}

TEST_CASE("a flood is what was said at once, not what arrives at once") {
    Hamlet hamlet;
    for (int i = 0; i < 30; ++i) {  // the bot was away; the platform delivers an hour's messages
        Message message;
        message.text = std::to_string(i);
        Event event = hamlet.stage.event("Mei", "chat", std::move(message));
        event.at = event.at - 1h + i * Millis(1min);
        hamlet.stage.happen(event);
    }
    CHECK_FALSE(hamlet.out().did("mute Mei"));
    for (int i = 0; i < 30; ++i) hamlet.say("Mei", std::to_string(i), 100ms);
    CHECK(hamlet.out().did("mute Mei"));  // control
}

TEST_CASE("a message that is delivered twice counts once, an edited one not at all") {
    Hamlet hamlet;
    const Event first = hamlet.say("Mei", "one");
    for (int i = 0; i < 20; ++i) {
        Event again = first;
        again.key += std::to_string(i);
        if (i % 2 == 0) std::get<Message>(again.what).edited = true;
        hamlet.stage.happen(again);
    }
    CHECK(hamlet.cases() == 0);
}

TEST_CASE("many at once: what is above the limit goes, one case says so") {
    Hamlet hamlet;
    const int limit = hamlet.config.rules.flood_group;
    for (int i = 0; i < limit; ++i) hamlet.say("W" + std::to_string(i), "hello", 10ms);
    CHECK_FALSE(hamlet.out().deleted());
    for (int i = 0; i < 5; ++i) hamlet.say("V" + std::to_string(i), "hello", 10ms);
    const auto out = hamlet.out();
    CHECK(std::count_if(out.acts.begin(), out.acts.end(), [](const auto& one) { return one.starts_with("delete"); }) >=
          5);
    CHECK(hamlet.cases() == 1);
    hamlet.say("W1", "still here?", 11s);
    CHECK_FALSE(hamlet.out().deleted());
}

TEST_CASE("an old member's link stays, a newcomer's waits, an official one never does") {
    Hamlet hamlet;
    auto scope = hamlet.stage.scope();
    community::joined(scope, hamlet.group.id, hamlet.person("Mei"), hamlet.chat.id);
    hamlet.out();
    hamlet.say("Hong", "https://peaches.example");  // was there before the bot
    CHECK_FALSE(hamlet.out().deleted());
    hamlet.say("Mei", "https://www.huzhou.gov.cn/x");
    CHECK_FALSE(hamlet.out().deleted());
    hamlet.say("Mei", "https://peaches.example");
    CHECK(hamlet.out().deleted());
    hamlet.stage.pass(Millis(24h) * hamlet.config.rules.newcomer_days);
    hamlet.out();
    hamlet.say("Mei", "https://peaches.example");
    CHECK_FALSE(hamlet.out().deleted());
}

TEST_CASE("a link behind words or on a button is a link, and its words are words") {
    Hamlet hamlet;
    auto scope = hamlet.stage.scope();
    community::joined(scope, hamlet.group.id, hamlet.person("Mei"), hamlet.chat.id);
    hamlet.out();
    const auto deleted = [&](const std::string& text, std::vector<Link> links) {
        hamlet.stage.clock().pass(1min);
        Message message;
        message.text = text;
        message.links = std::move(links);
        hamlet.stage.happen(hamlet.stage.event("Mei", "chat", std::move(message)));
        return hamlet.out().deleted();
    };
    CHECK_FALSE(deleted("see here", {}));
    CHECK(deleted("see here", {{"", "https://peaches.example"}}));
    CHECK(hamlet.writes("Li", "cases").to("Li").find("“see here\n→ https://peaches.example”") != std::string::npos);
    CHECK(deleted("help", {{"", "https://peaches.example"}}));  // a word the bot answers to hides none
    CHECK_FALSE(deleted("see here", {{"", "https://www.huzhou.gov.cn/x"}}));
    CHECK(deleted("see here", {{"", "https://www.huzhou.gov.cn"}, {"Play", "https://www.huzhou.gov.cn@bad.example"}}));
    CHECK(deleted("win", {{"Online Casino", "https://www.huzhou.gov.cn"}}));  // what the button says
    CHECK_FALSE(deleted("he has a knife", {{"", "https://peaches.example"}}));
}

TEST_CASE("the host of an address is what a browser goes to") {
    using plugins::moderating::host_of;
    for (const auto& [address, host] :
         std::vector<std::pair<std::string, std::string>>{{"https://Bad.Example:8080/x", "bad.example"},
                                                          {"bad.example/x", "bad.example"},
                                                          {"https://gov.cn@bad.example/", "bad.example"},
                                                          {"https://gov.cn:pw@bad.example", "bad.example"},
                                                          {"https://bad.example\\@gov.cn", "bad.example"},
                                                          {"https://bad.example/?u=a@gov.cn", "bad.example"},
                                                          {"tg://resolve?domain=bad", "resolve"},
                                                          {"https://gov.cn.例子.com", "gov.cn.例子.com"},
                                                          {"", ""}}) {
        CAPTURE(address);
        CHECK(host_of(address) == host);
    }
}

TEST_CASE("links, as they are typed and hidden") {
    using plugins::moderating::hosts_in;
    using plugins::moderating::is_among;
    const std::vector<std::pair<std::string, std::string>> found{{"看 https://bad.example/x", "bad.example"},
                                                                 {"www.mei.com", "www.mei.com"},
                                                                 {"ＷＷＷ．ＭＥＩ．ＣＯＭ", "www.mei.com"},
                                                                 {"mei。com有货", "mei.com"},
                                                                 {"t.me/joinchat/abc", "t.me"},
                                                                 {"http://192.0.2.7:8080/", "192.0.2.7"},
                                                                 {"加我mei.vip。", "mei.vip"},
                                                                 {"https://gov.cn@bad.example/x", "bad.example"},
                                                                 {"https://%62ad.example", "%62ad.example"},
                                                                 {"https://例子.中国/x", "例子.中国"}};
    for (const auto& [text, host] : found) {
        CAPTURE(text);
        const auto hosts = hosts_in(text);
        REQUIRE(hosts.size() == 1);
        CHECK(hosts.front() == host);
    }
    for (const char* text : {"version 1.5", "e.g. this", "mei@peaches.com", "3.14", "...", "下午2.30到村委", "a.b"}) {
        CAPTURE(text);
        CHECK(hosts_in(text).empty());
    }
    CHECK(is_among("www.gov.cn", {"gov.cn"}));
    CHECK(is_among("gov.cn", {"gov.cn"}));
    CHECK_FALSE(is_among("evilgov.cn", {"gov.cn"}));
    CHECK_FALSE(is_among("gov.cn.evil.com", {"gov.cn"}));
    std::string many;
    for (int i = 0; i < 1000; ++i) many += "https://h" + std::to_string(i) + ".com ";
    CHECK(hosts_in(many).size() == 20);
}
