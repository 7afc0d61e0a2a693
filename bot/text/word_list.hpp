// WordList: whether a text contains one of many words, however it was typed. Thread-safe once made.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/model/result.hpp"
#include "bot/text/squeeze.hpp"

namespace noticeboard::text {

// A word as it is kept and compared: squeezed. Error: invalid when fewer than two or more than 60 characters are left.
Result<std::string> word_for_list(std::string_view typed);

class WordList {
 public:
    static constexpr std::size_t most_words = 10'000;
    static constexpr std::size_t few_words =
        512;  // up to here a list is made in a tenth of a millisecond; 10,000: 0.2 s
    static constexpr std::size_t longest_text = 16 * 1024;  // bytes that are looked at: 4,096 characters of any kind

    WordList();  // no words
    ~WordList();
    WordList(WordList&&) noexcept;
    WordList& operator=(WordList&&) noexcept;

    // Error: invalid (names the word by its place in the list), full (more than most_words).
    static Result<WordList> compile(const std::vector<std::string>& words);

    // The place in the list of a word that the text contains; which one, where there are several, is not said.
    std::optional<std::size_t> find(std::string_view text) const;

    std::size_t size() const;

    static std::uint64_t made();  // how many lists this process has compiled: tests count them

 private:
    struct Compiled;
    std::unique_ptr<const Compiled> compiled_;
};

}  // namespace noticeboard::text
