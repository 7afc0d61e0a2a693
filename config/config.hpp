// Config: everything the operator decides, read from one JSON file and checked before anything starts
// (docs/operations.md).
//
// roles.json, limits.json, hotlines.json, topics.json and moderation.json are built in; a file of that name beside the
// configuration takes its place.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/model/result.hpp"
#include "bot/model/site.hpp"
#include "config/source.hpp"

namespace noticeboard {

struct Listen {
    std::string host;  // an address or a name; "0.0.0.0" for all
    std::uint16_t port = 0;
    bool operator==(const Listen&) const = default;
};

struct ListenTls {
    Listen address;
    std::filesystem::path certificate, key;
    bool operator==(const ListenTls&) const = default;
};

struct Operator {  // the footer of every page
    std::string name, contact;
    std::vector<std::string> filings;
};

// An adapter's keys as texts: true and numbers as JSON writes them.
using AdapterKeys = std::map<std::string, std::string>;

struct AdapterConfig {
    std::string name;  // the last part of /in/<name>
    std::string type;  // "telegram", "wechat"
    AdapterKeys settings;
    bool operator==(const AdapterConfig&) const = default;
};

struct PluginConfig {
    bool enabled = true;
    std::string settings = "{}";  // a JSON object
};

struct LogConfig {
    std::string level = "info";      // debug, info, warning, error, off
    std::string format = "console";  // or json
    std::filesystem::path file;      // empty: standard error
};

struct RoleConfig {
    std::string name;    // a catalogue text
    bool group = false;  // held at a group, else at a unit
};

struct Config {
    std::filesystem::path file;
    Listen listen{"0.0.0.0", 8080};
    std::optional<ListenTls> listen_tls;
    std::optional<Listen> listen_admin;
    std::vector<std::string> hosts;  // empty: all
    std::string public_url;          // without a slash at its end
    std::string store;               // "sqlite:/absolute/path" or "postgresql://…"
    std::filesystem::path keys;
    Operator operated_by;
    std::vector<AdapterConfig> adapters;          // by name
    std::map<std::string, PluginConfig> plugins;  // those that the file names
    std::vector<std::string> languages{"zh", "en"};
    LogConfig log;
    bool converts_voices = true;
    std::filesystem::path voice_converter;  // empty: `ffmpeg` on PATH, if it is there
    std::vector<std::string> trusted_proxies;
    std::map<std::string, std::string> verify_files;  // name → content

    std::map<std::string, std::int64_t> limits;          // all of limits.json
    std::map<std::string, std::set<std::string>> roles;  // role → names of rights
    std::map<std::string, RoleConfig> role_names;
    std::vector<Hotline> hotlines;
    HelpPlan help;
    RulePlan rules;

    std::vector<std::string> secrets;  // never to appear in a log

    std::int64_t limit(const std::string& name) const {
        return limits.at(name);
    }  // throws on a name that is not in limits.json
};

// Reads and checks a configuration. The error has one line for each thing that is wrong, each a sentence that names the
// key and holds no value. To reload, load again: what `needs_restart` does not name may be exchanged while running.
Result<Config> load_config(const std::filesystem::path& file, const Environment& environment = process_environment);

// The keys that differ and take effect at the next start only.
std::vector<std::string> needs_restart(const Config& running, const Config& loaded);

}  // namespace noticeboard
