// How a notice is doing, on a terminal.
#pragma once

#include <string>

#include "bot/cli/tool.hpp"
#include "bot/community/notice/notice.hpp"

namespace noticeboard::cli {

Notice notice_named(Tool& tool, const std::string& number);  // refused: no such number
std::string as_json(const Notice& notice);
std::string way_name(Way way);

void show_status(const Options& options, const std::string& number);
void watch_notice(const Options& options, const std::string& number);  // until it ends
void show_ledger(const Options& options, const std::string& number, const std::string& reach, const std::string& path);
void list_notices(const Options& options, const std::string& unit);

}  // namespace noticeboard::cli
