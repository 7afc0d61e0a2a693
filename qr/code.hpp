// Text to QR code: the matrix of modules that everything else in this folder draws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "qr/expected.hpp"

namespace noticeboard::qr {

// Modules of white that a reader needs on every side (ISO/IEC 18004, 5.3.8).
inline constexpr int quiet_zone = 4;

// How much of the code may be lost: about 7, 15, 25, 30 % of the codewords.
enum class Correction { low, medium, quartile, high };

struct Matrix {
    int version = 0;                 // 1-40; 0 is no code at all
    int side = 0;                    // modules on a side, without the quiet zone
    std::vector<std::uint8_t> dark;  // side * side, row by row, 1 is dark

    bool at(int x, int y) const { return dark[static_cast<std::size_t>(y) * side + x] != 0; }
    int side_with_quiet_zone() const { return side + 2 * quiet_zone; }
};

// The code on a poster. `prefix` ("https://host/g/", lower case, because capitals fail on some Android scanners) goes
// in byte mode, `rest` ("30521074/7K3M9QXA") in the denser alphanumeric mode; correction Q. Fails when `rest` has a
// character that this mode does not know, or when the host is so long that the code would pass version 5.
Expected<Matrix> printed_code(std::string_view prefix, std::string_view rest);

// Any text in byte mode. Fails when it is empty or does not fit into version 40.
Expected<Matrix> any_code(std::string_view text, Correction correction = Correction::medium);

}  // namespace noticeboard::qr
