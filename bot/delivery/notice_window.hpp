// A window of a notice: the few calls that may be under way at once. These functions run inside a lane's transaction; a
// batch that runs again begins from what was adopted, so they never change that themselves.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/adapter.hpp"
#include "bot/community/notice/ledger.hpp"
#include "bot/community/notice/notice.hpp"
#include "bot/delivery/outbox.hpp"
#include "bot/model/site.hpp"
#include "bot/text/catalog.hpp"
#include "bot/turn/job.hpp"

namespace noticeboard::delivery {

struct Sheet {  // a notice as it goes out: its words in every language it has, composed once
    Notice notice;
    std::map<std::string, Say, std::less<>> says;
    std::vector<std::string> languages;  // as the catalogue orders them
    std::string_view language_for(const Group& group) const;
};
Sheet sheet_of(community::Scope& scope, const Notice& notice, const Site& site, const text::Catalog& catalog);

struct Call {
    int chunk = 0, place = 0;
    ChatId chat;
    int tries = 0;  // before this one
    Row row;        // by hand: empty
    Outcome outcome;
    bool over = false;
};
using Calls = std::vector<std::shared_ptr<Call>>;

struct Window {
    std::shared_ptr<const Sheet> sheet;
    bool resends = false;       // what a crash left unknown goes out again …
    bool repeats = false;       // … and may be heard twice: the ledger names it
    bool marks_started = true;  // see HeraldParts
    bool by_hand = false;
    std::optional<community::Chunk> chunk;  // as the store has it
    // Of a window of retries, which has no chunk: those that wait and are due, and those that a crash left under way.
    std::vector<community::Target> again;
    Calls flying, ended;   // under way, and over but not yet kept
    bool stopped = false;  // the notice does not run any more: nothing new was begun

    // Before a commit: those that are over. After it: what it wrote is what there is; gives the calls to be made.
    void gather();
    Calls adopt();

    std::optional<community::Chunk> next;  // as the commit under way leaves it
    Calls fresh;
};

// Keeps what became of the calls that ended, and takes the chunk's next targets until `most` are under way: commits
// that they are started. What a crash left started and not done is settled first, as the notice says.
void roll_window(community::Scope& scope, Window& window, int chunk, std::size_t most);
void roll_retries(community::Scope& scope, Window& window);

// The turn that asks a group's leader to post by hand: of the plugin `notice`, its timer "ask".
turn::Job asking_job(const Sheet& sheet, const Call& call);

}  // namespace noticeboard::delivery
