// The subcommands, one function and one file each; main lists them.
#pragma once

#include "bot/cli/tool.hpp"

namespace noticeboard::cli {

void add_serve(CLI::App& program, Options& options, int& code);
void add_chat(CLI::App& program, Options& options, int& code);
void add_demo(CLI::App& program, int& code);
void add_init(CLI::App& program, Options& options);
void add_check(CLI::App& program, Options& options);
void add_doctor(CLI::App& program, Options& options, int& code);
void add_unit(CLI::App& program, Options& options);
void add_group(CLI::App& program, Options& options);
void add_role(CLI::App& program, Options& options);
void add_notice(CLI::App& program, Options& options);
void add_desk(CLI::App& program, Options& options, int& code);
void add_board(CLI::App& program, Options& options);
void add_poster(CLI::App& program, Options& options);
void add_qr(CLI::App& program);
void add_audit(CLI::App& program, Options& options, int& code);
void add_keys(CLI::App& program, Options& options);
void add_backup(CLI::App& program, Options& options);
void add_dead_letter(CLI::App& program, Options& options);

}  // namespace noticeboard::cli
