// WordList. Many words are literals of one Vectorscan database; compiling that takes too long for a lane, so few words
// are looked up in a sorted table instead. What either finds must begin and end at a word's edge.
#include "bot/text/word_list.hpp"

#include <hs/hs.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <unordered_set>

#include "bot/text/utf8.hpp"

namespace noticeboard::text {
namespace {

constexpr std::size_t shortest_word = 2, longest_word = 60;  // characters

struct FreeDatabase {
    void operator()(hs_database_t* database) const { hs_free_database(database); }
};

// What Vectorscan writes into while it looks: one for each thread. Fitting it to a list takes longer than a thousand
// texts, and what was fitted once stays so.
class Scratch {
 public:
    ~Scratch() { hs_free_scratch(scratch_); }
    hs_scratch_t* fit(const hs_database_t* database, std::uint64_t list) {
        if (list == last_) return scratch_;
        if (fitted_.insert(list).second && hs_alloc_scratch(database, &scratch_) != HS_SUCCESS) throw std::bad_alloc();
        last_ = list;
        return scratch_;
    }

 private:
    hs_scratch_t* scratch_ = nullptr;
    std::uint64_t last_ = 0;
    std::unordered_set<std::uint64_t> fitted_;
};

// Few words, sorted: at each character of a text those that begin with it are compared.
class Table {
 public:
    explicit Table(const std::vector<std::string>& words) {
        for (std::size_t i = 0; i < words.size(); ++i) words_.emplace_back(words[i], i);
        std::sort(words_.begin(), words_.end());
    }
    // Asks `accept(begin, end)` about each word that stands in `letters`, until it says yes.
    template <class Accept>
    std::optional<std::size_t> find(std::string_view letters, Accept&& accept) const {
        for (std::size_t at = 0; at < letters.size(); at += point_at(letters, at).size) {
            const std::string_view rest = letters.substr(at), first = rest.substr(0, point_at(letters, at).size);
            auto it = std::lower_bound(words_.begin(), words_.end(), first,
                                       [](const auto& word, std::string_view text) { return word.first < text; });
            for (; it != words_.end() && it->first.starts_with(first); ++it) {
                if (rest.starts_with(it->first) && accept(at, at + it->first.size())) return it->second;
            }
        }
        return std::nullopt;
    }

 private:
    std::vector<std::pair<std::string, std::size_t>> words_;  // squeezed, with their place in the list
};

std::atomic<std::uint64_t> lists_made{0};

struct Desk {  // what a thread works on, used again for each text
    std::string room;
    Scratch scratch;
};

}  // namespace

struct WordList::Compiled {
    std::optional<Table> table;  // for few words, instead of a database
    std::unique_ptr<hs_database_t, FreeDatabase> database;
    std::vector<std::size_t> sizes;  // of the squeezed words, bytes
    std::uint64_t number = 0;        // no other list of this process has it
};

WordList::WordList() = default;
WordList::~WordList() = default;
WordList::WordList(WordList&&) noexcept = default;
WordList& WordList::operator=(WordList&&) noexcept = default;

std::size_t WordList::size() const {
    return compiled_ ? compiled_->sizes.size() : 0;
}

std::uint64_t WordList::made() {
    return lists_made;
}

Result<std::string> word_for_list(std::string_view typed) {
    std::string out = squeezed(typed.substr(0, 4 * longest_word * 4)).text;
    const std::size_t characters = length(out, TextUnit::code_points);
    if (characters < shortest_word) return invalid("a word has at least two letters or digits");
    if (characters > longest_word) return invalid("a word has at most 60 letters and digits");
    return out;
}

Result<WordList> WordList::compile(const std::vector<std::string>& words) {
    if (words.size() > most_words) return full("a list has at most 10,000 words");
    WordList out;
    if (words.empty()) return out;
    std::vector<std::string> squeezed_words;
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto word = word_for_list(words[i]);
        if (!word) return invalid("word " + std::to_string(i + 1) + ": " + word.error().message);
        squeezed_words.push_back(std::move(*word));
    }
    auto compiled = std::make_unique<Compiled>();
    compiled->number = ++lists_made;
    if (words.size() <= few_words) {
        compiled->table.emplace(squeezed_words);
        compiled->sizes.resize(words.size());
        out.compiled_ = std::move(compiled);
        return out;
    }
    std::vector<const char*> literals;
    std::vector<unsigned> flags(words.size(), 0), ids;
    for (const std::string& word : squeezed_words) {
        literals.push_back(word.c_str());
        ids.push_back(static_cast<unsigned>(ids.size()));
        compiled->sizes.push_back(word.size());
    }
    hs_database_t* database = nullptr;
    hs_compile_error_t* error = nullptr;
    const hs_error_t done =
        hs_compile_lit_multi(literals.data(), flags.data(), ids.data(), compiled->sizes.data(),
                             static_cast<unsigned>(literals.size()), HS_MODE_BLOCK, nullptr, &database, &error);
    if (done != HS_SUCCESS) {
        const std::string why = error != nullptr ? error->message : "no reason given";
        hs_free_compile_error(error);
        throw std::runtime_error("Vectorscan refused a word list: " + why);
    }
    compiled->database.reset(database);
    out.compiled_ = std::move(compiled);
    return out;
}

std::optional<std::size_t> WordList::find(std::string_view text) const {
    if (!compiled_) return std::nullopt;
    text = text.substr(0, longest_text);
    thread_local Desk desk;
    const std::string_view letters = squeeze(text, desk.room);
    if (letters.empty()) return std::nullopt;
    if (compiled_->table) {
        std::optional<Squeezed> breaks;
        return compiled_->table->find(letters, [&](std::size_t begin, std::size_t end) {
            if (!breaks) breaks = squeezed(text);
            return at_edge(*breaks, begin) && at_edge(*breaks, end);
        });
    }
    struct Search {
        std::string_view text;
        const std::vector<std::size_t>& sizes;
        std::optional<Squeezed> with_breaks;  // made when the first word is found: few texts have one
        std::optional<std::size_t> found;
    } search{text, compiled_->sizes, std::nullopt, std::nullopt};
    const auto matched = [](unsigned id, unsigned long long, unsigned long long to, unsigned, void* context) {
        auto& at = *static_cast<Search*>(context);
        if (!at.with_breaks) at.with_breaks = squeezed(at.text);
        if (!at_edge(*at.with_breaks, to - at.sizes[id]) || !at_edge(*at.with_breaks, to)) return 0;  // go on
        at.found = id;
        return 1;
    };
    const hs_database_t* database = compiled_->database.get();
    const hs_error_t done = hs_scan(database, letters.data(), static_cast<unsigned>(letters.size()), 0,
                                    desk.scratch.fit(database, compiled_->number), matched, &search);
    if (done != HS_SUCCESS && done != HS_SCAN_TERMINATED) throw std::runtime_error("Vectorscan failed");
    return search.found;
}

}  // namespace noticeboard::text
