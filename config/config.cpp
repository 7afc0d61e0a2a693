// From a configuration file to a Config.
#include "config/config.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/text/word_list.hpp"
#include "config/builtin.hpp"
#include "config/schema.hpp"

namespace noticeboard {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

using Problems = std::vector<std::string>;

const Schema& schema() {
    static const Schema one(builtin::schema);
    return one;
}

// Adds the problems of keys that have none yet: a text that could not be filled in is not called empty as well.
void add_news(Problems& to, const Problems& more) {
    const auto key_of = [](const std::string& sentence) { return sentence.substr(0, sentence.find(": ")); };
    const Problems known = to;
    for (const auto& sentence : more) {
        const bool told =
            std::any_of(known.begin(), known.end(), [&](const auto& old) { return key_of(old) == key_of(sentence); });
        if (!told) to.push_back(sentence);
    }
}

std::string lines(const Problems& problems) {
    std::string out;
    for (const auto& problem : problems) out += (out.empty() ? "" : "\n") + problem;
    return out;
}

// "0.0.0.0:8080", "[::1]:8080", ":8080", "8080"; without a host it is `host`.
Listen listen_of(const std::string& text, const std::string& host, const std::string& where, Problems& problems) {
    const auto colon = text.rfind(':');
    const auto port =
        std::stoul(colon == std::string::npos ? text : text.substr(colon + 1));  // the schema has seen to the digits
    if (port > 65535) problems.push_back(where + ": a port is at most 65535");
    std::string name = colon == std::string::npos ? "" : text.substr(0, colon);
    if (name.starts_with('[')) name = name.substr(1, name.size() - 2);
    return {name.empty() ? host : name, static_cast<std::uint16_t>(port)};
}

// The password inside "postgresql://user:password@host/…", or "".
std::string password_in(const std::string& url) {
    const auto start = url.find("://"), end = url.rfind('@');
    if (start == std::string::npos || end == std::string::npos || end < start + 3) return "";
    const auto account = url.substr(start + 3, end - start - 3);
    const auto colon = account.find(':');
    return colon == std::string::npos ? "" : account.substr(colon + 1);
}

fs::path beside(const fs::path& folder, const std::string& path) {
    return (folder / path).lexically_normal();
}

void read_store(const Json& json, const fs::path& folder, Config& config, Problems& problems) {
    constexpr std::string_view sqlite = "sqlite:";
    const std::string store = json.value("store", "sqlite:noticeboard.db");
    fs::path keys;
    if (store.starts_with(sqlite)) {
        const auto path = beside(folder, store.substr(sqlite.size()));
        config.store = std::string(sqlite) + path.string();
        keys = path.parent_path() / "noticeboard.key";
    } else {
        config.store = store;
        if (!json.contains("keys"))
            problems.push_back("keys: is missing; with PostgreSQL the master key's file must be named");
        if (const auto password = password_in(store); !password.empty()) config.secrets.push_back(password);
    }
    config.keys = json.contains("keys") ? beside(folder, json["keys"]) : keys;
}

void read_web(const Json& json, const fs::path& folder, Config& config, Problems& problems) {
    if (json.contains("listen")) config.listen = listen_of(json["listen"], "0.0.0.0", "listen", problems);
    if (json.contains("listen_admin"))
        config.listen_admin = listen_of(json["listen_admin"], "127.0.0.1", "listen_admin", problems);
    if (json.contains("listen_tls")) {
        const Json& tls = json["listen_tls"];
        config.listen_tls = ListenTls{listen_of(tls["address"], "0.0.0.0", "listen_tls.address", problems),
                                      beside(folder, tls["certificate"]), beside(folder, tls["key"])};
    }
    config.hosts = json.value("hosts", config.hosts);
    config.public_url = json["public_url"];
    if (config.public_url.ends_with('/')) config.public_url.pop_back();
    config.trusted_proxies = json.value("trusted_proxies", config.trusted_proxies);
    config.verify_files = json.value("web", Json::object()).value("verify_files", config.verify_files);
    const Json& owner = json["operator"];
    config.operated_by = {owner["name"], owner["contact"], owner.value("filings", std::vector<std::string>())};
}

void read_parts(const Json& json, Config& config) {
    const Json adapters = json.value("adapters", Json::object()), plugins = json.value("plugins", Json::object());
    for (const auto& [name, keys] : adapters.items()) {
        AdapterConfig adapter{name, keys["type"], {}};
        for (const auto& [key, value] : keys.items()) {
            if (key != "type") adapter.settings[key] = value.is_string() ? value.get<std::string>() : value.dump();
        }
        config.adapters.push_back(std::move(adapter));
    }
    for (const auto& [name, keys] : plugins.items()) {
        config.plugins[name] = {keys != Json(false), keys.is_object() ? keys.dump() : "{}"};
    }
}

void read_log(const Json& json, const fs::path& folder, Config& config) {
    const Json log = json.value("log", Json::object());
    config.log.level = log.value("level", config.log.level);
    config.log.format = log.value("format", config.log.format);
    if (log.contains("file")) config.log.file = beside(folder, log["file"]);
    config.languages = json.value("languages", config.languages);
}

void read_voice_converter(const Json& json, const fs::path& folder, Config& config) {
    const Json converter = json.value("voice_converter", Json(true));
    config.converts_voices = converter != Json(false);
    if (converter.is_string()) config.voice_converter = beside(folder, converter);
}

// One of the files that are built in, or the one beside the configuration; null when it is not as its schema wants it.
Json data_file(const fs::path& folder, const std::string& name, std::string_view built_in, const char* part,
               Problems& problems) {
    std::string text(built_in);
    std::error_code error;
    if (const auto file = folder / name; fs::exists(file, error)) {
        auto own = file_text(file);
        if (!own) {
            problems.push_back(own.error().message);
            return {};
        }
        text = std::move(*own);
    }
    const auto json = plain_json(text);
    if (!json) {
        problems.push_back(name + ": " + json.error().message);
        return {};
    }
    const auto wrong = schema().violations(*json, part);
    for (const auto& sentence : wrong) problems.push_back(name + ": " + sentence);
    return wrong.empty() ? Json::parse(*json) : Json();
}

void read_roles(const Json& file, Config& config, Problems& problems) {
    if (file.is_null()) return;
    for (const auto& [role, about] : file["roles"].items()) {
        config.role_names[role] = {about["name"], about["scope"] == "group"};
        auto& rights = config.roles[role];
        for (const std::string right : about["rights"]) {
            if (!file["rights"].contains(right))
                problems.push_back("roles.json: roles." + role + ": unknown right " + right);
            rights.insert(right);
        }
    }
}

void read_hotlines(const Json& file, Config& config) {
    if (file.is_null()) return;
    for (const Json& line : file) {
        config.hotlines.push_back({line["number"], line["how"] == "text", line["purpose"], line["hours"], line["night"],
                                   line["checked_on"], line.value("brief", line["purpose"].get<std::string>())});
    }
}

void read_topics(const Json& file, Config& config, Problems& problems) {
    if (file.is_null()) return;
    const auto wrong = [&problems](const std::string& where, const std::string& what) {
        problems.push_back("topics.json: " + where + ": " + what);
    };
    HelpPlan& plan = config.help;
    for (const Json& one : file["desks"]) plan.desks.push_back({one["name"], one["label"], one["role"], one["next"]});
    for (const HelpDesk& desk : plan.desks) {
        if (!config.roles.contains(desk.role)) wrong("desks." + desk.name, "unknown role " + desk.role);
        if (!desk.next.empty() && plan.desk(desk.next) == nullptr)
            wrong("desks." + desk.name, "unknown desk " + desk.next);
    }
    for (const Json& one : file["topics"]) {
        const Topic topic{one["id"], one["picture"], one["label"], one["level"], one["desk"]};
        const bool local = topic.desk == "group" || topic.desk == "township";
        if (!local && plan.desk(topic.desk) == nullptr) wrong("topics." + topic.id, "unknown desk " + topic.desk);
        if (local && topic.level == 3) wrong("topics." + topic.id, "level 3 never goes to the group or the township");
        if (topic.desk == "group" && topic.level == 2) wrong("topics." + topic.id, "level 2 never goes to the group");
        plan.topics.push_back(topic);
    }
    plan.minors_desk = file["minors_desk"];
    if (plan.desk(plan.minors_desk) == nullptr) wrong("minors_desk", "unknown desk " + plan.minors_desk);
    if (file["levels"].size() != 4) wrong("levels", "there are four");
    for (const Json& one : file["levels"])
        plan.levels.push_back({std::chrono::minutes(one["answer_within_minutes"].get<int>()), one["keep_days"]});
    plan.danger_within = std::chrono::minutes(file["danger_within_minutes"].get<int>());
    plan.consent_version = file["consent_version"];
    plan.most_a_day = file["most_a_day"];
    plan.most_an_hour_from_a_group = file.value("most_an_hour_from_a_group", plan.most_an_hour_from_a_group);
    for (const Json& one : file["danger"]) plan.danger.push_back({one["language"], one["words"], one["numbers"]});
}

void read_rules(const Json& file, RulePlan& plan, Problems& problems) {
    if (file.is_null()) return;
    const auto minutes = [](const Json& value) { return std::chrono::minutes(value.get<int>()); };
    plan.version = file["version"];
    plan.words = std::make_shared<const std::vector<std::string>>(file["words"].get<std::vector<std::string>>());
    if (plan.words->size() > text::WordList::most_words) problems.push_back("moderation.json: words: at most 10,000");
    for (std::size_t i = 0; i < plan.words->size(); ++i) {
        if (const auto word = text::word_for_list((*plan.words)[i]); !word)
            problems.push_back("moderation.json: words." + std::to_string(i) + ": " + word.error().message);
    }
    plan.hosts = file["hosts"].get<std::vector<std::string>>();
    plan.ladder.clear();
    for (const Json& one : file["ladder"]) plan.ladder.push_back({one["act"], minutes(one.value("minutes", Json(0)))});
    plan.ladder_days = file["ladder_days"];
    plan.flood_person = file["flood"]["person"];
    plan.flood_group = file["flood"]["group"];
    plan.flood_window = std::chrono::seconds(file["flood"]["seconds"].get<int>());
    plan.flood_mute = minutes(file["flood"]["mute_minutes"]);
    plan.newcomer_days = file["newcomer_days"];
    plan.night_from = file["night"]["from"];
    plan.night_until = file["night"]["until"];
    plan.appeal_within = std::chrono::hours(file["appeal_hours"].get<int>());
    plan.ban_days = file["ban_days"];
    plan.keep_days = file["keep_days"];
    plan.keep_words_days = file["keep_words_days"];
    plan.most_words = file["most_words"];
    plan.most_reports_a_day = file["most_reports_a_day"];
}

void read_limits(const Json& file, const Json& json, Config& config, Problems& problems) {
    if (file.is_null()) return;
    using Limits = decltype(config.limits);
    config.limits =
        json.value("limits", Limits());  // what is set here goes before the file, and that before what is built in
    config.limits.merge(file.get<Limits>());
    config.limits.merge(Json::parse(plain_json(builtin::limits).value()).get<Limits>());
    if (config.limit("chat_soft_cap") > config.limit("chat_capacity"))
        problems.push_back("limits.chat_soft_cap: must not be above chat_capacity");
}

}  // namespace

Result<Config> load_config(const fs::path& path, const Environment& environment) {
    const auto text = file_text(path);
    if (!text) return Error{text.error().kind, "configuration: " + text.error().message};
    const auto plain = plain_json(*text);
    if (!plain) return invalid(path.filename().string() + ": " + plain.error().message);

    std::error_code error;
    Config config;
    config.file = fs::absolute(path, error);
    const auto folder = config.file.parent_path();
    Problems problems;
    const auto document = expanded(*plain, folder, environment, problems);
    add_news(problems, schema().violations(document));
    if (!problems.empty()) return invalid(lines(problems));

    const Json json = Json::parse(document);
    config.secrets = schema().secrets(document);
    read_store(json, folder, config, problems);
    read_web(json, folder, config, problems);
    read_parts(json, config);
    read_log(json, folder, config);
    read_voice_converter(json, folder, config);
    read_roles(data_file(folder, "roles.json", builtin::roles, "roles_file", problems), config, problems);
    read_hotlines(data_file(folder, "hotlines.json", builtin::hotlines, "hotlines_file", problems), config);
    read_topics(data_file(folder, "topics.json", builtin::topics, "topics_file", problems), config, problems);
    read_rules(data_file(folder, "moderation.json", builtin::moderation, "moderation_file", problems), config.rules,
               problems);
    read_limits(data_file(folder, "limits.json", builtin::limits, "limits", problems), json, config, problems);
    if (!problems.empty()) return invalid(lines(problems));
    return config;
}

std::vector<std::string> needs_restart(const Config& running, const Config& loaded) {
    const std::pair<const char*, bool> keys[] = {
        {"listen", running.listen == loaded.listen},
        {"listen_tls", running.listen_tls == loaded.listen_tls},
        {"listen_admin", running.listen_admin == loaded.listen_admin},
        {"public_url", running.public_url == loaded.public_url},
        {"store", running.store == loaded.store},
        {"keys", running.keys == loaded.keys},
        {"adapters", running.adapters == loaded.adapters},
        {"voice_converter",
         running.converts_voices == loaded.converts_voices && running.voice_converter == loaded.voice_converter},
        {"trusted_proxies", running.trusted_proxies == loaded.trusted_proxies},
        {"log.format", running.log.format == loaded.log.format},
        {"log.file", running.log.file == loaded.log.file},
    };
    std::vector<std::string> out;
    for (const auto& [key, same] : keys) {
        if (!same) out.emplace_back(key);
    }
    return out;
}

}  // namespace noticeboard
