// Result<T>: a value, or the reason why there is none. Expected failures are values; only bugs throw.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace noticeboard {

// Why something did not work, in words for whoever sent the input; never holds a secret or a message text.
struct Error {
    enum class Kind {
        invalid,    // the input is not what it should be
        forbidden,  // the signature or the right is missing
        not_found,
        conflict,  // it exists already, or somebody else was first
        full,      // no room, no seat, no disk
        passing,   // may work later: network, lock, platform busy
    };
    Kind kind = Kind::invalid;
    std::string message;
};

inline Error invalid(std::string message) {
    return {Error::Kind::invalid, std::move(message)};
}
inline Error forbidden(std::string message) {
    return {Error::Kind::forbidden, std::move(message)};
}
inline Error not_found(std::string message) {
    return {Error::Kind::not_found, std::move(message)};
}
inline Error conflict(std::string message) {
    return {Error::Kind::conflict, std::move(message)};
}
inline Error full(std::string message) {
    return {Error::Kind::full, std::move(message)};
}
inline Error passing(std::string message) {
    return {Error::Kind::passing, std::move(message)};
}

struct Done {};  // the value of a Result that has nothing to give but success

template <class T>
class [[nodiscard]] Result {
 public:
    Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return held_.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() & { return std::get<0>(held_); }
    const T& value() const& { return std::get<0>(held_); }
    T&& value() && { return std::get<0>(std::move(held_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const { return std::get<1>(held_); }

 private:
    std::variant<T, Error> held_;
};

}  // namespace noticeboard
