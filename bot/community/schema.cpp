// The federation's tables, numbered: a step that shipped never changes, a new need is a new step.
#include "bot/community/schema.hpp"

namespace noticeboard::community {

store::Migrations schema() {
    return {"community",
            {R"sql(
CREATE TABLE meta (                 -- facts about the store itself: the master key's fingerprint
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE person (
    id BIGINT PRIMARY KEY,
    wrapped TEXT NOT NULL,          -- her key under the master key; empty once she was forgotten
    name TEXT NOT NULL,             -- sealed
    language TEXT NOT NULL,
    state BIGINT NOT NULL,          -- 0 known, 1 wants no messages, 2 forgotten
    created BIGINT NOT NULL
);
CREATE TABLE identity (
    account TEXT NOT NULL,
    mark TEXT NOT NULL,             -- keyed hash of her platform id
    person BIGINT NOT NULL,
    address TEXT NOT NULL,          -- her platform id, sealed
    chat BIGINT NOT NULL,           -- the private talk that reaches her, or 0
    seen BIGINT NOT NULL,
    PRIMARY KEY (account, mark)
);
CREATE INDEX identity_person ON identity (person);
CREATE TABLE chat (
    id BIGINT PRIMARY KEY,
    account TEXT NOT NULL,
    mark TEXT NOT NULL,
    place TEXT NOT NULL,            -- its platform id, sealed
    room BIGINT NOT NULL,
    grp BIGINT NOT NULL,            -- the group it serves, or 0
    presence BIGINT NOT NULL,
    state BIGINT NOT NULL,
    can BIGINT NOT NULL,
    capacity BIGINT NOT NULL,
    soft_cap BIGINT NOT NULL,
    members BIGINT NOT NULL,
    reserved BIGINT NOT NULL,
    link TEXT NOT NULL,
    link_expires BIGINT NOT NULL,
    reminded BIGINT NOT NULL DEFAULT 0,  -- how many times the leader was told that the link expires
    UNIQUE (account, mark)
);
CREATE INDEX chat_group ON chat (grp);
CREATE INDEX chat_expiry ON chat (link_expires) WHERE link_expires > 0;
CREATE TABLE unit (
    code TEXT PRIMARY KEY,          -- 33.05.22.103.207: a subtree is a key range
    name TEXT NOT NULL,
    level BIGINT NOT NULL
);
CREATE TABLE grp (
    id BIGINT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    leader TEXT NOT NULL,
    introduction TEXT NOT NULL,
    rules TEXT NOT NULL,
    languages TEXT NOT NULL,
    approval BIGINT NOT NULL,
    state BIGINT NOT NULL,
    created BIGINT NOT NULL,
    told_full BIGINT NOT NULL DEFAULT 0, -- when the leader was told that no chat has room
    UNIQUE (unit, name)
);
CREATE TABLE import (
    id BIGINT PRIMARY KEY,
    subject BIGINT NOT NULL,        -- 0 units, 1 groups
    state BIGINT NOT NULL,          -- 0 being staged, 1 accepted: will be applied, whatever happens
    created BIGINT NOT NULL
);
CREATE TABLE staged (               -- rows of an import that nobody sees yet
    import BIGINT NOT NULL,
    line BIGINT NOT NULL,
    unit TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    leader TEXT NOT NULL,
    introduction TEXT NOT NULL,
    rules TEXT NOT NULL,
    languages TEXT NOT NULL,
    approval BIGINT NOT NULL,       -- 0 no, 1 yes, 2 not said; an empty text is not said either
    PRIMARY KEY (import, line)
);
CREATE TABLE tag_key (
    version BIGINT PRIMARY KEY,     -- on paper: never retires
    wrapped TEXT NOT NULL,
    created BIGINT NOT NULL
);
CREATE TABLE board (
    id BIGINT PRIMARY KEY,
    grp BIGINT NOT NULL,
    serial BIGINT NOT NULL,
    tag_version BIGINT NOT NULL,
    place TEXT NOT NULL,
    state BIGINT NOT NULL,
    issued BIGINT NOT NULL,
    withdrawn BIGINT NOT NULL,
    UNIQUE (grp, serial)
);
CREATE TABLE scan (                 -- how often a board was opened, per day
    grp BIGINT NOT NULL,
    serial BIGINT NOT NULL,
    day BIGINT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (grp, serial, day)
);
CREATE TABLE seat (
    grp BIGINT NOT NULL,
    visitor TEXT NOT NULL,          -- a keyed hash: of a person id, or of a browser's cookie
    chat BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (grp, visitor)
);
CREATE INDEX seat_expires ON seat (expires);
CREATE TABLE waiting (
    grp BIGINT NOT NULL,
    visitor TEXT NOT NULL,
    person BIGINT NOT NULL,         -- 0: only a browser
    since BIGINT NOT NULL,          -- an id: grows with time
    PRIMARY KEY (grp, visitor)
);
CREATE INDEX waiting_since ON waiting (grp, since);
CREATE TABLE member (
    grp BIGINT NOT NULL,
    person BIGINT NOT NULL,
    chat BIGINT NOT NULL,
    state BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (grp, person)
);
CREATE INDEX member_person ON member (person);
CREATE TABLE role (
    person BIGINT NOT NULL,
    role TEXT NOT NULL,
    scope TEXT NOT NULL,            -- "unit:33.05.22" or "group:<id>"
    expires BIGINT NOT NULL,        -- 0: never
    granted_by BIGINT NOT NULL,
    granted BIGINT NOT NULL,
    PRIMARY KEY (person, role, scope)
);
CREATE INDEX role_scope ON role (scope);
CREATE TABLE claim (                -- a one-time code, on a letter, that gives a role
    mark TEXT PRIMARY KEY,          -- keyed hash of the code
    role TEXT NOT NULL,
    scope TEXT NOT NULL,
    person BIGINT NOT NULL,         -- who claimed it and waits for confirmation, or 0
    state BIGINT NOT NULL,          -- 0 issued, 1 claimed, 2 confirmed, 3 revoked
    expires BIGINT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX claim_scope ON claim (scope);
CREATE INDEX claim_waiting ON claim (state) WHERE state = 1;
CREATE TABLE audit (
    lane BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor BIGINT NOT NULL,          -- a person id, 0: the bot or the operator
    what TEXT NOT NULL,
    subject TEXT NOT NULL,          -- ids only
    words TEXT NOT NULL,            -- sealed
    hash TEXT NOT NULL,
    PRIMARY KEY (lane, seq)
);
CREATE TABLE audit_head (
    lane BIGINT PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);
CREATE TABLE audit_anchor (         -- once a day the heads of all chains, signed
    day BIGINT PRIMARY KEY,
    heads TEXT NOT NULL,
    signature TEXT NOT NULL
);
)sql",
             R"sql(
ALTER TABLE claim ADD COLUMN hand_over BIGINT NOT NULL DEFAULT 0;  -- 1: ends the roles of those who led before
CREATE TABLE digest (               -- how somebody with a role wants to be told what waits for her
    person BIGINT PRIMARY KEY,
    hour BIGINT NOT NULL,           -- of the morning digest, in her place's time; -1: none
    at_once BIGINT NOT NULL,        -- 1: somebody at the door is said at once
    day BIGINT NOT NULL             -- the last day that was looked at for her
);
)sql",
             R"sql(
CREATE TABLE ban (                  -- who is not let in
    scope TEXT NOT NULL,            -- "group:<id>", or "unit:33.05.22" and all below it
    person BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (scope, person)
);
CREATE INDEX ban_person ON ban (person);
)sql",
             R"sql(
CREATE TABLE barred (               -- which identities are not let in
    scope TEXT NOT NULL,            -- "group:<id>", or "unit:33.05.22" and all below it
    mark TEXT NOT NULL,             -- of the identity; stays when the identity is forgotten
    decision TEXT NOT NULL,         -- what it rests on and goes with: a case's id
    until BIGINT NOT NULL,
    PRIMARY KEY (scope, mark, decision)
);
INSERT INTO barred SELECT b.scope, i.mark, '', b.until FROM ban b JOIN identity i ON i.person = b.person;
DROP TABLE ban;
ALTER TABLE barred RENAME TO ban;
CREATE INDEX seat_visitor ON seat (visitor);
CREATE INDEX ban_mark ON ban (mark);
CREATE INDEX ban_decision ON ban (decision);
CREATE INDEX ban_until ON ban (until);
)sql",
             R"sql(
CREATE INDEX person_forgotten ON person (id) WHERE wrapped = '';
ALTER TABLE identity ADD COLUMN language TEXT NOT NULL DEFAULT '';  -- what her platform said last
)sql"}};
}

}  // namespace noticeboard::community
