// How this folder holds OpenSSL's objects. Included by its .cpp files only, so that no OpenSSL type leaves it.
#pragma once

#include <openssl/err.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace noticeboard::crypto {

template <auto release>
struct Release {
    template <class T>
    void operator()(T* held) const {
        release(held);
    }
};

template <class T, auto release>
using Owned = std::unique_ptr<T, Release<release>>;

inline const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* bytes(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

// Throws when OpenSSL could not do what needs no luck: an algorithm that is missing, no memory.
inline void must(bool done, const char* what) {
    if (done) return;
    ERR_clear_error();
    throw std::runtime_error(std::string("OpenSSL failed at ") + what);
}

}  // namespace noticeboard::crypto
