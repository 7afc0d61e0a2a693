// How a notice is doing, on a terminal: see notice_shown.hpp.
#include "bot/cli/notice_shown.hpp"

#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "bot/community/group.hpp"
#include "bot/community/notice/answers.hpp"
#include "bot/model/local_time.hpp"

namespace noticeboard::cli {
namespace {

const char* state_name(Notice::State state) {
    constexpr const char* names[] = {"draft", "approved", "running", "paused", "done", "cancelled"};
    return names[static_cast<int>(state)];
}

constexpr const char* reach_names[reach_count] = {"pending", "sending",   "sent",  "failed", "skipped", "held",
                                                  "unknown", "cancelled", "asked", "posted", "refused"};

// One line of what there is.
std::string counts(const Ledger& ledger) {
    std::string out = "audience " + std::to_string(ledger.audience) + " =";
    for (int i = 0; i < reach_count; ++i) {
        if (ledger.of[i] > 0)
            out += std::string(out.ends_with('=') ? " " : " + ") + reach_names[i] + " " + std::to_string(ledger.of[i]);
    }
    return out;
}

std::string bar(double share) {
    constexpr int width = 30;
    const int full = static_cast<int>(share * width);
    return "[" + std::string(static_cast<std::size_t>(full), '#') +
           std::string(static_cast<std::size_t>(width - full), '.') + "]";
}

}  // namespace

Notice notice_named(Tool& tool, const std::string& number) {
    const auto digits = community::notice_digits(number);
    if (!digits) throw Refused("\"" + number + "\" is no notice's number of nine digits");
    auto found = community::notice_by_number(tool.scope(), *digits);
    if (!found) throw Refused("there is no notice " + community::spaced_number(*digits));
    return std::move(*found);
}

std::string way_name(Way way) {
    return way == Way::machine ? "by the bot" : way == Way::confirmed ? "when leaders tap" : "by leaders' hands";
}

std::string as_json(const Notice& notice) {
    return json_text({{"number", notice.number},
                      {"state", state_name(notice.state)},
                      {"unit", notice.unit},
                      {"audience", notice.audience}});
}

void show_status(const Options& options, const std::string& number) {
    Tool tool(options);
    const Notice notice = notice_named(tool, number);
    const Ledger ledger = community::ledger_of(tool.scope(), notice.id);
    if (options.json) {
        std::vector<std::pair<std::string, std::string>> fields{{"number", notice.number},
                                                                {"state", state_name(notice.state)},
                                                                {"audience", std::to_string(ledger.audience)}};
        for (int i = 0; i < reach_count; ++i) fields.emplace_back(reach_names[i], std::to_string(ledger.of[i]));
        fields.emplace_back("groups_that_answered",
                            std::to_string(community::groups_that_heard(tool.scope(), notice.id)));
        std::cout << json_text(fields) << "\n";
        return;
    }
    std::cout << "notice " << community::spaced_number(notice.number) << ": " << state_name(notice.state)
              << (notice.why.empty() ? "" : " (" + notice.why + ")") << "\n"
              << counts(ledger) << "\n";
    for (const auto& share : community::shares_of(tool.scope(), notice.id))
        std::cout << "  " << (share.account.empty() ? "no platform" : share.account) << ", " << way_name(share.way)
                  << ": " << counts(share.ledger) << "\n";
    std::cout << "groups that answered \"received\": " << community::groups_that_heard(tool.scope(), notice.id) << "\n";
}

// Until it ends: a line that is written over on a terminal, a line a look elsewhere.
void watch_notice(const Options& options, const std::string& number) {
    Tool tool(options);
    const bool terminal = ::isatty(1) != 0;
    std::int64_t last_done = -1;
    auto last_look = std::chrono::steady_clock::now();
    double rate = 0;
    for (;;) {
        const Notice notice = notice_named(tool, number);
        const Ledger ledger = community::ledger_of(tool.scope(), notice.id);
        const std::int64_t done = ledger.audience - ledger.open();
        const auto now = std::chrono::steady_clock::now();
        const double seconds = std::chrono::duration<double>(now - last_look).count();
        if (last_done >= 0 && seconds > 0) rate = static_cast<double>(done - last_done) / seconds;
        last_done = done;
        last_look = now;
        char line[160];
        std::snprintf(
            line, sizeof line, "%s %s %lld/%lld  %.0f/s  %s",
            bar(ledger.audience > 0 ? static_cast<double>(done) / static_cast<double>(ledger.audience) : 0).c_str(),
            state_name(notice.state), static_cast<long long>(done), static_cast<long long>(ledger.audience), rate,
            rate > 0 && ledger.open() > 0
                ? (std::to_string(static_cast<long>(static_cast<double>(ledger.open()) / rate)) + " s left").c_str()
                : "");
        std::cout << (terminal ? "\r\x1b[K" : "") << line << (terminal ? "" : "\n") << std::flush;
        if (!notice.is_open()) break;
        std::this_thread::sleep_for(std::chrono::seconds(1));
    }
    if (terminal) std::cout << "\n";
    const Notice notice = notice_named(tool, number);
    std::cout << counts(community::ledger_of(tool.scope(), notice.id)) << "\n";
    for (const auto& [why, times] : community::top_failures(tool.scope(), notice.id))
        std::cout << "  " << times << "  " << why << "\n";
}

// Where every chat of the audience stands, one line each: group, way, reach, why.
void show_ledger(const Options& options, const std::string& number, const std::string& reach, const std::string& path) {
    Tool tool(options);
    const Notice notice = notice_named(tool, number);
    std::ofstream file;
    if (!path.empty()) file.open(path);
    std::ostream& out = path.empty() ? std::cout : file;
    out << "group,chat,reach,why,tries\n";
    const int chunks = community::chunk_count(tool.scope(), notice.id);
    for (int chunk = 0; chunk < chunks; ++chunk) {
        for (const community::Fate& fate : community::fates_of(tool.scope(), notice.id, chunk)) {
            const char* name = reach_names[static_cast<int>(fate.reach)];
            if (!reach.empty() && reach != name) continue;
            const auto group = community::group(tool.scope(), fate.group);
            out << (group ? group->number : "") << "," << to_string(fate.chat) << "," << name << "," << fate.why << ","
                << fate.tries << "\n";
        }
    }
    if (!out.flush()) throw Refused(path + " cannot be written");
}

void list_notices(const Options& options, const std::string& unit) {
    Tool tool(options);
    for (const Notice& one : community::notices_of(tool.scope(), subtree_of(unit), 50)) {
        std::cout << (options.json ? as_json(one)
                                   : community::spaced_number(one.number) + "  " + state_name(one.state) + "  " +
                                         local_date_time(one.created) + "  " + one.audience)
                  << "\n";
    }
}

}  // namespace noticeboard::cli
