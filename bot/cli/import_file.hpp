// What `unit import` and `group import` have in common.
#pragma once

#include "bot/cli/tool.hpp"
#include "bot/community/import.hpp"

namespace noticeboard::cli {

struct ImportFile {
    std::string file, refused, under, language = "zh", letters;

    void add_options(CLI::App& command);
    void run(const Options& options, community::Subject subject) const;
};

}  // namespace noticeboard::cli
