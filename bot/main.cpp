// noticeboard: arguments → config → App.
#include <iostream>

#include "bot/cli/chat.hpp"
#include "bot/cli/serve.hpp"

int main(int count, char** arguments) {
    const std::string command = count > 1 ? arguments[1] : "";
    const std::string file = count > 2 ? arguments[2] : "noticeboard.json";
    if (command == "serve") return noticeboard::cli::serve(file);
    const auto config = noticeboard::load_config(file);
    if (command == "chat" && config && count > 3) return noticeboard::cli::chat(*config, arguments[3], "zh");
    return 2;
}
