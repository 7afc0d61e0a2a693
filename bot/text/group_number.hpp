// Group numbers: eight digits, the last one a Damm check digit; printed, typed and spoken as 3052 1074.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace noticeboard::text {

inline constexpr std::size_t group_number_size = 8;

// The eight digits in what somebody typed: "3052 1074", "３０５２－１０７４", "群号30521074", "三零五二一零七四". None
// when there is another count of digits or any other word. The check digit is not looked at.
std::optional<std::string> group_digits(std::string_view text);

// H. Michael Damm's check digit (2004, the order-10 quasigroup): every single wrong digit and every swap of two
// neighbours shows.
char damm_check_digit(std::string_view digits);
bool damm_valid(std::string_view digits);

// "30521074" → "3052 1074"; other texts stay as they are.
std::string grouped(std::string_view number);

// A number that has a valid check digit and differs from the typed one by one slip.
struct Correction {
    std::string number;
    std::size_t position;  // of the wrong digit, or of the first of the two that are swapped; from 0
    bool swapped;
};

// All numbers one slip away from eight digits that fail the check: one changed digit per position, then swaps of
// neighbours. Which of them was meant only the caller can know: the ones that exist. Empty when the number is valid as
// it stands.
std::vector<Correction> corrections(std::string_view number);

}  // namespace noticeboard::text
