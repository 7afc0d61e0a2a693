// Tool: see tool.hpp.
#include "bot/cli/tool.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "bot/community/group.hpp"
#include "bot/community/unit.hpp"
#include "bot/community/vault.hpp"
#include "bot/turn/router.hpp"
#include "plugins/plugins.hpp"

namespace noticeboard::cli {
namespace {

TimePoint now() {
    return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
}

}  // namespace

Config read_config(const Options& options) {
    return must(load_config(options.config));
}

Tool::Tool(const Options& options)
    : config_(read_config(options)),
      home_(must(app::Home::open(config_, app::Home::Use::tool))),
      ids_(512 + static_cast<int>(::getpid() % 512)) {  // another node than the server's
    must(home_.migrate(turn::Router(all_plugins())));
    session_ = home_.database().session(store::Access::write);
    scope_.emplace(community::Scope{*session_, home_.vault(), ids_, {now(), random_}});
}

const text::Catalog& Tool::catalog() {
    if (!catalog_) catalog_ = must(app::load_catalog(config_, {}));
    return *catalog_;
}

void Tool::commit(const std::string& what, const std::string& subject, const std::function<void()>& change) {
    session_->begin();
    try {
        change();
        community::audit_by_tool(*scope_, what, subject);
        session_->commit();
    } catch (...) {
        session_->rollback();
        throw;
    }
}

Group group_of(Tool& tool, const std::string& number) {
    const auto digits = text::group_digits(number);
    if (!digits) throw Refused("--group: \"" + number + "\" is not a group's number of eight digits");
    if (const auto found = community::group_by_number(tool.scope(), *digits)) return *found;
    std::string why = "--group: there is no group with the number " + text::grouped(*digits);
    for (const auto& near : community::groups_near_number(tool.scope(), *digits)) {
        why += "; perhaps " + text::grouped(near.group.number) + " " + near.group.name;
    }
    throw Refused(why);
}

std::string subtree_of(const std::string& typed) {
    return typed.empty() ? "" : must(community::unit_code(typed));
}

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw Refused(path + " cannot be read");
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

void write_file(const std::string& path, const std::string& bytes) {
    if (path == "-") {
        std::cout << bytes << std::flush;
        return;
    }
    std::ofstream out(path, std::ios::binary);
    out << bytes;
    if (!out.flush()) throw Refused(path + " cannot be written");
}

std::string data_path(const std::string& name) {
    return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / name).string();
}

std::string json_text(const std::vector<std::pair<std::string, std::string>>& fields) {
    nlohmann::ordered_json out = nlohmann::ordered_json::object();
    for (const auto& [name, value] : fields) out[name] = value;
    return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace noticeboard::cli
