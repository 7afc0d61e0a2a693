// Rows: what was said in a room of the built-in chat, sealed, in the order of its own sequence. What comes later has a
// greater number, and everything that changes what is seen is a row: so a reader who missed some asks for what
// followed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/outgoing.hpp"

namespace noticeboard::webchat {

struct File {
    std::string id, mime;
    bool is_picture() const { return mime.starts_with("image/"); }
};

struct Row {
    enum class Kind { said, pressed, deleted };
    std::int64_t seq = 0;
    std::int64_t id = 0;
    TimePoint at{};
    Kind kind = Kind::said;
    std::string author;       // a visitor; empty: the bot
    OutboxId outbox;          // the message it was, of the bot's
    std::int64_t target = 0;  // of Kind::deleted: which row
    bool gone = false;
    // sealed:
    std::string name, text;
    std::vector<File> files;
    std::vector<OutgoingButton> buttons;
};

// Appends a row to the room; gives its sequence and id. Sealed under the person's key, in a private talk, or the
// content key. Error: not_found when her key is gone.
Result<Row> add_row(community::Scope& scope, ChatId chat, PersonId person, Row row);

// The row that a message of the outbox became; its sealed part is not read.
std::optional<Row> row_of(community::Scope& scope, OutboxId outbox);

// Rows in order: those after `seq`, or the last before `seq`. What cannot be opened any more is left out.
std::vector<Row> rows_after(community::Scope& scope, ChatId chat, std::int64_t seq, int most);
std::vector<Row> rows_before(community::Scope& scope, ChatId chat, std::int64_t seq, int most);

std::int64_t newest(community::Scope& scope, ChatId chat);

// Empties a row and its files, and tells the room by another row. False when there is no such row, or it is gone.
bool delete_row(community::Scope& scope, ChatId chat, std::int64_t id);

// Empties all rows of a private talk and their files; its pages show nothing of them any more, not even that they were.
void clear_rows(community::Scope& scope, ChatId chat, std::string_view visitor);

// A picture or a voice, sealed; and its bytes again, for a room that shows it.
File keep_file(community::Scope& scope, ChatId chat, std::int64_t row, PersonId person, std::string_view mime,
               std::string_view bytes);
struct FileBytes {
    std::string mime, bytes;
};
std::optional<FileBytes> read_file(community::Scope& scope, ChatId chat, std::string_view id);
std::optional<FileBytes> read_file(community::Scope& scope, std::string_view id);  // for whoever was told its id

// Forgets what is older than `before`; and what those said who were forgotten, with codes that are over. At most `most`
// of each; gives how many.
std::int64_t purge(community::Scope& scope, TimePoint before, int most);
std::int64_t purge_forgotten(community::Scope& scope, int most);

}  // namespace noticeboard::webchat
