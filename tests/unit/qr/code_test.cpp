// The matrix: versions, modes and corrections of what is printed.
#include "qr/code.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace noticeboard::qr;

namespace {

constexpr const char* number_and_tag = "30521074/7K3M9QXA";

std::string prefix_of(int host_letters) {
    return "https://" + std::string(host_letters, 'h') + "/g/";
}

}  // namespace

TEST_CASE("a printed address is version 3 to 5 for hosts of 4 to 36 letters") {
    CHECK(printed_code("https://nb.cn/g/", number_and_tag)->version == 3);
    CHECK(printed_code("https://nb.example.cn/g/", number_and_tag)->version == 4);
    CHECK(printed_code("https://noticeboard.women-zhejiang.cn/g/", number_and_tag)->version == 5);
}

TEST_CASE("the two modes are mixed: in bytes alone these addresses would need a version more") {
    // ISO/IEC 18004 table 7: version 3-Q, 4-Q, 5-Q hold 34, 48, 62 codewords. 17 alphanumeric characters take 107 bits
    // with their header, the prefix 12 bits and 8 for each letter.
    CHECK(printed_code(prefix_of(8), number_and_tag)->version == 3);
    CHECK(printed_code(prefix_of(9), number_and_tag)->version == 4);
    CHECK(printed_code(prefix_of(22), number_and_tag)->version == 4);
    CHECK(printed_code(prefix_of(23), number_and_tag)->version == 5);
    CHECK(any_code(prefix_of(8) + number_and_tag, Correction::quartile)->version == 4);
    CHECK(any_code(prefix_of(22) + number_and_tag, Correction::quartile)->version == 5);
}

TEST_CASE("a host that needs more than version 5 is refused") {
    CHECK(printed_code(prefix_of(36), number_and_tag)->version == 5);
    const auto refused = printed_code(prefix_of(37), number_and_tag);
    REQUIRE_FALSE(refused);
    CHECK(refused.why().find("too long") != std::string::npos);
}

TEST_CASE("what alphanumeric mode does not know is refused, not bent") {
    CHECK_FALSE(printed_code("https://nb.cn/g/", "30521074/7k3m9qxa"));
    CHECK_FALSE(printed_code("https://nb.cn/g/", ""));
    CHECK_FALSE(printed_code("", number_and_tag));
}

TEST_CASE("a matrix has the side of its version, and finder patterns in three corners") {
    const Matrix code = *any_code("noticeboard");
    CHECK(code.side == 17 + 4 * code.version);
    CHECK(code.side_with_quiet_zone() == code.side + 8);
    REQUIRE(code.dark.size() == static_cast<std::size_t>(code.side * code.side));
    const int last = code.side - 7;
    const auto is_finder = [&](int left, int top) {
        bool finder = true;
        for (int y = 0; y < 7; ++y)
            for (int x = 0; x < 7; ++x) {
                const int ring = std::max(std::abs(x - 3), std::abs(y - 3));
                finder &= code.at(left + x, top + y) == (ring != 2);
            }
        return finder;
    };
    CHECK(is_finder(0, 0));
    CHECK(is_finder(last, 0));
    CHECK(is_finder(0, last));
    CHECK_FALSE(is_finder(last, last));
}

TEST_CASE("correction costs room, and what does not fit is refused") {
    const std::string text(100, 'x');
    CHECK(any_code(text, Correction::low)->version < any_code(text, Correction::high)->version);
    CHECK(any_code(std::string(2953, 'x'), Correction::low)->version == 40);
    CHECK_FALSE(any_code(std::string(2954, 'x'), Correction::low));
    CHECK_FALSE(any_code(""));
}
