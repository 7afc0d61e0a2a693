// Erasure: what is kept about a person, and how it goes. Her key goes with her, so whatever was sealed under it cannot
// be read any more, in backups neither. The audit's rows name her by an id alone: they stay, and still verify.
#pragma once

#include <string>
#include <vector>

#include "bot/community/scope.hpp"

namespace noticeboard::community {

// Deletes her identities, name and key, her roles, seats, dialogs, buttons and failed messages, and leaves her groups.
// Her id stays as a tombstone, so that no row points into nothing; messages on their way to her still go out; where she
// is banned the marks of her accounts stay as long as the ban. A second time changes nothing.
void forget(Scope& scope, PersonId person);

struct Fact {
    const char* english;  // a catalogue text with one {}: "Your account on {}"
    std::string value;
};

// All that is kept about her, in words; empty when she is not known.
std::vector<Fact> my_data(Scope& scope, PersonId person);

}  // namespace noticeboard::community
