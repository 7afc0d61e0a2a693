// Imports a CSV file with a progress bar; refused rows go into a file of their own.
#include "bot/cli/import_file.hpp"

#include <unistd.h>

#include "bot/cli/letters.hpp"

namespace noticeboard::cli {

void ImportFile::add_options(CLI::App& command) {
    command.add_option("file", file, "CSV: GB18030 or UTF-8; comma, semicolon or tab")->required();
    command.add_option("--refused", refused, "Where refused rows go, with line and reason (default: FILE.refused.csv)");
    command.add_option("--unit", under, "Only what belongs to this unit or below it");
    command.add_option("--language", language, "Of the reasons: zh or en")->capture_default_str();
}

void ImportFile::run(const Options& options, community::Subject subject) const {
    Tool tool(options);
    community::Import how;
    how.subject = subject;
    how.under = subtree_of(under);
    how.language = language;
    how.catalog = &tool.catalog();
    const bool shows = ::isatty(STDERR_FILENO) != 0;
    how.progress = [shows](std::int64_t done, std::int64_t of) {
        if (shows) std::cerr << "\r" << done << " / " << of << " " << std::flush;
    };
    const auto report = must(community::import_csv(tool.scope(), read_file(file), how));
    if (shows) std::cerr << "\n";
    if (!report.refused_rows.empty())
        write_file(refused.empty() ? file + ".refused.csv" : refused, report.refused_rows);
    const auto text = [](std::int64_t number) { return std::to_string(number); };
    if (options.json) {
        std::cout << json_text({{"rows", text(report.rows)},
                                {"added", text(report.added)},
                                {"changed", text(report.changed)},
                                {"same", text(report.same)},
                                {"refused", text(report.refused)}})
                  << "\n";
    } else {
        std::cout << report.rows << " rows: " << report.added << " added, " << report.changed << " changed, "
                  << report.same << " as they were, " << report.refused << " refused\n";
    }
    if (!letters.empty()) {
        const Printed printed =
            print_letters(tool, how.under, static_cast<int>(tool.config().limit("claim_days")), letters);
        if (!options.json) std::cout << letters << ": " << printed.letters << " letters for leaders\n";
    }
    tool.commit("import", subject == community::Subject::units ? "units" : "groups", [] {});
}

}  // namespace noticeboard::cli
