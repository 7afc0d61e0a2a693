// The federation's tables.
#pragma once

#include "bot/store/migration.hpp"

namespace noticeboard::community {

store::Migrations schema();

}  // namespace noticeboard::community
