// WordLists: the installation's words, and those of a group and of the units above it, compiled and kept at hand.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "bot/text/word_list.hpp"
#include "plugins/moderation/case.hpp"

namespace noticeboard::plugins::moderating {

class WordLists {  // thread-safe: lanes share it
 public:
    // Compiles the installation's words, 0.2 s for 10,000: not on a lane.
    void prepare(const Site& site) { installed(site.rules.words); }

    bool contains_any(Turn& turn, const Group& group, std::string_view text);

 private:
    using List = std::shared_ptr<const text::WordList>;
    using Words = std::shared_ptr<const std::vector<std::string>>;
    List installed(const Words& words);
    List own(Turn& turn, const std::string& scope, std::int64_t version);

    std::mutex mutex_;  // held for looks alone, never while a list is made
    struct Installed {
        Words words;
        List list;
    };
    std::deque<Installed> installed_;  // the newest first; turns that a reload found under way use the one before
    struct Own {
        std::int64_t version = 0;
        List list;
    };
    std::unordered_map<std::string, Own> own_;  // by scope
};

// --- what leaders and officials added, by scope ("group:<id>", "unit:33.05.22")

std::vector<std::string> own_words(Turn& turn, std::string_view scope);

// Error: invalid (too short, too long), conflict (it is there), full. Gives the word as it is compared.
Result<std::string> add_word(Turn& turn, std::string_view scope, std::string_view typed);
Result<std::string> remove_word(Turn& turn, std::string_view scope, std::string_view typed);  // error: not_found

}  // namespace noticeboard::plugins::moderating
