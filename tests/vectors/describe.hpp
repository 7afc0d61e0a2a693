// Our types as JSON and back, as short as can be: what a vector file says and a failure shows.
#pragma once

#include <nlohmann/json.hpp>

#include "bot/adapter.hpp"

namespace noticeboard::tests {

using nlohmann::json;

// Only what differs from a default; the kind of event is the name of its own object. Times are seconds.
json described(const Event& event);
json described(const Inbound& inbound);
json described(const Outcome& outcome);
json described(const web::Request& request);  // a JSON body under "json", any other under "body"
json described(const web::Response& response);
json described(const Error& error);  // {"refused": "forbidden"}

Outgoing outgoing_in(const json& words);
web::Response response_in(const json& words);
std::string body_in(const json& words);  // a text as it stands, anything else as JSON

AdapterSettings settings_in(const json& keys);

}  // namespace noticeboard::tests
