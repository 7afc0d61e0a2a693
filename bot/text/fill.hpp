// Filling the places of a text: "{}" takes the next argument, "{0}" the first, "{{" is a brace.
#pragma once

#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace noticeboard::text {

// The text with its places filled; none when a brace is left open, a place has no argument, or "{}" and "{0}" are
// mixed.
std::optional<std::string> filled(std::string_view pattern, std::span<const std::string_view> arguments);

class Argument {  // a text or a whole number, as text for as long as the call lasts
 public:
    Argument(std::string_view text) : view_(text) {}
    Argument(const std::string& text) : view_(text) {}
    Argument(const char* text) : view_(text) {}
    template <std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, char>) Argument(T number)
        : own_(std::to_string(number)), view_(own_) {}

    Argument(const Argument&) = delete;
    Argument& operator=(const Argument&) = delete;
    std::string_view view() const { return view_; }

 private:
    std::string own_;
    std::string_view view_;
};

}  // namespace noticeboard::text
