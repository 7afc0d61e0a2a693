// Desk: a folder with a configuration, where commands of the program are typed. For tests that define PROGRAM.
#pragma once

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "tests/support.hpp"

namespace noticeboard::tests {

using Json = nlohmann::json;

struct Said {
    int code = -1;
    std::string out, err;
};

class Desk {  // a folder with a configuration, where commands are typed
 public:
    Desk() {
        write("noticeboard.json",
              R"({"listen": "127.0.0.1:0", "public_url": "https://board.example.cn", "store": "sqlite:noticeboard.db",
                  "operator": {"name": "清溪县妇女联合会", "contact": "0572-0000000"}, "languages": ["zh", "en"],
                  "adapters": {}})");
    }

    Said type(const std::string& command) const {
        Said out;
        const std::string line = "cd '" + folder_.file("") + "' && '" PROGRAM "' " + command + " 2>err";
        FILE* pipe = ::popen(line.c_str(), "r");
        char buffer[4096];
        for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.out.append(buffer, n);
        out.code = WEXITSTATUS(::pclose(pipe));
        out.err = read("err");
        return out;
    }
    std::string done(const std::string& command) const {
        const Said said = type(command);
        CHECK_MESSAGE(said.code == 0, command, ": ", said.err);
        return said.out;
    }
    Json json(const std::string& command) const { return Json::parse(done(command + " --json")); }

    std::string group() const {
        done("unit add --code 330522103207 --name 北塘村");
        return json("group add --unit 330522103207 --name 北塘村姐妹群 --leader 李桂芳 --introduction 欢迎")["number"];
    }

    void write(const std::string& name, const std::string& text) const { std::ofstream(folder_.file(name)) << text; }
    std::string read(const std::string& name) const {
        std::ostringstream out;
        out << std::ifstream(folder_.file(name), std::ios::binary).rdbuf();
        return out.str();
    }
    std::string file(const std::string& name) const { return folder_.file(name); }

 private:
    TempFolder folder_;
};

}  // namespace noticeboard::tests
