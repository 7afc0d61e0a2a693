// Rows: see row.hpp.
#include "bot/webchat/row.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/community/person.hpp"
#include "bot/community/vault.hpp"
#include "bot/crypto/encoding.hpp"
#include "bot/crypto/seal.hpp"
#include "bot/webchat/visitor.hpp"

namespace noticeboard::webchat {
namespace {

using nlohmann::json;
using Columns = std::tuple<std::int64_t, std::int64_t, TimePoint, Row::Kind, std::string, PersonId, OutboxId,
                           std::int64_t, int, std::string>;

std::string row_purpose(std::int64_t id) {
    return "web.row:" + std::to_string(id);
}
std::string file_purpose(std::string_view id) {
    return "web.file:" + std::string(id);
}

Result<crypto::Key> key_for(community::Scope& scope, PersonId person) {
    if (!person) return scope.vault.content();
    return community::key_of(scope, person);
}

std::string body_of(const Row& row) {
    json body = {{"name", row.name}, {"text", row.text}};
    for (const File& file : row.files) body["files"].push_back({file.id, file.mime});
    for (const OutgoingButton& button : row.buttons)
        body["buttons"].push_back({button.label, button.token, button.url, button.number});
    return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

void read_body(const std::string& text, Row& out) {
    const json body = json::parse(text);
    out.name = body.at("name");
    out.text = body.at("text");
    if (body.contains("files")) {
        for (const json& file : body.at("files")) out.files.push_back({file[0], file[1]});
    }
    if (body.contains("buttons")) {
        for (const json& button : body.at("buttons"))
            out.buttons.push_back({button[0], button[1], button[2], button[3]});
    }
}

std::optional<Row> read(community::Scope& scope, Columns columns) {
    Row out;
    PersonId person;
    int gone = 0;
    std::string body;
    std::tie(out.seq, out.id, out.at, out.kind, out.author, person, out.outbox, out.target, gone, body) =
        std::move(columns);
    out.gone = gone != 0;
    if (out.gone || out.kind == Row::Kind::deleted) return out;
    const auto key = key_for(scope, person);
    if (!key) return std::nullopt;
    const auto text = crypto::opened(*key, body, row_purpose(out.id));
    if (!text) return std::nullopt;
    read_body(*text, out);
    return out;
}

}  // namespace

Result<Row> add_row(community::Scope& scope, ChatId chat, PersonId person, Row row) {
    const auto key = key_for(scope, person);
    if (!key) return key.error();
    if (row.id == 0) row.id = scope.ids.next(scope.now());
    row.at = scope.now();
    row.seq =
        scope.sql.one<std::int64_t>("UPDATE web_chat SET seq = seq + 1 WHERE chat = :chat RETURNING seq", chat).value();
    scope.sql.run(
        "INSERT INTO web_row (chat, seq, id, at, kind, author, person, outbox, target, gone, body) VALUES (:chat, "
        ":seq, "
        ":id, :at, :kind, :author, :person, :outbox, :target, 0, :body)",
        chat, row.seq, row.id, row.at, row.kind, row.author, person, row.outbox, row.target,
        crypto::sealed(*key, body_of(row), row_purpose(row.id), scope.moment.random));
    return row;
}

std::optional<Row> row_of(community::Scope& scope, OutboxId outbox) {
    const auto found =
        scope.sql.one<std::int64_t, std::int64_t>("SELECT seq, id FROM web_row WHERE outbox = :outbox", outbox);
    if (!found) return std::nullopt;
    Row out;
    std::tie(out.seq, out.id) = *found;
    out.outbox = outbox;
    return out;
}

std::vector<Row> rows_after(community::Scope& scope, ChatId chat, std::int64_t seq, int most) {
    std::vector<Row> out;
    auto rows = scope.sql.all<std::int64_t, std::int64_t, TimePoint, Row::Kind, std::string, PersonId, OutboxId,
                              std::int64_t, int, std::string>(
        "SELECT seq, id, at, kind, author, person, outbox, target, gone, body FROM web_row WHERE chat = :chat AND "
        "seq > :seq ORDER BY seq LIMIT :most",
        chat, seq, most);
    for (Columns& columns : rows) {
        if (auto row = read(scope, std::move(columns))) out.push_back(std::move(*row));
    }
    return out;
}

std::vector<Row> rows_before(community::Scope& scope, ChatId chat, std::int64_t seq, int most) {
    std::vector<Row> out;
    auto rows = scope.sql.all<std::int64_t, std::int64_t, TimePoint, Row::Kind, std::string, PersonId, OutboxId,
                              std::int64_t, int, std::string>(
        "SELECT seq, id, at, kind, author, person, outbox, target, gone, body FROM web_row WHERE chat = :chat AND "
        "seq < :seq AND kind < 2 ORDER BY seq DESC LIMIT :most",
        chat, seq, most);
    for (Columns& columns : rows) {
        if (auto row = read(scope, std::move(columns))) out.push_back(std::move(*row));
    }
    std::reverse(out.begin(), out.end());
    return out;
}

std::int64_t newest(community::Scope& scope, ChatId chat) {
    return scope.sql.one<std::int64_t>("SELECT seq FROM web_chat WHERE chat = :chat", chat).value_or(0);
}

bool delete_row(community::Scope& scope, ChatId chat, std::int64_t id) {
    const auto seq = scope.sql.one<std::int64_t>(
        "UPDATE web_row SET gone = 1, body = '' WHERE chat = :chat AND id = :id AND gone = 0 AND kind < 2 RETURNING "
        "seq",
        chat, id);
    if (!seq) return false;
    scope.sql.run("DELETE FROM web_file WHERE row = :row", id);
    Row notice;
    notice.kind = Row::Kind::deleted;
    notice.target = *seq;
    return add_row(scope, chat, {}, std::move(notice)).ok();
}

void clear_rows(community::Scope& scope, ChatId chat, std::string_view visitor) {
    for (const std::int64_t id :
         scope.sql.all<std::int64_t>("SELECT id FROM web_row WHERE chat = :chat AND gone = 0 AND kind < 2", chat))
        delete_row(scope, chat, id);
    set_cut(scope, visitor, newest(scope, chat));
}

File keep_file(community::Scope& scope, ChatId chat, std::int64_t row, PersonId person, std::string_view mime,
               std::string_view bytes) {
    File out{crypto::hex(scope.moment.random.bytes(16)), std::string(mime)};
    const auto key = key_for(scope, person);
    if (!key) return {};
    scope.sql.run(
        "INSERT INTO web_file (id, chat, row, person, mime, bytes) VALUES (:id, :chat, :row, :person, :mime, :bytes)",
        out.id, chat, row, person, mime, crypto::sealed(*key, bytes, file_purpose(out.id), scope.moment.random));
    return out;
}

std::optional<FileBytes> read_file(community::Scope& scope, ChatId chat, std::string_view id) {
    const auto where = scope.sql.one<ChatId>("SELECT chat FROM web_file WHERE id = :id", id);
    return where && *where == chat ? read_file(scope, id) : std::nullopt;
}

std::optional<FileBytes> read_file(community::Scope& scope, std::string_view id) {
    auto row = scope.sql.one<PersonId, std::string, std::string>(
        "SELECT person, mime, bytes FROM web_file WHERE id = :id", id);
    if (!row) return std::nullopt;
    auto& [person, mime, sealed] = *row;
    const auto key = key_for(scope, person);
    if (!key) return std::nullopt;
    auto bytes = crypto::opened(*key, sealed, file_purpose(id));
    if (!bytes) return std::nullopt;
    return FileBytes{std::move(mime), std::move(*bytes)};
}

std::int64_t purge(community::Scope& scope, TimePoint before, int most) {
    const auto old = store::first_id_of(before);
    std::int64_t out = scope.sql.run(
        "DELETE FROM web_file WHERE id IN (SELECT id FROM web_file WHERE row < :old ORDER BY row LIMIT :most)", old,
        most);
    out += scope.sql.run(
        "DELETE FROM web_row WHERE id IN (SELECT id FROM web_row WHERE id < :old ORDER BY id LIMIT :most)", old, most);
    return out;
}

std::int64_t purge_forgotten(community::Scope& scope, int most) {
    std::int64_t out = scope.sql.run(
        "DELETE FROM web_file WHERE id IN (SELECT f.id FROM person p JOIN web_file f ON f.person = p.id WHERE "
        "p.wrapped = "
        "'' LIMIT :most)",
        most);
    out += scope.sql.run(
        "DELETE FROM web_row WHERE id IN (SELECT r.id FROM person p JOIN web_row r ON r.person = p.id WHERE p.wrapped "
        "= '' "
        "LIMIT :most)",
        most);
    out += scope.sql.run(
        "DELETE FROM web_code WHERE mark IN (SELECT mark FROM web_code WHERE expires <= :now LIMIT :most)", scope.now(),
        most);
    return out;
}

}  // namespace noticeboard::webchat
