// Events as JSON and back: how a dead letter keeps one.
#pragma once

#include <string>

#include "bot/model/event.hpp"
#include "bot/model/result.hpp"

namespace noticeboard::turn {

std::string to_json(const Event& event);
Result<Event> event_from_json(const std::string& text);

}  // namespace noticeboard::turn
