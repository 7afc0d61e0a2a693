// Templates of the built-in chat. Mustache, escaping by default.
#pragma once

namespace noticeboard::webchat {

// Shared by all of them: {{>chat_head}} … {{>chat_foot}}, and {{>chat_row}} for one row of a room.
extern const char* const head_part;
extern const char* const foot_part;
extern const char* const row_part;

namespace layout {
extern const char* const room;      // a room: what was said, and where to write
extern const char* const message;   // one message of a room, to answer or to report
extern const char* const pictures;  // four pictures to touch: to open the private talk, or to choose them
extern const char* const choice;    // … those she chose, to look at once more
extern const char* const notices;   // the harmless page that everything leads back to
extern const char* const enter;     // the door of a group: her name, and in
extern const char* const words;     // one thing said, and a way on
}  // namespace layout

extern const char* const script;  // chat.js

// The pictures, in the order of their numbers: a name (catalogue text), and what is inside its SVG of 48 by 48.
struct Picture {
    const char* name;
    const char* drawing;
};
extern const Picture all_pictures[12];

}  // namespace noticeboard::webchat
