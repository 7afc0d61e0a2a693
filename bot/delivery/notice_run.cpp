// Run: see notice_run.hpp.
#include "bot/delivery/notice_run.hpp"

#include <algorithm>

namespace noticeboard::delivery {
namespace {

std::pair<int, int> where(const community::Target& target) {
    return {target.chunk, target.place};
}

template <class Lists>
bool any(const Lists& lists) {
    return std::any_of(lists.begin(), lists.end(), [](const auto& one) { return !one.second.empty(); });
}

template <class Lists>
bool any(const Lists& lists, const std::string& account) {
    const auto it = lists.find(account);
    return it != lists.end() && !it->second.empty();
}

}  // namespace

bool Run::has_work() const {
    return any(chunks) || any(again);
}

bool Run::has_work(const std::string& account) const {
    return any(chunks, account) || any(again, account);
}

void Run::try_again(const std::string& account, community::Target target) {
    if (taken_.insert(where(target)).second) again[account].push_back(std::move(target));
}

std::optional<int> Run::take_work(const std::string& account, std::size_t most, Window& window) {
    auto& waiting = again[account];
    if (waiting.empty()) {
        const int chunk = chunks[account].front();
        chunks[account].pop_front();
        return chunk;
    }
    for (; !waiting.empty() && window.again.size() < most; waiting.pop_front())
        window.again.push_back(std::move(waiting.front()));
    return std::nullopt;
}

void Run::let_go(Window& window) {
    std::set<std::pair<int, int>> begun;
    for (const auto& call : window.fresh) begun.insert({call->chunk, call->place});
    for (const community::Target& target : window.again) {
        if (!begun.contains(where(target))) taken_.erase(where(target));
    }
    for (const auto& call : window.ended) taken_.erase({call->chunk, call->place});
    window.again.clear();
}

Run load_run(community::Scope& scope, const Notice& notice, const turn::Current& current) {
    Run out;
    out.sheet = std::make_shared<const Sheet>(sheet_of(scope, notice, current.site, *current.catalog));
    for (const auto& [chunk, account] : community::open_chunks(scope, notice.id)) out.chunks[account].push_back(chunk);
    for (auto& [account, target] : community::targets_under_way(scope, notice.id))
        out.try_again(account, std::move(target));
    return out;
}

}  // namespace noticeboard::delivery
