// The tables of moderation: see schema.hpp.
#include "plugins/moderation/schema.hpp"

namespace noticeboard::plugins::moderating {

std::vector<std::string> schema() {
    return {R"sql(
CREATE TABLE moderation_case (
    grp BIGINT NOT NULL,
    number BIGINT NOT NULL,          -- 1, 2, 3 … in the group
    unit TEXT NOT NULL,              -- of the group, for who looks from above
    at BIGINT NOT NULL,              -- when it was opened, and then when the act was done
    rule TEXT NOT NULL,
    version TEXT NOT NULL,           -- of the rule: that of the installation, that of the group
    actor BIGINT NOT NULL,           -- who did it; 0: the bot by a rule
    target BIGINT NOT NULL,          -- whom it concerns; 0: not known to the bot, or forgotten
    chat BIGINT NOT NULL,
    message TEXT NOT NULL,           -- the platform's id of the message, or empty
    erase BIGINT NOT NULL,           -- 1: that message goes
    act BIGINT NOT NULL,
    until BIGINT NOT NULL,           -- of a mute or ban; 0: none
    state BIGINT NOT NULL,
    above BIGINT NOT NULL,           -- 1: about somebody who leads; the level above decides
    rung BIGINT NOT NULL,            -- 1: a step of the ladder
    reports BIGINT NOT NULL,
    appeal BIGINT NOT NULL,
    shared BIGINT NOT NULL,          -- proposed as a ban for the whole unit
    shared_unit TEXT NOT NULL,
    settled BIGINT NOT NULL,         -- when nothing was left to do; 0: not yet
    wrapped TEXT NOT NULL,           -- its key under the master key; empty: what it quoted is gone
    name TEXT NOT NULL,              -- sealed
    quote TEXT NOT NULL,             -- sealed
    PRIMARY KEY (grp, number)
);
CREATE INDEX moderation_case_target ON moderation_case (target);
CREATE INDEX moderation_case_message ON moderation_case (grp, chat, message);
CREATE INDEX moderation_case_unsettled ON moderation_case (unit, settled);
CREATE VIEW moderation_record AS SELECT grp, number, unit, at, rule, version, actor, target, chat, message, erase, act,
    until, state, above, rung, reports, appeal, shared, shared_unit, settled, wrapped, name, quote FROM moderation_case;
CREATE TABLE moderation_book (       -- of a group
    grp BIGINT PRIMARY KEY,
    number BIGINT NOT NULL,          -- of its last case
    version BIGINT NOT NULL,         -- goes up with every change of its rules and words
    told BIGINT NOT NULL,            -- when its leaders were told what the bot may not do there
    flooded BIGINT NOT NULL          -- when the last flood of the whole group was noted
);
CREATE TABLE moderation_rule (       -- what its leader decided; what is not here is as the installation has it
    grp BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (grp, name)
);
CREATE TABLE moderation_word (       -- words of a group, or of a unit and all below it
    scope TEXT NOT NULL,
    word TEXT NOT NULL,              -- squeezed
    PRIMARY KEY (scope, word)
);
CREATE TABLE moderation_list (
    scope TEXT PRIMARY KEY,
    version BIGINT NOT NULL
);
CREATE TABLE moderation_report (     -- who reported, as a keyed hash: counted, shown to nobody
    grp BIGINT NOT NULL,
    number BIGINT NOT NULL,
    reporter TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (grp, number, reporter)
);
CREATE INDEX moderation_report_reporter ON moderation_report (reporter, at);
CREATE TABLE moderation_heard (      -- for how long a flood is looked at, and no longer
    grp BIGINT NOT NULL,
    chat BIGINT NOT NULL,
    message TEXT NOT NULL,
    who TEXT NOT NULL,               -- a keyed hash
    at BIGINT NOT NULL,
    PRIMARY KEY (grp, chat, message)
);
CREATE INDEX moderation_heard_at ON moderation_heard (grp, at);
)sql",
            R"sql(
ALTER TABLE moderation_case ADD COLUMN sharer BIGINT NOT NULL DEFAULT 0;  -- who decided that it holds in the whole unit
ALTER TABLE moderation_case ADD COLUMN source TEXT NOT NULL DEFAULT '';   -- of a shared ban: the case that it was in
CREATE INDEX moderation_case_source ON moderation_case (source);
DROP VIEW moderation_record;
CREATE VIEW moderation_record AS SELECT grp, number, unit, at, rule, version, actor, target, chat, message, erase, act,
    until, state, above, rung, reports, appeal, shared, shared_unit, settled, wrapped, name, quote, sharer, source
    FROM moderation_case;
)sql"};
}

}  // namespace noticeboard::plugins::moderating
