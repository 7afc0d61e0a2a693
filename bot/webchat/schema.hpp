// The tables of the built-in chat.
#pragma once

#include "bot/store/migration.hpp"

namespace noticeboard::webchat {

store::Migrations schema();

}  // namespace noticeboard::webchat
