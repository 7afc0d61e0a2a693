// The tables of notices.
#pragma once

#include "bot/store/migration.hpp"

namespace noticeboard::community {

store::Migrations notice_schema();

}  // namespace noticeboard::community
