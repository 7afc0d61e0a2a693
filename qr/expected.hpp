// Expected<T>: a value, or one sentence that says why there is none. Everything in qr/ that can fail returns one.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace noticeboard::qr {

struct Failure {
    std::string why;
};

struct Done {};  // the value of an Expected that has nothing to give but success

template <class T>
class [[nodiscard]] Expected {
 public:
    Expected(T value) : held_(std::in_place_index<0>, std::move(value)) {}
    Expected(Failure failure) : held_(std::in_place_index<1>, std::move(failure)) {}

    explicit operator bool() const { return held_.index() == 0; }
    T& operator*() & { return std::get<0>(held_); }
    const T& operator*() const& { return std::get<0>(held_); }
    T&& operator*() && { return std::get<0>(std::move(held_)); }
    T* operator->() { return &std::get<0>(held_); }
    const T* operator->() const { return &std::get<0>(held_); }

    const Failure& failure() const { return std::get<1>(held_); }
    std::string why() const { return *this ? "" : failure().why; }

 private:
    std::variant<T, Failure> held_;
};

}  // namespace noticeboard::qr
