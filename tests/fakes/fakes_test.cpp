// The fakes against the adapters they are for: a tiny bot without a store answers what it is sent.
#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <future>
#include <set>

#include "adapters/adapters.hpp"
#include "bot/web/server.hpp"
#include "tests/fakes/telegram_cloud.hpp"
#include "tests/fakes/wechat_cloud.hpp"
#include "tests/support.hpp"

namespace noticeboard::fakes {
namespace {

// Receives, remembers keys, and answers every new text inline with "you said …".
class TinyBot {
 public:
    TinyBot(std::unique_ptr<Adapter> adapter, int refusals = 0) : adapter_(std::move(adapter)), refusals_(refusals) {
        web::ServerOptions options;
        options.listen = "127.0.0.1:0";
        auto opened = web::Server::open(loops_, options, [this](web::Request request) -> web::Task<web::Answer> {
            web::Response response = take(request);
            web::Answer answer(std::move(response));
            co_return answer;
        });
        REQUIRE(opened.ok());
        server_ = std::move(*opened);
        auto client = web::Client::open(loops_.at(0), {});
        REQUIRE(client.ok());
        client_.emplace(std::move(*client));
    }
    ~TinyBot() { server_.reset(); }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()) + "/in/tiny"; }
    const Adapter& adapter() const { return *adapter_; }

    std::vector<Event> events() const {
        const std::lock_guard lock(mutex_);
        return events_;
    }

    web::Fetched call(web::Request request) {
        auto promise = std::make_shared<std::promise<web::Fetched>>();
        boost::asio::co_spawn(loops_.at(0), client_->fetch(std::move(request), 5s),
                              [promise](std::exception_ptr bug, web::Fetched fetched) {
                                  if (bug)
                                      promise->set_exception(bug);
                                  else
                                      promise->set_value(std::move(fetched));
                              });
        return promise->get_future().get();
    }

    // All calls of an Outgoing, with a fresh credential whenever one is wanted.
    Outcome send(Outgoing outgoing) {
        for (;;) {
            const Moment moment = now();
            const auto request = adapter_->compose(outgoing, credential_, moment);
            if (!request) return Outcome::never(request.error().message);
            const web::Fetched fetched = call(*request);
            const auto* response = std::get_if<web::Response>(&fetched);
            if (response == nullptr) return Outcome::again();
            Outcome outcome = adapter_->confirm(outgoing, *response);
            if (outcome.kind == Outcome::Kind::then)
                outgoing.step = outcome.to;
            else if (outcome.kind == Outcome::Kind::renew)
                renew();
            else
                return outcome;
        }
    }

    void renew() {
        const web::Fetched fetched = call(adapter_->renew(now()).value());
        credential_ = adapter_->renewed(std::get<web::Response>(fetched), now()).value();
        ++renewals_;
    }
    int renewals() const { return renewals_; }

    Moment now() { return {std::chrono::floor<Millis>(std::chrono::system_clock::now()), random_}; }

 private:
    web::Response take(const web::Request& request) {
        const std::lock_guard lock(mutex_);
        const auto inbound = adapter_->receive(request, now());
        if (!inbound) return {401, {}, ""};
        if (inbound->handshake) return *inbound->handshake;
        if (refusals_ > 0) {
            --refusals_;
            return {503, {}, ""};
        }
        const Event& event = std::get<Event>(inbound->events.front());
        const bool fresh = keys_.insert(event.key).second;
        if (fresh) events_.push_back(event);
        const auto* message = std::get_if<Message>(&event.what);
        if (!fresh || message == nullptr) return adapter_->answer(*inbound, nullptr, now());
        Outgoing reply;
        reply.place = event.place;
        Say say;
        say.text = "you said " + message->text;
        say.buttons = {{"Again", "t1", "", 1}};
        reply.what = std::move(say);
        return adapter_->answer(*inbound, &reply, now());
    }

    std::unique_ptr<Adapter> adapter_;
    tests::SeededRandom random_;
    mutable std::mutex mutex_;
    std::vector<Event> events_;
    std::set<std::string> keys_;
    int refusals_ = 0;
    Credential credential_;
    int renewals_ = 0;
    web::Loops loops_{1};
    std::unique_ptr<web::Server> server_;
    std::optional<web::Client> client_;
};

std::unique_ptr<Adapter> telegram(const TelegramCloud& cloud, std::string mode = "webhook") {
    auto made = find_adapter("telegram")({"tiny",
                                          {{"token", cloud.bot().token},
                                           {"secret_token", "a-secret-of-ours"},
                                           {"bot_name", cloud.bot().name},
                                           {"api", cloud.api_url()},
                                           {"mode", mode}}});
    REQUIRE(made.ok());
    return std::move(*made);
}

std::unique_ptr<Adapter> wechat(const WeChatCloud& cloud) {
    const auto& account = cloud.account();
    auto made = find_adapter("wechat")({"tiny",
                                        {{"app_id", account.app_id},
                                         {"app_secret", account.app_secret},
                                         {"token", account.token},
                                         {"encoding_aes_key", account.encoding_aes_key},
                                         {"api", cloud.api_url()}}});
    REQUIRE(made.ok());
    return std::move(*made);
}

void introduce(TinyBot& bot) {
    for (web::Request& request : bot.adapter().introduce(bot.url(), {}, {})) bot.call(std::move(request));
}

Outgoing to(const std::string& chat, std::string text, std::string picture = "") {
    Outgoing out;
    out.place.id = chat;
    Say say;
    say.text = std::move(text);
    say.picture = std::move(picture);
    out.what = std::move(say);
    return out;
}

const TelegramUser wang{1001, "Wang"}, li{1002, "Li"};
const TelegramGroup beitang{-1001234567890, "Beitang"};

}  // namespace

TEST_CASE("telegram: an inline answer is read by who wrote") {
    TelegramCloud cloud;
    TinyBot bot(telegram(cloud));
    introduce(bot);
    CHECK(cloud.webhook() == bot.url());
    cloud.says(wang, "hello");
    REQUIRE(cloud.wait_said(1));
    CHECK(cloud.texts("1001") == std::vector<std::string>{"you said hello"});
    CHECK(cloud.said().front().inline_);
    cloud.presses(wang, cloud.said().front(), "Again");
    REQUIRE(cloud.wait_idle());
    CHECK(std::get<Pressed>(bot.events().back().what).data == "t1");
}

TEST_CASE("telegram: what is refused is delivered again, in the order of its chat") {
    TelegramCloud cloud;
    TinyBot bot(telegram(cloud), 5);
    introduce(bot);
    for (int i = 0; i < 20; ++i) {
        cloud.says(wang, std::to_string(i));
        cloud.says(li, std::to_string(i));
    }
    REQUIRE(cloud.wait_idle());
    CHECK(cloud.courier().tries() == 45);
    std::vector<std::string> expected;
    for (int i = 0; i < 20; ++i) expected.push_back("you said " + std::to_string(i));
    CHECK(cloud.texts("1001") == expected);
    CHECK(cloud.texts("1002") == expected);
}

TEST_CASE("telegram: an update delivered again has the same key") {
    TelegramCloud cloud;
    TinyBot bot(telegram(cloud));
    introduce(bot);
    cloud.deliver("message", R"({"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"text":"x"})", 2);
    REQUIRE(cloud.wait_idle());
    CHECK(cloud.courier().tries() == 3);
    CHECK(bot.events().size() == 1);
}

TEST_CASE("telegram: who asks to join and is let in is told as a member") {
    TelegramCloud cloud;
    TinyBot bot(telegram(cloud));
    introduce(bot);
    cloud.asks_to_join(wang, beitang, "https://t.me/+x");
    REQUIRE(cloud.wait_idle());
    REQUIRE(bot.events().size() == 1);
    Outgoing approve;
    approve.place = bot.events().front().place;
    approve.what = Action(Action::Kind::approve).user("1001");
    CHECK(bot.send(approve).kind == Outcome::Kind::sent);
    CHECK(bot.send(approve).kind == Outcome::Kind::never);  // nobody asks any more
    REQUIRE(cloud.wait_idle());
    REQUIRE(bot.events().size() == 2);
    CHECK(std::holds_alternative<Joined>(bot.events().back().what));
    CHECK(bot.events().back().from.id == "1001");
}

TEST_CASE("telegram: moods of the API are what they say") {
    TelegramCloud cloud;
    TinyBot bot(telegram(cloud));
    cloud.set_mood({.refuses = 429, .retry_after = 7, .times = 1});
    const Outcome later = bot.send(to("5", "a"));
    CHECK(later.kind == Outcome::Kind::again);
    CHECK(later.after == 7s);
    CHECK(bot.send(to("5", "a")).kind == Outcome::Kind::sent);  // the mood is over
    cloud.set_mood({.refuses = 500});
    CHECK(bot.send(to("5", "b")).kind == Outcome::Kind::again);
    cloud.set_mood({.refuses = 500, .method = "getFile"});
    CHECK(bot.send(to("5", "b")).kind == Outcome::Kind::sent);
    CHECK(cloud.texts("5") == std::vector<std::string>{"a", "b"});

    cloud.set_mood({.cuts = true, .times = 1});
    web::Request request = bot.adapter().compose(to("5", "c"), {}, bot.now()).value();
    const web::Fetched fetched = bot.call(std::move(request));
    REQUIRE(std::holds_alternative<web::Failure>(fetched));
    CHECK(std::get<web::Failure>(fetched).sent);
    CHECK(cloud.texts("5").back() == "c");  // it was done all the same

    cloud.set_mood({.slow = 100ms, .times = 1});
    const auto began = std::chrono::steady_clock::now();
    CHECK(bot.send(to("5", "d")).kind == Outcome::Kind::sent);
    CHECK(std::chrono::steady_clock::now() - began >= 100ms);
}

TEST_CASE("telegram: blocked, moved, unknown and unauthorised are refused as Telegram refuses them") {
    TelegramCloud cloud;
    TinyBot bot(telegram(cloud));
    introduce(bot);
    cloud.blocks_bot(wang);
    CHECK(bot.send(to("1001", "x")).kind == Outcome::Kind::gone);
    cloud.moves({-4001, "Beitang"}, beitang);
    CHECK(bot.send(to("-4001", "x")).to == "-1001234567890");
    CHECK(bot.send(to("5", "")).kind == Outcome::Kind::never);
    TelegramCloud other(TelegramCloud::Bot{"778:other", "other_bot"});
    TinyBot stranger(telegram(cloud, "polling"));
    web::Request request = stranger.adapter().poll("", {}).value();
    request.url = other.api_url() + "/bot777:AAfake-token/getUpdates";
    CHECK(std::get<web::Response>(stranger.call(request)).status == 401);
}

TEST_CASE("telegram: pictures and files travel both ways") {
    TelegramCloud cloud;
    TinyBot bot(telegram(cloud));
    CHECK(bot.send(to("5", "a caption", "PNG\r\n--bytes")).kind == Outcome::Kind::sent);
    CHECK(cloud.said().back().picture == "PNG\r\n--bytes");
    CHECK(cloud.said().back().text == "a caption");
    CHECK(bot.send(to("5", std::string(2000, 'x'), "PNG")).kind == Outcome::Kind::sent);
    CHECK(cloud.texts("5") == std::vector<std::string>{"a caption", "", std::string(2000, 'x')});
    cloud.add_file("F1", "bytes of a picture");
    Outgoing download;
    download.what = Action(Action::Kind::download).text("F1");
    CHECK(bot.send(download).facts.file == "bytes of a picture");
}

TEST_CASE("telegram: a polling bot fetches what waits, once confirmed never again") {
    TelegramCloud cloud;
    TinyBot bot(telegram(cloud, "polling"));
    introduce(bot);
    cloud.says(wang, "a");
    cloud.says(wang, "b");
    const auto poll = [&](const std::string& cursor) {
        const web::Fetched fetched = bot.call(bot.adapter().poll(cursor, {}).value());
        return bot.adapter().polled(std::get<web::Response>(fetched), bot.now()).value();
    };
    CHECK(poll("").events.size() == 2);
    const Inbound again = poll("");
    CHECK(again.events.size() == 2);  // not confirmed yet
    cloud.says(wang, "c");
    const Inbound next = poll(again.cursor);
    REQUIRE(next.events.size() == 1);
    CHECK(std::get<Message>(std::get<Event>(next.events.front()).what).text == "c");
}

TEST_CASE("wechat: the address is checked, and a forged check fails") {
    WeChatCloud cloud;
    TinyBot bot(wechat(cloud));
    CHECK(cloud.set_webhook(bot.url()));
    WeChatCloud::Account account;
    account.token = "anotherToken";
    WeChatCloud stranger(account);
    CHECK_FALSE(stranger.set_webhook(bot.url()));
}

TEST_CASE("wechat: an encrypted passive reply is read by who wrote") {
    WeChatCloud cloud;
    TinyBot bot(wechat(cloud));
    REQUIRE(cloud.set_webhook(bot.url()));
    cloud.says("oWang", "你好 & <all>");
    REQUIRE(cloud.wait_said(1));
    CHECK(cloud.said().front().inline_);
    CHECK(cloud.texts("oWang") == std::vector<std::string>{"you said 你好 & <all>\n\n1 Again"});
}

TEST_CASE("wechat: three tries, then never again") {
    WeChatCloud cloud;
    TinyBot bot(wechat(cloud), 4);
    REQUIRE(cloud.set_webhook(bot.url()));
    cloud.says("oWang", "lost");
    cloud.says("oWang", "heard at the second try");
    REQUIRE(cloud.wait_idle());
    CHECK(cloud.courier().given_up() == 1);
    REQUIRE(bot.events().size() == 1);
    CHECK(std::get<Message>(bot.events().front().what).text == "heard at the second try");
}

TEST_CASE("wechat: customer messages keep to their window") {
    WeChatCloud cloud;
    TinyBot bot(wechat(cloud));
    REQUIRE(cloud.set_webhook(bot.url()));
    CHECK(bot.send(to("oWang", "first")).kind == Outcome::Kind::gone);  // not a follower
    cloud.follows("oWang");
    REQUIRE(cloud.wait_idle());
    for (int i = 0; i < 3; ++i) CHECK(bot.send(to("oWang", "早上好")).kind == Outcome::Kind::sent);
    CHECK(bot.send(to("oWang", "a fourth")).kind == Outcome::Kind::shut);
    cloud.says("oWang", "hi");
    REQUIRE(cloud.wait_idle());
    for (int i = 0; i < 5; ++i) CHECK(bot.send(to("oWang", "x")).kind == Outcome::Kind::sent);
    CHECK(bot.send(to("oWang", "a sixth")).kind == Outcome::Kind::shut);
}

TEST_CASE("wechat: a stale token is renewed and the call made again") {
    WeChatCloud cloud;
    TinyBot bot(wechat(cloud));
    REQUIRE(cloud.set_webhook(bot.url()));
    cloud.says("oWang", "hi");
    REQUIRE(cloud.wait_idle());
    CHECK(bot.send(to("oWang", "a")).kind == Outcome::Kind::sent);
    CHECK(bot.renewals() == 1);
    cloud.expire_token();
    CHECK(bot.send(to("oWang", "b")).kind == Outcome::Kind::sent);
    CHECK(bot.renewals() == 2);
}

TEST_CASE("wechat: a picture is text, upload and image; one she sent is fetched") {
    WeChatCloud cloud;
    TinyBot bot(wechat(cloud));
    REQUIRE(cloud.set_webhook(bot.url()));
    cloud.sends_picture("oWang", "her picture");
    REQUIRE(cloud.wait_idle());
    const Message sent = std::get<Message>(bot.events().front().what);
    Outgoing download;
    download.what = Action(Action::Kind::download).text(sent.attachments.front().id);
    CHECK(bot.send(download).facts.file == "her picture");
    const std::size_t before = cloud.said().size();
    CHECK(bot.send(to("oWang", "your code", "PNG bytes")).kind == Outcome::Kind::sent);
    const auto said = cloud.said();
    REQUIRE(said.size() == before + 2);
    CHECK(said[before].text == "your code");
    CHECK(said[before + 1].picture == "PNG bytes");
}

TEST_CASE("wechat: a scene code opens the talk with its ticket, for new and old followers") {
    WeChatCloud cloud;
    TinyBot bot(wechat(cloud));
    REQUIRE(cloud.set_webhook(bot.url()));
    Outgoing make;
    make.what = Action(Action::Kind::make_scene).text("g30521074-7K3M9QXA");
    const std::string link = bot.send(make).facts.link;
    cloud.scans("oWang", link);
    cloud.scans("oWang", link);
    cloud.unfollows("oWang");
    REQUIRE(cloud.wait_idle());
    const auto events = bot.events();
    REQUIRE(events.size() == 3);
    CHECK(std::get<Opened>(events[0].what).ticket == "g30521074-7K3M9QXA");
    CHECK(std::get<Opened>(events[1].what).ticket == "g30521074-7K3M9QXA");
    CHECK(std::holds_alternative<Closed>(events[2].what));
}

TEST_CASE("waiting ends at its deadline") {
    TelegramCloud cloud;
    CHECK_FALSE(cloud.wait_said(1, 20ms));
    CHECK(cloud.wait_said(0, 20ms));
}

}  // namespace noticeboard::fakes
