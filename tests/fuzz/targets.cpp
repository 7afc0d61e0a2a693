// The targets and their seeds: see targets.hpp.
#include "tests/fuzz/targets.hpp"

#include <filesystem>
#include <fstream>
#include <memory>

#include "adapters/adapters.hpp"
#include "bot/community/crockford.hpp"
#include "bot/community/csv.hpp"
#include "bot/community/notice/audience.hpp"
#include "bot/community/notice/notice.hpp"
#include "bot/text/fill.hpp"
#include "bot/text/fold.hpp"
#include "bot/text/group_number.hpp"
#include "bot/text/language.hpp"
#include "bot/text/number.hpp"
#include "bot/text/utf8.hpp"
#include "bot/text/when.hpp"
#include "bot/text/word_list.hpp"
#include "bot/turn/event_json.hpp"
#include "bot/web/multipart.hpp"
#include "bot/web/page.hpp"
#include "bot/web/reader.hpp"
#include "bot/webchat/voice.hpp"
#include "config/config.hpp"
#include "qr/template.hpp"
#include "tests/recordings.hpp"
#include "tests/stage/stage.hpp"
#include "tests/support.hpp"

namespace noticeboard::fuzz {
namespace {

constexpr const char* update =
    R"({"update_id":1,"message":{"message_id":2,"from":{"id":3,"is_bot":false,"first_name":"王","language_code":"zh-hans"},)"
    R"("chat":{"id":3,"type":"private"},"date":1790000000,"text":"/join 3052 1074","photo":[{"file_id":"a","file_size":9}]}})";
constexpr const char* member =
    R"({"update_id":4,"my_chat_member":{"chat":{"id":-1005,"type":"supergroup"},"from":{"id":3},"date":1790000000,)"
    R"("new_chat_member":{"status":"administrator","can_invite_users":true,"user":{"id":777,"is_bot":true}}}})";
constexpr const char* envelope =
    "<xml><ToUserName><![CDATA[gh]]></ToUserName><FromUserName><![CDATA[oWang]]></FromUserName><CreateTime>1767225600"
    "</CreateTime><MsgType>event</MsgType><Event>SCAN</Event><EventKey>g30521074-AB</EventKey><MsgId>7</MsgId></xml>";
constexpr const char* sealed_envelope =
    "<xml><ToUserName>gh</ToUserName><Encrypt><![CDATA[hTtjoL0dMASymjKVtxLkHOud66HxHWJ5wQws1FH2FDE=]]></Encrypt></xml>";

AdapterSettings telegram() {
    return {"telegram",
            {{"type", "telegram"}, {"token", "777:AA"}, {"secret_token", "fuzz-secret-1"}, {"bot_name", "b"}}};
}
AdapterSettings wechat(const char* mode) {
    return {"wechat",
            {{"type", "wechat"},
             {"app_id", "wx1234567890abcdef"},
             {"app_secret", "made-up"},
             {"token", "devTokenWx01"},
             {"encoding_aes_key", "hTtjoL0dMASymjKVtxLkHOud66HxHWJ5wQws1FH2FDE"},
             {"mode", mode},
             {"allow_unsigned", "true"}}};
}

struct Desk {  // an adapter with what its functions want
    explicit Desk(const AdapterSettings& settings) {
        auto made = find_adapter(settings.keys.at("type"))(settings);
        if (!made) throw std::logic_error(made.error().message);
        adapter = std::move(*made);
    }
    std::unique_ptr<Adapter> adapter;
    tests::SeededRandom random{};
    Moment moment{from_millis(1'767'225'601'000), random};
};

Target receive(const std::string& name, const AdapterSettings& settings, std::string query,
               std::vector<std::string> seeds) {
    const auto desk = std::make_shared<Desk>(settings);
    return {name + ".receive",
            [desk, query = std::move(query)](std::string_view bytes) {
                web::Request request;
                request.method = "POST";
                request.url = "/in/x" + query;
                request.headers.add("X-Telegram-Bot-Api-Secret-Token", "fuzz-secret-1");
                request.body = bytes;
                const auto inbound = desk->adapter->receive(request, desk->moment);
                if (inbound) static_cast<void>(desk->adapter->answer(*inbound, nullptr, desk->moment));
            },
            std::move(seeds)};
}

Target confirm(const std::string& name, const AdapterSettings& settings, std::vector<std::string> seeds) {
    const auto desk = std::make_shared<Desk>(settings);
    return {
        name + ".confirm",
        [desk](std::string_view bytes) {
            web::Response response;
            response.body = bytes;
            Outgoing outgoing;
            for (const auto kind : {Action::Kind::make_invite, Action::Kind::count_members, Action::Kind::download}) {
                outgoing.what = Action(kind).text("f");
                static_cast<void>(desk->adapter->confirm(outgoing, response));
            }
            outgoing.what = Say{};
            static_cast<void>(desk->adapter->confirm(outgoing, response));
            static_cast<void>(desk->adapter->polled(response, desk->moment));
            static_cast<void>(desk->adapter->renewed(response, desk->moment));
        },
        std::move(seeds)};
}

void read_config(std::string_view bytes) {
    static const tests::TempFolder folder;
    const std::string file = folder.file("fuzz.json");
    std::ofstream(file, std::ios::binary) << bytes;
    static_cast<void>(load_config(file, [](const std::string&) { return std::optional<std::string>("x"); }));
}

void read_words(std::string_view bytes) {
    static_cast<void>(text::group_digits(bytes));
    static_cast<void>(text::choice_number(bytes));
    static_cast<void>(text::folded(bytes));
    static const auto words = text::WordList::compile({"加微信", "viagra", "12345"});
    static_cast<void>(words.value().find(bytes));
    if (text::squeezed(bytes).text.size() > 4 * bytes.size() + 64) throw std::logic_error("squeezed text grew");
    static_cast<void>(text::written_language(bytes));
    static_cast<void>(text::best_language(bytes, std::vector<std::string>{"zh", "en"}));
    for (const auto unit : {TextUnit::code_points, TextUnit::utf16, TextUnit::bytes})
        static_cast<void>(text::pieces(bytes, 7, unit));
    const std::string_view arguments[] = {"a", "b"};
    static_cast<void>(text::filled(bytes, arguments));
}

void read_official(std::string_view bytes) {  // what an official types about a notice
    static_cast<void>(text::moment_in(bytes, from_millis(1'767'225'601'000), 540));
    static_cast<void>(community::notice_digits(bytes));
    const auto audience = community::Audience::parse(bytes);
    if (!audience) return;
    const auto again = community::Audience::parse(audience->text());
    if (!again || again->text() != audience->text()) throw std::logic_error("an audience is not what it says");
}

void read_form(std::string_view bytes) {
    const auto parts = web::read_multipart("multipart/form-data; boundary=x", bytes);
    if (!parts) return;
    for (const web::Part& part : *parts) {
        if (part.bytes.data() < bytes.data() || part.bytes.data() + part.bytes.size() > bytes.data() + bytes.size())
            throw std::logic_error("a part lies outside the form");
    }
}

void read_voice(std::string_view bytes) {
    const auto clean = webchat::clean_voice(bytes);
    if (!clean) return;
    const auto twice = webchat::clean_voice(clean->bytes);
    if (!twice || twice->bytes != clean->bytes) throw std::logic_error("a clean voice can be made cleaner");
}

void read_csv(std::string_view bytes) {
    const auto table = community::decoded(bytes);
    if (!table) return;
    community::CsvReader reader(table->text);
    std::vector<std::string> fields;
    while (reader.next(fields)) {
    }
}

void read_tag(std::string_view bytes) {
    if (const auto tag = community::crockford_typed(bytes, 8)) static_cast<void>(community::crockford_number(*tag));
}

void read_page(std::string_view bytes) {
    const auto page = web::Template::parse(std::string(bytes));
    if (page) static_cast<void>(page->fill(Values{}));
}

void read_http(std::string_view bytes) {
    static const web::Limits limits;
    web::RequestReader reader(limits);
    while (!bytes.empty() && !reader.done() && reader.refusal() == 0) {
        const std::size_t used = reader.feed(bytes);
        if (used == 0) return;
        bytes.remove_prefix(used);
    }
}

}  // namespace

std::vector<Target> targets() {
    const std::string signed_query =
        "?signature=18285a1fe0dd4f2c84f059cb987b49fa49cbf76f&timestamp=1767225600&nonce=1372623149";
    return {
        receive("telegram", telegram(), "", {update, member}),
        receive("wechat.plain", wechat("plain"), signed_query, {envelope}),
        receive("wechat.safe", wechat("safe"), signed_query + "&msg_signature=x&encrypt_type=aes", {sealed_envelope}),
        confirm("telegram", telegram(),
                {R"({"ok":true,"result":{"message_id":5,"invite_link":"https://t.me/+a"}})",
                 R"({"ok":false,"error_code":429,"parameters":{"retry_after":3}})"}),
        confirm("wechat", wechat("safe"),
                {R"({"errcode":45015,"errmsg":"x"})", R"({"access_token":"a","expires_in":7200})"}),
        {"config",
         read_config,
         {R"({"listen":"127.0.0.1:1","store":"sqlite:a.db","operator":{"name":"n","contact":"c"}, // x
 "adapters":{"telegram":{"type":"telegram","token":"${T}","secret_token":"file:/dev/null"}}})"}},
        {"words", read_words, {"３０５２　１０７４", "选①", "{0} {{x}} {}", "zh-CN,zh;q=0.9", "一千零二十"}},
        {"official",
         read_official,
         {"33.05.22 kind:village language:zh platform:telegram without:33.05.22.103 with:30521074", "明天上午九点半",
          "2026-11-25 18:30", "the day after tomorrow at 5 pm", "下周三下午两点", "305 210 747"}},
        {"form",
         read_form,
         {"--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\nContent-Type: "
          "image/png\r\n\r\nabc\r\n--x--\r\n"}},
        {"voice", read_voice, {tests::an_ogg(), tests::a_webm(), tests::an_mp4()}},
        {"tag", read_tag, {"7K2M9QXA"}},
        {"csv",
         read_csv,
         {"\xEF\xBB\xBF"
          "unit;name\r\n33.05;\"a \"\"b\"\"\"\r\n",
          "\xB1\xB1\xCC\xC1,\xB5\xA5\n"}},
        {"page", read_page, {"<p>{{name}}</p>{{#a}}{{{b}}}{{/a}}{{^c}}{{>d}}{{/c}}"}},
        {"poster",
         [](std::string_view bytes) { static_cast<void>(qr::parse_template(std::string(bytes), "fuzz")); },
         {R"(<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297"><rect id="box-name" x="1" y="2" width="3" height="4"/></svg>)"}},
        {"http",
         read_http,
         {"POST /in/a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
          "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"}},
        {"dead letter",
         [](std::string_view bytes) { static_cast<void>(turn::event_from_json(std::string(bytes))); },
         {turn::to_json(Event{})}},
    };
}

}  // namespace noticeboard::fuzz
