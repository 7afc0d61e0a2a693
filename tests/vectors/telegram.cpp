// What the runner must know of Telegram.
#include <doctest/doctest.h>

#include "adapters/telegram/call.hpp"
#include "tests/vectors/bench.hpp"

namespace noticeboard::tests {
namespace {

constexpr const char* secret_header = "X-Telegram-Bot-Api-Secret-Token";

std::string kind_of(const What& what) {
    if (const auto* message = std::get_if<Message>(&what)) return message->location ? "location" : "message";
    if (std::holds_alternative<Pressed>(what)) return "button";
    if (std::holds_alternative<JoinAsked>(what)) return "join_request";
    if (std::holds_alternative<Joined>(what)) return "member_joined";
    if (std::holds_alternative<BotAdded>(what)) return "bot_joined";
    if (std::holds_alternative<Moved>(what)) return "migrated";
    return "other";
}

// An event in the names that the vector files use. "/start@bot payload" of a group stays a message.
json extracted(const Event& event) {
    json out = {{"chat_id", event.place.id}, {"user_id", event.from.id}, {"kind", kind_of(event.what)}};
    out["chat_type"] = event.place.room == Room::direct ? "private" : "supergroup";
    if (const auto* opened = std::get_if<Opened>(&event.what)) {
        out["command"] = "start";
        out["payload"] = opened->ticket;
    }
    if (const auto* message = std::get_if<Message>(&event.what)) {
        out["text"] = message->text;
        if (message->location) {
            out["latitude"] = message->location->latitude;
            out["longitude"] = message->location->longitude;
        }
        if (message->text.starts_with('/')) {
            const std::size_t blank = message->text.find(' ');
            const std::string command = message->text.substr(1, blank - 1);
            const std::size_t at = command.find('@');
            out["command"] = command.substr(0, at);
            if (at != command.npos) out["command_bot"] = command.substr(at + 1);
            if (blank != message->text.npos) out["payload"] = message->text.substr(blank + 1);
        }
    }
    if (const auto* pressed = std::get_if<Pressed>(&event.what)) {
        out["data"] = pressed->data;
        out["callback_id"] = pressed->callback;
    }
    if (const auto* moved = std::get_if<Moved>(&event.what)) {
        out["from_chat_id"] = event.place.id;
        out["to_chat_id"] = moved->to;
    }
    return out;
}

class TelegramBench final : public Bench {
 public:
    std::string type() const override { return "telegram"; }

    json settings(const json& config, const std::string&) const override {
        return {{"token", "777:AAvector"}, {"secret_token", config.at("secret_token")}, {"bot_name", "dev_sample_bot"}};
    }
    std::vector<Proof> proofs(const web::Request&) const override { return {{Proof::In::header, secret_header}}; }
    bool covers_body(const web::Request&) const override { return false; }
    std::vector<std::string> secrets(const web::Request&) const override { return {"secret_token"}; }
    std::vector<std::string> needed(const json&) const override { return {"token", "secret_token"}; }

    web::Request delivered(const json& settings, const std::string& body, TimePoint) const override {
        web::Request out;
        out.method = "POST";
        out.url = "https://bot.example.test/in/tried";
        out.headers = {{"Content-Type", "application/json"}, {secret_header, settings.value("secret_token", "")}};
        out.body = body;
        return out;
    }

    void check_extract(const Event& event, const json& expected) const override {
        const json got = extracted(event);
        for (const auto& [name, value] : expected.items()) {
            INFO(name);
            REQUIRE(got.contains(name));
            const bool as_text = value.is_number_integer() && got[name].is_string();
            CHECK(got[name] == (as_text ? json(value.dump()) : value));
        }
    }

    bool special(const json& one) const override {
        for (const json& link : one.value("links", json::array())) {
            const auto made_link =
                telegram::deep_link(link.at("bot").get<std::string>(), link.at("kind").get<std::string>(),
                                    link.at("payload").get<std::string>());
            CHECK(made_link.ok() == link.contains("url"));
            if (made_link) CHECK(*made_link == link["url"]);
        }
        const auto adapter = made(*this, settings({{"secret_token", "vector-secret"}}, ""));
        SeededRandom random;
        const Moment moment{TimePoint(1'750'000'000s), random};
        for (const json& escape :
             one.value("escape", json::array())) {  // our texts have no parse_mode: nothing to escape
            const Outgoing outgoing = outgoing_in({{"place", {{"id", "5"}}}, {"say", {{"text", escape.at("in")}}}});
            const json body = json::parse(adapter->compose(outgoing, {}, moment)->body);
            CHECK(body == json{{"chat_id", 5}, {"text", escape.at("in")}});
        }
        for (const json& response : one.value("responses", json::array())) {
            INFO(response.dump());
            const Outgoing outgoing = outgoing_in({{"place", {{"id", "5"}}}, {"say", {{"text", "hello"}}}});
            const json body = response.contains("body") ? response["body"] : response.at("body_text");
            check_outcome(adapter->confirm(outgoing, {response.at("status"), {}, body_in(body)}),
                          response.at("expect"));
        }
        return one.contains("links") || one.contains("escape") || one.contains("responses");
    }

    void forgeries(const json& settings, const web::Request& genuine, TimePoint now) const override {
        const auto adapter = made(*this, settings);
        SeededRandom random;
        web::Request forged = genuine;
        forged.headers = {{"X-Forwarded-For", "149.154.160.1"}};                          // V9: an address is no proof
        forged.url += "?secret_token=" + settings.at("secret_token").get<std::string>();  // V4: nor is the URL
        CHECK(adapter->receive(forged, {now, random}).error().kind == Error::Kind::forbidden);
    }

 private:
    static void check_outcome(const Outcome& outcome, const json& expected) {
        const std::string action = expected.at("action");
        if (action == "retry")
            CHECK(outcome.kind == Outcome::Kind::again);
        else if (action == "retarget")
            CHECK(outcome.kind == Outcome::Kind::moved);
        else if (action == "drop")
            CHECK(outcome.kind == Outcome::Kind::gone);
        else
            FAIL_CHECK("unknown action " << action);
        if (expected.contains("wait_s")) CHECK(outcome.after == std::chrono::seconds(expected["wait_s"].get<int>()));
        if (expected.contains("chat_id")) CHECK(outcome.to == expected["chat_id"].dump());
    }
};

}  // namespace

const Bench& telegram_bench() {
    static const TelegramBench bench;
    return bench;
}

}  // namespace noticeboard::tests
