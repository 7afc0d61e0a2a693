// Recordings for tests: AMR made by hand, the others by ffmpeg itself.
#pragma once

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>

#include "tests/support.hpp"

namespace noticeboard::tests {

// Silence as WeChat records it: frames of 4.75 kbit/s, 20 ms each.
inline std::string amr(int seconds) {
    std::string out = "#!AMR\n";
    for (int i = 0; i < seconds * 50; ++i) out += '\x04' + std::string(12, '\0');
    return out;
}

inline std::string content(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// A voice of so many seconds, written by ffmpeg with these arguments into a file of this ending.
inline std::string recorded(const std::string& ending, const std::string& arguments, int seconds) {
    const TempFolder folder;
    const std::string file = folder.file("voice." + ending);
    const std::string command =
        "ffmpeg -nostdin -loglevel error -f lavfi -i sine=frequency=300:duration=" + std::to_string(seconds) + " " +
        arguments + " '" + file + "'";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("ffmpeg could not record: " + command);
    return content(file);
}

}  // namespace noticeboard::tests
