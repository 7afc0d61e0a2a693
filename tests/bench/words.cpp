// The word filter beside bare Vectorscan: messages of a group through folding and matching, and the same messages,
// folded beforehand, through hs_scan alone; both in one run, in turn. Usage: bench_words [ROUNDS]
#include <hs/hs.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "bot/text/fold.hpp"
#include "bot/text/word_list.hpp"

namespace {

using namespace noticeboard;

// The most frequent characters of written Chinese, and what is said in a village's group.
const std::vector<std::string> characters = [] {
    const std::string all =
        "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天"
        "而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些"
        "与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相"
        "次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立"
        "马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共"
        "风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快"
        "条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式"
        "李";
    std::vector<std::string> out;
    for (std::size_t at = 0; at + 3 <= all.size(); at += 3) out.push_back(all.substr(at, 3));
    return out;
}();
const std::vector<std::string> said = {
    "明天上午九点在村委会集合，",       "大家好！", "谁家的孩子下午没人接？",        "收到，谢谢李主任。",
    "缝纫课改到周二，免费的。",         "👍👍",       "Good morning, everybody! ",     "我家种的桃子熟了，",
    "The sewing class is on Tuesday. ", "@王姐 ",   "体检在镇卫生院，记得带身份证。"};

template <class Random>
std::string word(Random& random) {
    std::string out;
    if (random() % 5 == 0) {
        for (std::size_t i = 0, size = 4 + random() % 8; i < size; ++i)
            out.push_back(static_cast<char>('a' + random() % 26));
        return out;
    }
    for (std::size_t i = 0, size = 3 + random() % 4; i < size; ++i) out += characters[random() % characters.size()];
    return out;
}

template <class Work>
double nanoseconds_each(std::size_t messages, Work&& work) {
    const auto began = std::chrono::steady_clock::now();
    work();
    return static_cast<double>((std::chrono::steady_clock::now() - began).count()) / static_cast<double>(messages);
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

}  // namespace

int main(int count, char** arguments) {
    const int rounds = count > 1 ? std::atoi(arguments[1]) : 15;
    std::mt19937 random(7);
    std::vector<std::string> words;
    while (words.size() < text::WordList::most_words) words.push_back(word(random));
    std::vector<std::string> messages;
    std::size_t bytes = 0;
    for (int i = 0; i < 50'000; ++i) {
        std::string message = said[random() % said.size()];
        for (std::size_t k = 0, size = random() % 30; k < size; ++k)
            message += characters[random() % characters.size()];
        if (random() % 3 == 0) message += "，" + said[random() % said.size()];
        if (random() % 50 == 0) message += words[random() % words.size()];
        bytes += message.size();
        messages.push_back(std::move(message));
    }
    const auto began = std::chrono::steady_clock::now();
    const auto list = text::WordList::compile(words);
    const double compiling = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    std::vector<double> own;  // a group's or unit's list: what its first message after a change waits for
    for (int i = 0; i < 21; ++i) {
        const std::vector<std::string> some(words.begin() + i * 400, words.begin() + i * 400 + 500);
        own.push_back(nanoseconds_each(1, [&] {
            if (!text::WordList::compile(some).ok()) std::abort();
        }));
    }
    if (!list.ok()) return std::fprintf(stderr, "%s\n", list.error().message.c_str()), 1;

    std::vector<std::string> squeezed;  // for bare Vectorscan: the input it would get from us
    for (const std::string& message : messages) squeezed.push_back(text::squeezed(message).text);
    std::vector<std::string> plain;
    std::vector<const char*> literals;
    std::vector<std::size_t> sizes;
    std::vector<unsigned> flags(words.size(), 0), ids;
    for (const std::string& one : words) plain.push_back(text::squeezed(one).text);
    for (const std::string& one : plain) {
        literals.push_back(one.c_str());
        sizes.push_back(one.size());
        ids.push_back(static_cast<unsigned>(ids.size()));
    }
    hs_database_t* database = nullptr;
    hs_compile_error_t* error = nullptr;
    hs_scratch_t* scratch = nullptr;
    if (hs_compile_lit_multi(literals.data(), flags.data(), ids.data(), sizes.data(),
                             static_cast<unsigned>(words.size()), HS_MODE_BLOCK, nullptr, &database,
                             &error) != HS_SUCCESS ||
        hs_alloc_scratch(database, &scratch) != HS_SUCCESS)
        return 1;
    const auto stop = [](unsigned, unsigned long long, unsigned long long, unsigned, void* hits) {
        ++*static_cast<std::size_t*>(hits);
        return 1;
    };

    std::vector<double> ours, bare, folding, icu;
    std::size_t our_hits = 0, bare_hits = 0;
    for (int round = 0; round < rounds; ++round) {
        our_hits = bare_hits = 0;
        ours.push_back(nanoseconds_each(messages.size(), [&] {
            for (const std::string& message : messages) our_hits += list->find(message) ? 1 : 0;
        }));
        bare.push_back(nanoseconds_each(messages.size(), [&] {
            for (const std::string& message : squeezed)
                hs_scan(database, message.data(), static_cast<unsigned>(message.size()), 0, scratch, stop, &bare_hits);
        }));
        folding.push_back(nanoseconds_each(messages.size(), [&] {
            std::string into;
            std::size_t size = 0;
            for (const std::string& message : messages) size += text::squeeze(message, into).size();
            if (size == 0) std::abort();
        }));
        if (round % 5 == 0) {
            icu.push_back(nanoseconds_each(messages.size(), [&] {
                std::size_t size = 0;
                for (const std::string& message : messages) size += text::folded(message).size();
                if (size == 0) std::abort();
            }));
        }
    }
    const double filter = median(ours), scan = median(bare);
    std::printf(
        "%zu words compiled in %.2f s; %zu messages of %.0f bytes on average, %zu with a word (bare: %zu); median of "
        "%d\n",
        words.size(), compiling, messages.size(), static_cast<double>(bytes) / static_cast<double>(messages.size()),
        our_hits, bare_hits, rounds);
    std::printf("500 words made in      %7.0f ns\n", median(own));
    std::printf("filter, fold + match  %7.0f ns  %9.0f messages/s\n", filter, 1e9 / filter);
    std::printf("bare Vectorscan       %7.0f ns  %9.0f messages/s   ratio %.2f\n", scan, 1e9 / scan, scan / filter);
    std::printf("folding alone         %7.0f ns   (text::folded, ICU and OpenCC: %.0f ns)\n", median(folding),
                median(icu));
    hs_free_scratch(scratch);
    hs_free_database(database);
}
