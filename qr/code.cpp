// Text to QR code, by libqrencode.
#include "qr/code.hpp"

#include <qrencode.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string>

namespace noticeboard::qr {
namespace {

constexpr int densest_printed_version = 5;

struct Free {
    void operator()(QRinput* input) const { QRinput_free(input); }
    void operator()(QRcode* code) const { QRcode_free(code); }
};
using Input = std::unique_ptr<QRinput, Free>;

bool append(QRinput* input, QRencodeMode mode, std::string_view text) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    return QRinput_append(input, mode, static_cast<int>(text.size()), bytes) == 0;
}

Expected<Matrix> encoded(QRinput* input) {
    const std::unique_ptr<QRcode, Free> code(QRcode_encodeInput(input));
    if (!code) {
        if (errno == ERANGE) return Failure{"the text is too long for a QR code"};
        return Failure{"the text cannot be written as a QR code"};
    }
    Matrix matrix{code->version, code->width, {}};
    unsigned char* const end = code->data + code->width * code->width;
    // libqrencode keeps other facts about a module in the higher bits.
    std::transform(code->data, end, std::back_inserter(matrix.dark), [](unsigned char module) { return module & 1; });
    return matrix;
}

QRecLevel level(Correction correction) {
    switch (correction) {
        case Correction::low:
            return QR_ECLEVEL_L;
        case Correction::medium:
            return QR_ECLEVEL_M;
        case Correction::quartile:
            return QR_ECLEVEL_Q;
        case Correction::high:
            return QR_ECLEVEL_H;
    }
    return QR_ECLEVEL_M;
}

}  // namespace

Expected<Matrix> printed_code(std::string_view prefix, std::string_view rest) {
    const std::string address = std::string(prefix) + std::string(rest);
    const Input input(QRinput_new2(0, QR_ECLEVEL_Q));
    if (prefix.empty() || !append(input.get(), QR_MODE_8, prefix))
        return Failure{"the address “" + address + "” does not begin with https://host/g/"};
    if (rest.empty() || !append(input.get(), QR_MODE_AN, rest))
        return Failure{"the address “" + address + "” must end in digits, capitals and slashes"};
    Expected<Matrix> matrix = encoded(input.get());
    if (matrix && matrix->version > densest_printed_version)
        return Failure{"the address “" + address + "” is too long for a poster: the host may have 36 letters"};
    return matrix;
}

Expected<Matrix> any_code(std::string_view text, Correction correction) {
    const Input input(QRinput_new2(0, level(correction)));
    if (text.empty()) return Failure{"there is no text to write as a QR code"};
    if (!append(input.get(), QR_MODE_8, text)) return Failure{"the text is too long for a QR code"};
    return encoded(input.get());
}

}  // namespace noticeboard::qr
