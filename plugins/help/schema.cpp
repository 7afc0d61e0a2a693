// The tables of requests for help: see schema.hpp.
#include "plugins/help/schema.hpp"

namespace noticeboard::plugins::helping {

std::vector<std::string> schema() {
    return {R"sql(
CREATE TABLE help_request (
    id BIGINT PRIMARY KEY,
    asker BIGINT NOT NULL,           -- a person; 0 once she was forgotten or the record destroyed
    grp BIGINT NOT NULL,
    level BIGINT NOT NULL,
    danger BIGINT NOT NULL,
    silent BIGINT NOT NULL,
    state BIGINT NOT NULL,
    origin TEXT NOT NULL,            -- the desk it was sent to first
    desk TEXT NOT NULL,
    scope TEXT NOT NULL,
    number BIGINT NOT NULL,
    hop BIGINT NOT NULL,
    helper BIGINT NOT NULL,
    language TEXT NOT NULL,
    wrapped TEXT NOT NULL,           -- the request's key under the master key; empty once destroyed
    topic TEXT NOT NULL,             -- sealed
    code_word TEXT NOT NULL,         -- keyed hash of person and folded word, or empty
    may_write BIGINT NOT NULL,
    from_hour BIGINT NOT NULL,
    to_hour BIGINT NOT NULL,
    created BIGINT NOT NULL,
    touched BIGINT NOT NULL,
    closed BIGINT NOT NULL,
    reason TEXT NOT NULL
);
CREATE VIEW help_record AS SELECT id, asker, grp, level, danger, silent, state, desk, scope, number, hop, helper, language,
    wrapped, created, touched, closed, reason, may_write, from_hour, to_hour, origin, code_word FROM help_request;
CREATE INDEX help_request_asker ON help_request (asker);
CREATE INDEX help_request_state ON help_request (state);
CREATE TABLE help_count (            -- the last number given out at a desk and scope
    desk TEXT NOT NULL,
    scope TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (desk, scope)
);
CREATE TABLE help_entry (
    request BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    spoken_by BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    state BIGINT NOT NULL,
    author BIGINT NOT NULL,
    at BIGINT NOT NULL,
    words TEXT NOT NULL,             -- sealed under the request's key
    PRIMARY KEY (request, seq)
);
CREATE TABLE help_excluded (         -- a person, or all who hold a role at a scope or below it
    request BIGINT NOT NULL,
    who BIGINT NOT NULL,
    scope TEXT NOT NULL,
    PRIMARY KEY (request, who, scope)
);
CREATE TABLE help_told (             -- who was told of it
    request BIGINT NOT NULL,
    who BIGINT NOT NULL,
    PRIMARY KEY (request, who)
);
CREATE TABLE help_pick (             -- which talk a helper's free text goes to
    helper BIGINT PRIMARY KEY,
    request BIGINT NOT NULL,
    until BIGINT NOT NULL
);
CREATE TABLE help_consent (
    who BIGINT NOT NULL,
    kind TEXT NOT NULL,              -- "request", "sensitive"
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (who, kind)
);
CREATE TABLE help_came (             -- the group by whose board she came, for who is in none
    who BIGINT PRIMARY KEY,
    grp BIGINT NOT NULL
);
CREATE TABLE help_block (            -- whose requests nobody is told of; she cannot tell
    who BIGINT PRIMARY KEY,
    until BIGINT NOT NULL
);
CREATE TABLE help_chain (            -- a desk's own audit: who opened what, readable at the desk alone
    desk TEXT NOT NULL,
    scope TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor BIGINT NOT NULL,
    what TEXT NOT NULL,
    request BIGINT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (desk, scope, seq)
);
)sql",
            R"sql(
CREATE TABLE help_shift (            -- when a desk is open (person 0), and who of it is on duty when
    desk TEXT NOT NULL,
    scope TEXT NOT NULL,
    id BIGINT NOT NULL,
    person BIGINT NOT NULL,
    days BIGINT NOT NULL,            -- bits: Monday is 1
    from_minute BIGINT NOT NULL,     -- of the local day
    to_minute BIGINT NOT NULL,
    PRIMARY KEY (desk, scope, id)
);
CREATE TABLE help_glass (            -- who asks to read what is closed or not hers
    request BIGINT NOT NULL,
    asker BIGINT NOT NULL,
    reason TEXT NOT NULL,            -- sealed under the request's key
    second BIGINT NOT NULL,          -- who agreed, or 0
    asked BIGINT NOT NULL,
    until BIGINT NOT NULL,           -- 0: nobody agreed yet
    PRIMARY KEY (request, asker)
);
CREATE TABLE help_head (             -- how far a desk's chain goes
    desk TEXT NOT NULL,
    scope TEXT NOT NULL,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL,              -- keyed
    PRIMARY KEY (desk, scope)
);
)sql",
            "CREATE INDEX help_request_scope ON help_request (scope, state)", R"sql(
CREATE TABLE help_excluded_name (    -- whoever bears a name
    request BIGINT NOT NULL,
    name TEXT NOT NULL,              -- keyed hash
    PRIMARY KEY (request, name)
);
)sql",
            R"sql(
ALTER TABLE help_request ADD COLUMN clock BIGINT NOT NULL DEFAULT 0;  -- how often its clock was started or stopped
UPDATE help_request SET clock = hop;                                  -- what the clocks that run now carry
)sql"};
}

}  // namespace noticeboard::plugins::helping
