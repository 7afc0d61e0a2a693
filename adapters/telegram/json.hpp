// Reads single values of Telegram's JSON; what is missing or of another type reads as nothing.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace noticeboard::telegram {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::string text_at(const object& in, std::string_view key);
std::int64_t number_at(const object& in, std::string_view key);
std::string id_at(const object& in, std::string_view key);  // a number as text; empty when it is not there
bool true_at(const object& in, std::string_view key);
bool has(const object& in, std::string_view key);
std::optional<object> object_at(const object& in, std::string_view key);

}  // namespace noticeboard::telegram
