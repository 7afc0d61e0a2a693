// Keys and certificates from the openssl command, valid for a day.
#include "tests/unit/web/authority.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace noticeboard::web {

Authority::Authority() {
    std::string name = (std::filesystem::temp_directory_path() / "authority-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj '/CN=Test authority' -keyout "
        "ca.key -out ca.pem");
}

Authority::~Authority() {
    std::filesystem::remove_all(folder_);
}

void Authority::issue(const std::string& name, const std::string& alternative) const {
    std::ofstream(folder_ + "/" + name + ".ext") << "subjectAltName=" << alternative << "\n";
    run("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=" + name + "' -keyout " + name +
        ".key -out " + name + ".csr");
    run("x509 -req -days 1 -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile " + name +
        ".ext -out " + name + ".pem");
}

void Authority::run(const std::string& arguments) const {
    const std::string command = "cd '" + folder_ + "' && openssl " + arguments + " >log 2>&1";
    REQUIRE_MESSAGE(std::system(command.c_str()) == 0, command);
}

}  // namespace noticeboard::web
