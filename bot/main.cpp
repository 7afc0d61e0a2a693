// noticeboard: arguments → config → App. Exit codes: 0 done, 1 refused, 2 wrong usage.
#include "bot/cli/commands.hpp"
#include "bot/store/session.hpp"

using namespace noticeboard::cli;

int main(int count, char** arguments) {
    CLI::App program("noticeboard: the chat groups through which a federation reaches its villages");
    program.require_subcommand(1);
    program.fallthrough();
    Options options;
    int code = 0;
    program.add_option("--config", options.config, "The configuration")->capture_default_str();
    program.add_flag("--json", options.json, "Answers for a program");
    add_serve(program, options, code);
    add_chat(program, options, code);
    add_demo(program, code);
    add_init(program, options);
    add_check(program, options);
    add_doctor(program, options, code);
    add_unit(program, options);
    add_group(program, options);
    add_role(program, options);
    add_notice(program, options);
    add_desk(program, options, code);
    add_board(program, options);
    add_poster(program, options);
    add_qr(program);
    add_audit(program, options, code);
    add_keys(program, options);
    add_backup(program, options);
    add_dead_letter(program, options);
    try {
        program.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? 0 : 2;
    } catch (const Refused& refused) {
        std::cerr << refused.what() << "\n";
        return 1;
    } catch (const noticeboard::store::Failure& failure) {
        std::cerr << "store: " << failure.what() << "\n";
        return 1;
    }
    return code;
}
