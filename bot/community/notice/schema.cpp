// The tables of notices: see schema.hpp. What is told to 900,000 groups is one row, some chunks of 500 targets, and a
// row for each target that went another way than "sent".
#include "bot/community/notice/schema.hpp"

namespace noticeboard::community {

store::Migrations notice_schema() {
    return {"notice",
            {R"sql(
CREATE TABLE notice (
    id BIGINT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL,
    author BIGINT NOT NULL,
    state BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    of_notice BIGINT NOT NULL,
    emergency BIGINT NOT NULL,
    after_crash BIGINT NOT NULL,
    picture TEXT NOT NULL,
    link TEXT NOT NULL,
    audience TEXT NOT NULL,
    reason TEXT NOT NULL,
    likeness TEXT NOT NULL,         -- a keyed hash of the texts: the same words again
    created BIGINT NOT NULL,
    begins BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    begun BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    why TEXT NOT NULL
);
CREATE INDEX notice_open ON notice (state) WHERE state > 0 AND state < 4;
CREATE INDEX notice_unit ON notice (unit, id);
CREATE INDEX notice_author ON notice (author, id);
CREATE INDEX notice_likeness ON notice (likeness, id);
CREATE TABLE notice_text (
    notice BIGINT NOT NULL,
    language TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (notice, language)
);
CREATE TABLE notice_approval (
    notice BIGINT NOT NULL,
    person BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (notice, person)
);
CREATE TABLE notice_chunk (         -- up to 500 chats of one account that are reached one way; never changes
    notice BIGINT NOT NULL,
    chunk BIGINT NOT NULL,
    account TEXT NOT NULL,
    way BIGINT NOT NULL,
    first_chat BIGINT NOT NULL,
    last_chat BIGINT NOT NULL,
    targets TEXT NOT NULL,          -- chat ids in order, as differences
    size BIGINT NOT NULL,
    PRIMARY KEY (notice, chunk)
);
CREATE INDEX notice_chunk_chat ON notice_chunk (account, first_chat);
CREATE TABLE notice_progress (      -- of a chunk; written before and after each window of sends
    notice BIGINT NOT NULL,
    chunk BIGINT NOT NULL,
    started TEXT NOT NULL,          -- bitmaps
    done TEXT NOT NULL,
    open BIGINT NOT NULL,           -- 1 while a target is not started
    PRIMARY KEY (notice, chunk)
);
CREATE TABLE notice_target (        -- a target that is not simply pending or sent
    notice BIGINT NOT NULL,
    chunk BIGINT NOT NULL,
    place BIGINT NOT NULL,          -- in the chunk
    reach BIGINT NOT NULL,
    why TEXT NOT NULL,              -- a class, never a text
    tries BIGINT NOT NULL,
    due BIGINT NOT NULL,            -- when to look at it again, or 0
    person BIGINT NOT NULL,         -- which leader was asked, or 0
    PRIMARY KEY (notice, chunk, place)
);
CREATE INDEX notice_target_due ON notice_target (due) WHERE due > 0;
CREATE INDEX notice_target_person ON notice_target (person, reach) WHERE person > 0;
CREATE TABLE notice_heard (         -- how often a group said it has read it; never who
    notice BIGINT NOT NULL,
    grp BIGINT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (notice, grp)
);
CREATE TABLE quiet_hours (          -- of a unit and all below it, in local minutes of the day
    unit TEXT PRIMARY KEY,
    begins BIGINT NOT NULL,
    ends BIGINT NOT NULL
);
)sql",
             R"sql(
CREATE TABLE notice_refusal (       -- a group whose leader did not post it, for the offices above her
    unit TEXT NOT NULL,
    notice BIGINT NOT NULL,
    grp BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (unit, notice, grp)
);
CREATE INDEX notice_refusal_at ON notice_refusal (at);
)sql"}};
}

}  // namespace noticeboard::community
