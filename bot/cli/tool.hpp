// Tool: what the subcommands share: the options, the store opened beside a running server, how an answer is printed.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "bot/app/home.hpp"
#include "bot/community/audit.hpp"
#include "bot/community/scope.hpp"
#include "bot/crypto/random.hpp"
#include "bot/model/community.hpp"
#include "config/config.hpp"

namespace noticeboard::cli {

struct Options {
    std::string config = "noticeboard.json";
    bool json = false;
};

// Refused: printed to standard error as one sentence, exit code 1.
struct Refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

template <class T>
T must(Result<T> result) {
    if (!result) throw Refused(result.error().message);
    return std::move(*result);
}

Config read_config(const Options& options);

class Tool {  // the store, opened and brought to its newest version; one per command
 public:
    explicit Tool(const Options& options);

    const Config& config() const { return config_; }
    store::Session& session() { return *session_; }
    const app::Home& home() const { return home_; }
    community::Scope& scope() { return *scope_; }
    const text::Catalog& catalog();

    // Runs `change` in one transaction, with its line in the audit.
    void commit(const std::string& what, const std::string& subject, const std::function<void()>& change);

 private:
    Config config_;
    app::Home home_;
    std::unique_ptr<store::Session> session_;
    crypto::SystemRandom random_;
    store::IdMaker ids_;
    std::optional<community::Scope> scope_;
    std::shared_ptr<const text::Catalog> catalog_;
};

// The group that was named by its number, as people type it. Refused with what may have been meant.
Group group_of(Tool& tool, const std::string& number);

// The code that was typed, or "" for the whole tree when nothing was.
std::string subtree_of(const std::string& typed);

// A file's bytes; and bytes into a file, "-" is standard output. Refused when that does not work.
std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& bytes);

// Where posters and other files that came with the program lie.
std::string data_path(const std::string& name);

std::string json_text(const std::vector<std::pair<std::string, std::string>>& fields);  // one object, all texts

}  // namespace noticeboard::cli
