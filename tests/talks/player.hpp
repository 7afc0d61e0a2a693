// Player: plays a talk in a theatre and compares what is heard with what is written.
#pragma once

#include <string>

#include "tests/talks/talk.hpp"
#include "tests/talks/theatre.hpp"

namespace noticeboard::tests {

// Empty when all went as written; else file:line, what was expected and what was heard.
std::string play(const Talk& talk, Theatre& theatre);

}  // namespace noticeboard::tests
