// The ledger of a notice: its frozen audience in chunks of 500 chats, and where each of them stands. A target has one
// place in one chunk, and one row at most of its own, so the counts add up to the audience whatever happens between.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/community/notice/audience.hpp"
#include "bot/community/scope.hpp"
#include "bot/model/notice.hpp"

namespace noticeboard::community {

inline constexpr std::size_t chunk_size = 500;

class Marks {  // a bit per target of a chunk
 public:
    bool has(std::size_t place) const { return (bits_[place / 8] >> (place % 8) & 1) != 0; }
    void set(std::size_t place, bool on = true) {
        const auto bit = static_cast<unsigned char>(1U << (place % 8));
        auto& byte = bits_[place / 8];
        byte = static_cast<unsigned char>(on ? byte | bit : byte & ~bit);
    }
    std::size_t count() const;
    std::string text() const;
    static Marks from(std::string_view text);

 private:
    unsigned char bits_[(chunk_size + 7) / 8] = {};
};

struct Chunk {
    int number = 0;
    std::string account;
    Way way = Way::machine;
    std::vector<ChatId> targets;  // in order
    Marks started, done;
    bool is_open() const { return started.count() < targets.size(); }
};

struct Target {  // where one target stands that is not simply pending or sent
    int chunk = 0;
    int place = 0;
    Reach reach = Reach::pending;
    std::string why;  // a class: "blocked", "no answer"
    int tries = 0;
    TimePoint due{};
    PersonId person;
};

// Cuts an audience into chunks, by way and account, each in the order of the chats' ids.
class Cutter {
 public:
    void add(const Aim& aim);
    std::vector<Chunk> cut();  // and is empty again
    std::size_t size() const { return size_; }

 private:
    std::map<std::pair<Way, std::string>, std::vector<ChatId>, std::less<>> lists_;
    std::size_t size_ = 0;
};

void keep_chunk(Scope& scope, NoticeId notice, const Chunk& fresh);       // a new one
void keep_progress(Scope& scope, NoticeId notice, const Chunk& chunk);    // its marks
void keep_target(Scope& scope, NoticeId notice, const Target& target);    // its row, new or not
void forget_target(Scope& scope, NoticeId notice, int chunk, int place);  // it is pending or sent, as its marks say
void forget_chunks(Scope& scope, NoticeId notice);                        // of a freezing that did not end
void copy_chunks(Scope& scope, NoticeId from, NoticeId to);               // exactly the same audience, nothing done

std::optional<Chunk> chunk_of(Scope& scope, NoticeId notice, int number);
std::vector<Target> targets_of(Scope& scope, NoticeId notice, int chunk);  // those with a row
std::optional<Target> target_of(Scope& scope, NoticeId notice, int chunk, int place);

// What a carrier still has to do: chunks with targets that were not started, with their accounts; rows to be tried
// again that are due; and rows that were under way when the program was killed.
std::vector<std::tuple<int, std::string>> open_chunks(Scope& scope, NoticeId notice);
struct Waiting {
    std::string account;
    Target target;
};
std::vector<std::tuple<NoticeId, Waiting>> targets_due(Scope& scope, int most);  // of all notices
std::vector<Waiting> targets_under_way(Scope& scope, NoticeId notice);

// Counts from the marks and rows of every chunk. The whole of a nation's notice takes some milliseconds.
Ledger ledger_of(Scope& scope, NoticeId notice);
struct Share {
    std::string account;  // "" by hand
    Way way = Way::machine;
    Ledger ledger;
};
std::vector<Share> shares_of(Scope& scope, NoticeId notice);  // the ledger by account and way

// Whether nothing is left that could still go out by itself.
bool is_finished(Scope& scope, NoticeId notice);

struct Fate {  // a target for people: which group, what became of it
    ChatId chat;
    GroupId group;
    Reach reach = Reach::pending;
    std::string why;
    int tries = 0;
};
// All targets of one chunk, in order.
std::vector<Fate> fates_of(Scope& scope, NoticeId notice, int chunk);
int chunk_count(Scope& scope, NoticeId notice);

// Why targets failed or were skipped, most frequent first.
std::vector<std::tuple<std::string, std::int64_t>> top_failures(Scope& scope, NoticeId notice, int most = 5);

}  // namespace noticeboard::community
