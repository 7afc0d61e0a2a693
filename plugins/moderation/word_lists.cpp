// WordLists: see word_lists.hpp.
#include "plugins/moderation/word_lists.hpp"

#include "bot/community/role.hpp"

namespace noticeboard::plugins::moderating {
namespace {

constexpr std::size_t most_at_hand = 1024;  // lists of groups and units; of 500 words each they are 40 MB
constexpr std::size_t most_installed = 2;

// The group and the units above it, the whole tree last.
std::vector<std::string> scopes_of(const Group& group) {
    std::vector<std::string> out{community::scope_of(group)};
    for (std::string unit = group.unit;; unit.resize(unit.rfind('.'))) {
        out.push_back(community::scope_of_unit(unit));
        if (unit.find('.') == std::string::npos) break;
    }
    out.push_back(community::scope_of_unit(""));
    return out;
}

// Another version, never one that was there before: a list that a lane compiled and then rolled back is not found
// again.
void note_change(Turn& turn, std::string_view scope) {
    const auto version = static_cast<std::int64_t>(turn.random().number() >> 1);
    turn.sql().run(
        "INSERT INTO moderation_list (scope, version) VALUES (:scope, :version) "
        "ON CONFLICT (scope) DO UPDATE SET version = excluded.version",
        scope, version);
}

}  // namespace

WordLists::List WordLists::installed(const Words& words) {
    {
        const std::lock_guard lock(mutex_);
        for (const Installed& one : installed_)
            if (one.words == words) return one.list;
        for (const Installed& one : installed_) {
            if (*one.words != *words) continue;  // read again, and the same
            installed_.push_front({words, one.list});
            if (installed_.size() > most_installed) installed_.pop_back();
            return installed_.front().list;
        }
    }
    auto list = text::WordList::compile(*words);
    if (!list) throw std::runtime_error("moderation.json: " + list.error().message);
    const auto made = std::make_shared<const text::WordList>(std::move(*list));
    const std::lock_guard lock(mutex_);
    installed_.push_front({words, made});
    if (installed_.size() > most_installed) installed_.pop_back();
    return made;
}

WordLists::List WordLists::own(Turn& turn, const std::string& scope, std::int64_t version) {
    {
        const std::lock_guard lock(mutex_);
        if (const auto it = own_.find(scope); it != own_.end() && it->second.version == version) return it->second.list;
    }
    auto list = text::WordList::compile(own_words(turn, scope));
    if (!list) throw std::runtime_error(list.error().message);
    const auto made = std::make_shared<const text::WordList>(std::move(*list));
    const std::lock_guard lock(mutex_);
    if (own_.size() >= most_at_hand) own_.erase(own_.begin());  // anyone's: it is made again in half a millisecond
    own_[scope] = {version, made};
    return made;
}

bool WordLists::contains_any(Turn& turn, const Group& group, std::string_view text) {
    if (installed(turn.site().rules.words)->find(text)) return true;
    std::vector<std::string> scopes = scopes_of(group);
    scopes.resize(8);
    const auto lists = turn.sql().all<std::string, std::int64_t>(
        "SELECT scope, version FROM moderation_list WHERE scope IN (:a, :b, :c, :d, :e, :f, :g, :h)", scopes[0],
        scopes[1], scopes[2], scopes[3], scopes[4], scopes[5], scopes[6], scopes[7]);
    for (const auto& [scope, version] : lists) {
        if (own(turn, scope, version)->find(text)) return true;
    }
    return false;
}

std::vector<std::string> own_words(Turn& turn, std::string_view scope) {
    return turn.sql().all<std::string>("SELECT word FROM moderation_word WHERE scope = :scope ORDER BY word", scope);
}

Result<std::string> add_word(Turn& turn, std::string_view scope, std::string_view typed) {
    auto word = text::word_for_list(typed);
    if (!word) return word;
    const auto count =
        turn.sql().one<int>("SELECT count(*) FROM moderation_word WHERE scope = :scope", scope).value_or(0);
    if (count >= turn.site().rules.most_words) return full("the list is full");
    const auto added = turn.sql().run(
        "INSERT INTO moderation_word (scope, word) VALUES (:scope, :word) ON CONFLICT (scope, word) DO NOTHING", scope,
        *word);
    if (added == 0) return conflict("it is on the list");
    note_change(turn, scope);
    return word;
}

Result<std::string> remove_word(Turn& turn, std::string_view scope, std::string_view typed) {
    auto word = text::word_for_list(typed);
    if (!word) return word;
    const auto gone = turn.sql().run("DELETE FROM moderation_word WHERE scope = :scope AND word = :word", scope, *word);
    if (gone == 0) return not_found("it is not on the list");
    note_change(turn, scope);
    return word;
}

}  // namespace noticeboard::plugins::moderating
