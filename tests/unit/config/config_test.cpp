// A configuration: what it becomes, and the sentence for everything that can be wrong with it.
#include "config/config.hpp"

#include <algorithm>

#include "tests/unit/config/folder.hpp"

using namespace noticeboard;

namespace {

std::optional<std::string> no_environment(const std::string&) {
    return std::nullopt;
}

const std::string least = R"("public_url": "https://board.example.cn", "operator": {"name": "N", "contact": "C"})";

// The configuration `keys` beside the required ones, or its error.
Result<Config> load(const std::string& keys, const Environment& environment = no_environment) {
    const Folder folder;
    return load_config(folder.write("noticeboard.json", "{" + least + (keys.empty() ? "" : ", ") + keys + "}"),
                       environment);
}

std::string error_of(const std::string& keys) {
    const auto config = load(keys);
    return config.ok() ? "" : config.error().message;
}

bool has(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

TEST_CASE("a short configuration has sensible defaults") {
    const Folder folder;
    const auto config = load_config(folder.write("noticeboard.json", "{" + least + "}"), no_environment);
    REQUIRE_MESSAGE(config.ok(), config.error().message);
    CHECK(config->listen == Listen{"0.0.0.0", 8080});
    CHECK_FALSE(config->listen_tls.has_value());
    CHECK_FALSE(config->listen_admin.has_value());
    CHECK(config->store == "sqlite:" + (folder.path / "noticeboard.db").string());
    CHECK(config->keys == folder.path / "noticeboard.key");
    CHECK(config->languages == std::vector<std::string>{"zh", "en"});
    CHECK(config->log.level == "info");
    CHECK(config->converts_voices);
    CHECK(config->voice_converter.empty());
    CHECK(config->adapters.empty());
    CHECK(config->secrets.empty());
    CHECK(config->limit("chat_soft_cap") == 180);
    CHECK(config->roles.at("leader").contains("group.approve"));
    CHECK(config->hotlines.size() == 8);
}

TEST_CASE("every key arrives where it belongs") {
    const Folder folder;
    const auto config = load_config(folder.write("noticeboard.json",
                                                 "// a comment\n{"
                                                 R"(
        "listen": "[::1]:80", "listen_admin": "9090", "listen_tls": {"address": ":443", "certificate": "tls/chain.pem", "key": "/etc/key.pem"},
        "hosts": ["board.example.cn"], "public_url": "https://board.example.cn/", "store": "sqlite:data/board.db", "keys": "../master.key",
        "operator": {"name": "Federation", "contact": "0571", "filings": ["ICP 1"]}, "languages": ["en"], /* and another */
        "log": {"level": "debug", "format": "json", "file": "log.jsonl"}, "limits": {"seat_minutes": 5}, "voice_converter": "bin/ffmpeg", "trusted_proxies": ["10.0.0.0/8", "::1"],
        "adapters": {"tg": {"type": "telegram", "token": "1:a", "secret_token": "secret-1", "mode": "webhook", "api": "http://127.0.0.1:9"},
                     "oa": {"type": "wechat", "app_id": "wx1", "app_secret": "secret-2", "token": "secret-3", "mode": "plain", "allow_unsigned": true}},
        "plugins": {"join": {"welcome": true}, "link": false}, "web": {"verify_files": {"MP_verify_x.txt": "x"}}})"),
                                    no_environment);
    REQUIRE_MESSAGE(config.ok(), config.error().message);
    CHECK(config->listen == Listen{"::1", 80});
    CHECK(config->listen_admin == Listen{"127.0.0.1", 9090});
    REQUIRE(config->listen_tls.has_value());
    CHECK(config->listen_tls->address == Listen{"0.0.0.0", 443});
    CHECK(config->listen_tls->certificate == folder.path / "tls/chain.pem");
    CHECK(config->listen_tls->key == "/etc/key.pem");
    CHECK(config->public_url == "https://board.example.cn");
    CHECK(config->store == "sqlite:" + (folder.path / "data/board.db").string());
    CHECK(config->keys == folder.path.parent_path() / "master.key");
    CHECK(config->operated_by.filings == std::vector<std::string>{"ICP 1"});
    CHECK(config->languages == std::vector<std::string>{"en"});
    CHECK(config->log.format == "json");
    CHECK(config->log.file == folder.path / "log.jsonl");
    CHECK(config->limit("seat_minutes") == 5);
    CHECK(config->limit("chat_soft_cap") == 180);
    CHECK(config->voice_converter == folder.path / "bin/ffmpeg");
    CHECK(config->trusted_proxies.size() == 2);
    REQUIRE(config->adapters.size() == 2);
    CHECK(config->adapters[0].name == "oa");
    CHECK(config->adapters[0].type == "wechat");
    CHECK(config->adapters[0].settings.at("allow_unsigned") == "true");
    CHECK_FALSE(config->adapters[0].settings.contains("type"));
    CHECK(config->adapters[1].settings.at("api") == "http://127.0.0.1:9");
    CHECK(config->plugins.at("join").settings == R"({"welcome":true})");
    CHECK_FALSE(config->plugins.at("link").enabled);
    CHECK(config->verify_files.at("MP_verify_x.txt") == "x");
    for (const char* secret : {"1:a", "secret-1", "secret-2", "secret-3"}) CHECK(has(config->secrets, secret));
    CHECK(config->secrets.size() == 4);
}

TEST_CASE("each mistake becomes a sentence that names the key") {
    const std::string telegram = R"("type": "telegram", "token": "1:a")",
                      wechat = R"("type": "wechat", "app_id": "wx1", "app_secret": "s", "token": "t")";
    const std::pair<std::string, std::string> rows[] = {
        {R"("lisen": "8080")", "lisen: unknown key, did you mean listen?"},
        {R"("frobnicate": 1)", "frobnicate: unknown key"},
        {R"("listen": "8080x")", "listen: must be an address and a port such as 0.0.0.0:8080 or [::1]:8080"},
        {R"("listen": "0.0.0.0:70000")", "listen: a port is at most 65535"},
        {R"("listen": 8080)", "listen: must be a text"},
        {R"("listen_tls": {"address": "443"})", "listen_tls.certificate: is missing\nlisten_tls.key: is missing"},
        {R"("hosts": ["https://x"])", "hosts[0]: must be a host name such as board.example.cn, in lower case"},
        {R"("hosts": "x")", "hosts: must be a list"},
        {R"("languages": [])", "languages: must hold at least 1"},
        {R"("languages": ["zh", "zh"])", "languages[1]: is there twice"},
        {R"("languages": ["cn"])", "languages[0]: must be zh or en, did you mean en?"},
        {R"("store": "mysql://x")", "store: must be sqlite:PATH or postgresql://USER@HOST/DATABASE"},
        {R"("store": "postgresql://u:p@h/d")", "keys: is missing; with PostgreSQL the master key's file must be named"},
        {R"("log": {"level": "warn"})", "log.level: must be debug, info, warning, error or off"},
        {R"("limits": {"seat_minutes": 0})", "limits.seat_minutes: must be at least 1"},
        {R"("limits": {"seat_minute": 5})", "limits.seat_minute: unknown key, did you mean seat_minutes?"},
        {R"("limits": {"seat_minutes": 1.5})", "limits.seat_minutes: must be a whole number"},
        {R"("limits": {"chat_soft_cap": 201})", "limits.chat_soft_cap: must not be above chat_capacity"},
        {R"("voice_converter": 1)", "voice_converter: must be a text or true or false"},
        {R"("voice_converter": "")", "voice_converter: must not be empty"},
        {R"("plugins": {"join": 1})", "plugins.join: must be an object or true or false"},
        {R"("adapters": {"a": {}})", "adapters.a.type: is missing"},
        {R"("adapters": {"a": {"type": "telegrm"}})",
         "adapters.a.type: must be telegram, web or wechat, did you mean telegram?"},
        {R"("adapters": {"A b": {)" + telegram + R"(, "secret_token": "s"}})",
         "adapters.A b (the name): must be lower-case letters, digits and dashes, at most 32"},
        {R"("adapters": {"telegram": {)" + telegram + R"(, "secret_tokn": "s"}})",
         "adapters.telegram.secret_tokn: unknown key, did you mean secret_token?\nadapters.telegram.secret_token: is "
         "missing"},
        {R"("adapters": {"telegram": {)" + telegram + R"(, "secret_token": ""}})",
         "adapters.telegram.secret_token: must not be empty"},
        {R"("adapters": {"telegram": {)" + telegram + "}}", "adapters.telegram.secret_token: is missing"},
        {R"("adapters": {"telegram": {)" + telegram + R"(, "mode": "polling"}})", ""},
        {R"("adapters": {"w": {)" + wechat + "}}", "adapters.w.encoding_aes_key: is missing"},
        {R"("adapters": {"w": {)" + wechat + R"(, "encoding_aes_key": "short"}})",
         "adapters.w.encoding_aes_key: must be 43 letters and digits"},
        {R"("adapters": {"w": {)" + wechat + R"(, "encoding_aes_key": ")" + std::string(43, 'k') + R"("}})", ""},
        {R"("adapters": {"w": {)" + wechat + R"(, "mode": "plain"}})", "adapters.w.allow_unsigned: is missing"},
        {R"("adapters": {"w": {)" + wechat + R"(, "mode": "plain", "allow_unsigned": false}})",
         "adapters.w.allow_unsigned: plain mode does not sign messages, so it must be true"},
        {R"("adapters": {"w": {)" + wechat + R"(, "mode": "plain", "allow_unsigned": true}})", ""},
        {R"("web": {"verify_files": {"../x": "y"}})", "web.verify_files.../x (the name): must be a plain file name"},
        {R"("trusted_proxies": ["proxy"])", "trusted_proxies[0]: must be an address or a network such as 10.0.0.0/8"},
    };
    for (const auto& [keys, expected] : rows) {
        CAPTURE(keys);
        CHECK(error_of(keys) == expected);
    }
}

TEST_CASE("all mistakes are told at once, and none repeats a value") {
    const auto error = error_of(
        R"("listn": "x", "adapters": {"t": {"type": "telegram", "token": "my-secret-token", "secret_token": "not allowed!"}})");
    CHECK(std::count(error.begin(), error.end(), '\n') == 2);
    CHECK(error.find("my-secret") == std::string::npos);
    CHECK(error.find("not allowed") == std::string::npos);
}

TEST_CASE("values come from the environment and from files") {
    const Folder folder;
    folder.write("token.txt", "123:abc\r\n");
    const auto file = folder.write("noticeboard.json", "{" + least + R"(, "hosts": ["${HOST}"],
        "adapters": {"t": {"type": "telegram", "token": "file:token.txt", "secret_token": "${A}-${B}"}}})");
    const auto environment = [](const std::string& name) -> std::optional<std::string> {
        if (name == "HOST") return "h.cn";
        if (name == "A") return "one";
        if (name == "B") return "two";
        return std::nullopt;
    };
    const auto config = load_config(file, environment);
    REQUIRE_MESSAGE(config.ok(), config.error().message);
    CHECK(config->adapters[0].settings.at("token") == "123:abc");
    CHECK(config->adapters[0].settings.at("secret_token") == "one-two");
    CHECK(config->hosts == std::vector<std::string>{"h.cn"});
    CHECK(has(config->secrets, "123:abc"));
    CHECK(has(config->secrets, "one-two"));

    const auto bare = load_config(file, no_environment);
    REQUIRE_FALSE(bare.ok());
    CHECK(bare.error().message ==
          "adapters.t.secret_token: the environment has no A\nadapters.t.secret_token: the environment has no "
          "B\nhosts[0]: the environment has no HOST");
}

TEST_CASE("a PostgreSQL password is a secret") {
    const auto config = load(R"("store": "postgresql://board:pass-word@db/board", "keys": "k")");
    REQUIRE(config.ok());
    CHECK(config->secrets == std::vector<std::string>{"pass-word"});
}

TEST_CASE("files beside the configuration take the place of what is built in") {
    const Folder folder;
    const auto file = folder.write("noticeboard.json", "{" + least + "}");
    folder.write(
        "hotlines.json",
        R"([{"number": "110", "how": "call", "purpose": "Police", "hours": "day and night", "night": true, "checked_on": "2026-11-21"}])");
    folder.write("limits.json", R"({"seat_minutes": 7})");
    folder.write(
        "roles.json",
        R"({"rights": {"group.read": "x"}, "roles": {"leader": {"name": "n", "scope": "group", "rights": ["group.read"]},
            "desk": {"name": "d", "scope": "unit", "rights": []}, "minors": {"name": "m", "scope": "unit", "rights": []}}})");
    const auto config = load_config(file, no_environment);
    REQUIRE_MESSAGE(config.ok(), config.error().message);
    REQUIRE(config->hotlines.size() == 1);
    CHECK(config->hotlines[0].checked_on == "2026-11-21");
    CHECK(config->limit("seat_minutes") == 7);
    CHECK(config->limit("wrong_tags_per_hour") == 30);
    CHECK(config->roles.size() == 3);
    CHECK(config->role_names.at("leader").group);

    folder.write("roles.json",
                 R"({"rights": {}, "roles": {"leader": {"name": "n", "scope": "group", "rights": ["group.raed"]}}})");
    folder.write("hotlines.json", R"([{"number": "1", "how": "shout"}])");
    folder.write("limits.json", "{");
    const auto wrong = load_config(file, no_environment);
    REQUIRE_FALSE(wrong.ok());
    for (const char* sentence :
         {"roles.json: roles.leader: unknown right group.raed", "hotlines.json: [0].how: must be call or text",
          "limits.json: not readable as JSON at line 1"}) {
        CHECK_MESSAGE(wrong.error().message.find(sentence) != std::string::npos, wrong.error().message);
    }
}

TEST_CASE("a reload says what must wait for the next start") {
    const auto one = load(""),
               again =
                   load(R"("listen": "81", "log": {"level": "debug", "format": "json"}, "limits": {"seat_minutes": 5},
        "adapters": {"t": {"type": "telegram", "token": "1:a", "mode": "polling"}})");
    REQUIRE(one.ok());
    REQUIRE(again.ok());
    auto changed = again.value();
    changed.store = one->store;  // each load had a folder of its own
    changed.keys = one->keys;
    CHECK(needs_restart(one.value(), one.value()).empty());
    CHECK(needs_restart(one.value(), changed) == std::vector<std::string>{"listen", "adapters", "log.format"});
    CHECK_FALSE(load(R"("voice_converter": false)")->converts_voices);
    changed = one.value();
    changed.converts_voices = false;
    CHECK(needs_restart(one.value(), changed) == std::vector<std::string>{"voice_converter"});
}

TEST_CASE("a file that is not there, or not JSON, is named") {
    CHECK(load_config("/nowhere/noticeboard.json").error().kind == Error::Kind::not_found);
    const Folder folder;
    CHECK(load_config(folder.write("n.json", "{\n  \"listen\" \"x\"}")).error().message ==
          "n.json: not readable as JSON at line 2, column 14");
    CHECK(load_config(folder.write("n.json", "{\"limits\": 9e999}")).error().message ==
          "n.json: a number is too large");
    CHECK_FALSE(load_config(folder.write("n.json", "[]")).ok());
    CHECK_FALSE(load_config(folder.write("n.json", "")).ok());
    CHECK_FALSE(load_config(folder.path).ok());
}
