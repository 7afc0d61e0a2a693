// The master key's file: made once, private, never overwritten, and refused when others can read it.
#include "bot/crypto/key.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "bot/crypto/random.hpp"

using namespace noticeboard;
using namespace noticeboard::crypto;
namespace fs = std::filesystem;

namespace {

struct Folder {  // a temporary folder that goes when the test ends
    fs::path path;
    Folder() {
        std::string name = (fs::temp_directory_path() / "noticeboard-key-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~Folder() { fs::remove_all(path); }
};

void write(const fs::path& file, const std::string& text) {
    std::ofstream(file) << text;
    ::chmod(file.c_str(), 0600);
}

}  // namespace

TEST_CASE("a key that was made is the key that is loaded") {
    const Folder folder;
    SystemRandom random;
    const auto file = folder.path / "noticeboard.key";
    const auto made = make_key(file, random);
    REQUIRE(made.ok());
    struct stat about {};
    REQUIRE(::stat(file.c_str(), &about) == 0);
    CHECK((about.st_mode & 07777) == 0600);
    CHECK(about.st_size == 65);
    const auto loaded = load_key(file);
    REQUIRE(loaded.ok());
    CHECK(loaded->bytes() == made->bytes());
    CHECK(loaded->fingerprint() == made->fingerprint());
    CHECK(loaded->fingerprint().size() == 16);
}

TEST_CASE("an existing key is never overwritten") {
    const Folder folder;
    SystemRandom random;
    const auto file = folder.path / "noticeboard.key";
    const auto first = make_key(file, random);
    REQUIRE(first.ok());
    const auto second = make_key(file, random);
    REQUIRE_FALSE(second.ok());
    CHECK(second.error().kind == Error::Kind::conflict);
    CHECK(load_key(file)->bytes() == first->bytes());
}

TEST_CASE("a key that others may read or write is refused") {
    const Folder folder;
    SystemRandom random;
    const auto file = folder.path / "noticeboard.key";
    REQUIRE(make_key(file, random).ok());
    for (const mode_t mode : {0640, 0604, 0620, 0602, 0610, 0644}) {
        ::chmod(file.c_str(), mode);
        const auto loaded = load_key(file);
        REQUIRE_FALSE(loaded.ok());
        CHECK(loaded.error().kind == Error::Kind::forbidden);
        CHECK(loaded.error().message.find("chmod 600") != std::string::npos);
    }
    ::chmod(file.c_str(), 0400);
    CHECK(load_key(file).ok());
}

TEST_CASE("what is not a key is refused, and what it holds is not repeated") {
    const Folder folder;
    const auto file = folder.path / "noticeboard.key";
    CHECK(load_key(file).error().kind == Error::Kind::not_found);
    CHECK_FALSE(load_key(folder.path).ok());
    for (const std::string& text :
         {std::string(), std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'g'), std::string(200, 'a')}) {
        write(file, text);
        const auto loaded = load_key(file);
        REQUIRE_FALSE(loaded.ok());
        CHECK(loaded.error().message.find("aaaa") == std::string::npos);
    }
    write(file, std::string(64, 'a') + "\r\n");
    CHECK(load_key(file).ok());
}

TEST_CASE("derived keys differ by label and by key, and are the same every time") {
    const auto one = Key::from(std::string(32, '1')).value(), two = Key::from(std::string(32, '2')).value();
    CHECK(one.derived("a").bytes() == one.derived("a").bytes());
    CHECK(one.derived("a").bytes() != one.derived("b").bytes());
    CHECK(one.derived("a").bytes() != two.derived("a").bytes());
    CHECK(one.fingerprint() != two.fingerprint());
    CHECK_FALSE(Key::from("short").ok());
}
