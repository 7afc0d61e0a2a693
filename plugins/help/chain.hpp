// The desks' own chains: who did what with which request, ids and classes, no words. Readable at the desk alone; the
// audit that officials read knows nothing of it.
#pragma once

#include <functional>

#include "plugins/help/request.hpp"

namespace noticeboard::plugins::helping {

// A line of the chain of the desk that holds the request.
void note(Turn& turn, const Request& request, std::string_view what);

// Whether the last 200 lines of a desk's chain are what was written: none changed, taken out or cut off.
bool chain_is_whole(Turn& turn, std::string_view desk, std::string_view scope);

struct ChainReport {
    int chains = 0;
    std::int64_t lines = 0;
    std::string broken;  // empty: all is whole; otherwise the desk, scope and line that are not what was written
};
using Mark = std::function<std::string(std::string_view)>;  // the plugin's keyed hash
ChainReport verify_chains(store::Session& sql, const Mark& mark);

}  // namespace noticeboard::plugins::helping
