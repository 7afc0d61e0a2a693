// Visitors: who somebody is in the built-in chat, and the browsers she comes with. A browser is known by its cookie;
// the cookie opens her groups, and never the private talk by itself.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/webchat/rules.hpp"

namespace noticeboard::webchat {

inline constexpr const char* cookie_name = "v";  // the landing page's own: one name for everything

// 20 hexadecimal digits at random and 12 of a keyed hash over them, so that a made-up one is refused without a look-up.
std::string new_cookie(const community::Scope& scope);
std::string cookie_from(const community::Scope& scope, std::string_view secret);  // the same for the same secret
bool is_genuine(const community::Scope& scope, std::string_view cookie);

struct Browser {
    std::string mark;     // names it in the store
    std::string visitor;  // who she is in the groups
    std::string talk;     // whose private talk was last open here, or empty
    TimePoint touched{};  // when she last did something in it, as the store knows
    int tries = 0;
    TimePoint paused_until{};
};

std::optional<Browser> find_browser(community::Scope& scope, std::string_view cookie);

bool browser_stands(community::Scope& scope, std::string_view mark);  // known still: nobody ended its session

// A new browser with a new visitor; or with one who came back by her code.
Browser add_browser(community::Scope& scope, std::string_view cookie, std::string_view visitor = {});

// Twelve characters of 60 random bits: a visitor's id, a group chat's id, and what stands in the address of both.
std::string new_place(community::Scope& scope);

// One more visitor, for a private talk that has nothing to do with the others begun in this browser.
std::string add_visitor(community::Scope& scope);
void add_talk(community::Scope& scope, const Browser& browser, std::string_view visitor);
std::vector<std::string> talks_of(community::Scope& scope, const Browser& browser);

std::string name_of(community::Scope& scope, std::string_view visitor);
void set_name(community::Scope& scope, std::string_view visitor, std::string_view name);

// Her name, pictures and codes go, and all that was said in her private talk.
void forget_visitor(community::Scope& scope, std::string_view visitor);

// A person's browsers are nobody's any more, her re-entry codes and pictures void: her phone is in other hands. What
// was said stays where it stands.
void end_sessions(community::Scope& scope, std::string_view account, PersonId person);

std::int64_t cut_of(community::Scope& scope, std::string_view visitor);
void set_cut(community::Scope& scope, std::string_view visitor, std::int64_t seq);

// The private talk of `talk` is open in this browser from now on; empty: none.
void open_talk(community::Scope& scope, Browser& browser, std::string_view talk);

// When somebody last looked at her private talk: in memory, because looking changes nothing in the store. A restart
// forgets it, and talks shut earlier than they would have. From any thread.
class Glances {
 public:
    void note(const std::string& mark, TimePoint at);
    void forget(const std::string& mark);
    TimePoint last(const std::string& mark) const;

    // Whether the private talk is open in this browser.
    bool is_open(const Browser& browser, const Rules& rules, TimePoint now) const;

 private:
    mutable std::mutex mutex_;
    std::map<std::string, TimePoint> last_;
};

// How often something happened lately, by a name; in memory. From any thread.
class Flood {
 public:
    // Counts one more; false when `most` happened within `per` already.
    bool take(const std::string& name, int most, Millis per, TimePoint now);

 private:
    struct Bucket {
        TimePoint since{};
        int count = 0;
    };
    std::mutex mutex_;
    std::map<std::string, Bucket> buckets_;
};

}  // namespace noticeboard::webchat
