// The tables of requests for help: see schema.hpp.
#include "plugins/help/schema.hpp"

namespace noticeboard::plugins::help {

std::vector<std::string> schema() {
    return {R"sql(
CREATE TABLE help_request (
    id BIGINT PRIMARY KEY,
    person BIGINT NOT NULL,          -- 0 once the record was destroyed
    grp BIGINT NOT NULL,
    unit TEXT NOT NULL,
    level BIGINT NOT NULL,
    danger BIGINT NOT NULL,
    minor BIGINT NOT NULL,
    state BIGINT NOT NULL,
    desk TEXT NOT NULL,
    scope TEXT NOT NULL,
    number BIGINT NOT NULL,
    hop BIGINT NOT NULL,
    helper BIGINT NOT NULL,
    language TEXT NOT NULL,
    created BIGINT NOT NULL,
    touched BIGINT NOT NULL,
    closed BIGINT NOT NULL,
    reason TEXT NOT NULL,
    wrapped TEXT NOT NULL,           -- the request's key under the master key; empty once destroyed
    topic TEXT NOT NULL,             -- sealed
    code_word TEXT NOT NULL,         -- keyed hash of person and folded word, or empty
    may_write BIGINT NOT NULL,
    from_hour BIGINT NOT NULL,
    to_hour BIGINT NOT NULL
);
CREATE INDEX help_request_person ON help_request (person);
CREATE UNIQUE INDEX help_request_number ON help_request (scope, desk, number);
CREATE INDEX help_request_closed ON help_request (closed);
CREATE TABLE help_count (            -- the last number given out at a desk and scope
    scope TEXT NOT NULL,
    desk TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (scope, desk)
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
CREATE TABLE help_excluded (
    request BIGINT NOT NULL,
    person BIGINT NOT NULL,
    scope TEXT NOT NULL,
    PRIMARY KEY (request, person, scope)
);
CREATE TABLE help_told (             -- who was told of it, so that she hears when it is no longer hers
    request BIGINT NOT NULL,
    person BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (request, person)
);
CREATE TABLE help_pick (             -- which talk a helper's free text goes to
    helper BIGINT PRIMARY KEY,
    request BIGINT NOT NULL,
    until BIGINT NOT NULL
);
CREATE TABLE help_duty (             -- who is on duty at a desk, by the day of the week (0 Sunday) and hour
    desk TEXT NOT NULL,
    scope TEXT NOT NULL,
    person BIGINT NOT NULL,
    day BIGINT NOT NULL,
    from_hour BIGINT NOT NULL,
    to_hour BIGINT NOT NULL,
    PRIMARY KEY (desk, scope, person, day, from_hour)
);
CREATE TABLE help_consent (
    person BIGINT NOT NULL,
    kind TEXT NOT NULL,              -- "request", "sensitive"
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (person, kind)
);
CREATE TABLE help_block (            -- somebody who may not ask for a while, and cannot tell
    person BIGINT PRIMARY KEY,
    until BIGINT NOT NULL,
    set_by BIGINT NOT NULL
);
CREATE TABLE help_chain (            -- a desk's own audit: who opened what, readable at the desk alone
    desk TEXT NOT NULL,
    scope TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor BIGINT NOT NULL,
    what TEXT NOT NULL,
    request BIGINT NOT NULL,
    words TEXT NOT NULL,             -- sealed
    hash TEXT NOT NULL,
    PRIMARY KEY (desk, scope, seq)
);
CREATE TABLE help_glass (            -- break-glass: who asks to open what she has no right to
    id BIGINT PRIMARY KEY,
    request BIGINT NOT NULL,
    person BIGINT NOT NULL,
    second BIGINT NOT NULL,          -- who agreed, or 0
    reason TEXT NOT NULL,            -- sealed
    expires BIGINT NOT NULL
);
)sql"};
}

}  // namespace noticeboard::plugins::help
