// The tables of the built-in chat, numbered: a step that shipped never changes.
#include "bot/webchat/schema.hpp"

namespace noticeboard::webchat {

store::Migrations schema() {
    return {"webchat",
            {R"sql(
CREATE TABLE web_visitor (          -- somebody as the built-in chat knows her: her platform id there
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,             -- sealed
    pin TEXT NOT NULL,              -- keyed hash of her four pictures, or empty
    cut BIGINT NOT NULL,            -- what her private talk said up to here is never shown again
    created BIGINT NOT NULL
);
CREATE TABLE web_browser (
    mark TEXT PRIMARY KEY,          -- keyed hash of its cookie
    visitor TEXT NOT NULL,          -- who she is in the groups
    talk TEXT NOT NULL,             -- whose private talk is open here, or empty
    touched BIGINT NOT NULL,        -- when she last did something in it
    tries BIGINT NOT NULL,          -- wrong pictures in a row
    paused_until BIGINT NOT NULL,
    seen BIGINT NOT NULL
);
CREATE TABLE web_talk (             -- the private talks that were begun in a browser
    mark TEXT NOT NULL,
    visitor TEXT NOT NULL,
    PRIMARY KEY (mark, visitor)
);
CREATE TABLE web_chat (
    chat BIGINT PRIMARY KEY,
    place TEXT NOT NULL UNIQUE,
    seq BIGINT NOT NULL             -- of the newest row
);
CREATE TABLE web_row (
    chat BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind BIGINT NOT NULL,           -- 0 said, 1 pressed, 2 another row was deleted
    author TEXT NOT NULL,           -- a visitor, or empty: the bot
    person BIGINT NOT NULL,         -- whose key seals it, 0: the content key
    outbox BIGINT NOT NULL,         -- the message it was, or 0
    target BIGINT NOT NULL,         -- seq of the row that was deleted
    gone BIGINT NOT NULL,
    body TEXT NOT NULL,             -- sealed
    PRIMARY KEY (chat, seq)
);
CREATE UNIQUE INDEX web_row_id ON web_row (id);
CREATE UNIQUE INDEX web_row_outbox ON web_row (outbox) WHERE outbox > 0;
CREATE TABLE web_file (
    id TEXT PRIMARY KEY,
    chat BIGINT NOT NULL,
    row BIGINT NOT NULL,            -- id of the row that shows it
    person BIGINT NOT NULL,
    mime TEXT NOT NULL,
    bytes TEXT NOT NULL             -- sealed
);
CREATE INDEX web_file_row ON web_file (row);
CREATE TABLE web_member (
    chat BIGINT NOT NULL,
    visitor TEXT NOT NULL,
    state BIGINT NOT NULL,          -- 0 asks, 1 in, 2 turned away, 3 left, 4 removed, 5 banned
    until BIGINT NOT NULL,          -- of a ban; 0: for good
    muted BIGINT NOT NULL,          -- until when she may not write; 0: she may
    PRIMARY KEY (chat, visitor)
);
CREATE INDEX web_member_visitor ON web_member (visitor);
CREATE TABLE web_code (             -- re-entry codes
    mark TEXT PRIMARY KEY,          -- keyed hash
    visitor TEXT NOT NULL,
    code TEXT NOT NULL,             -- sealed: shown again while it holds
    expires BIGINT NOT NULL
);
)sql",
             R"sql(
CREATE INDEX web_row_person ON web_row (person);
CREATE INDEX web_file_person ON web_file (person);
)sql"}};
}

}  // namespace noticeboard::webchat
