// Near misses by edit distance.
#include "config/spelling.hpp"

#include <algorithm>
#include <numeric>

namespace noticeboard {
namespace {

// How many insertions, deletions, changes and swaps of neighbours lie between two words (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}

constexpr std::size_t longest = 64;  // what is longer is no slip

}  // namespace

std::string suggestion(std::string_view typed, const std::vector<std::string>& words) {
    if (typed.size() > longest) return "";
    std::size_t best = std::max<std::size_t>(1, typed.size() / 3) + 1;
    std::string_view meant;
    for (const auto& word : words) {
        const auto far = distance(typed, word);
        if (far >= best) continue;
        best = far;
        meant = word;
    }
    return meant.empty() ? "" : ", did you mean " + std::string(meant) + "?";
}

}  // namespace noticeboard
