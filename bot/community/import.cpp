// Import: see import.hpp.
#include "bot/community/import.hpp"

#include <algorithm>
#include <chrono>
#include <span>
#include <thread>
#include <unordered_map>
#include <vector>

#include "bot/community/csv.hpp"
#include "bot/community/given.hpp"
#include "bot/community/group.hpp"
#include "bot/community/import_columns.hpp"
#include "bot/community/unit.hpp"
#include "bot/text/utf8.hpp"

namespace noticeboard::community {
namespace {

using Rest = std::function<void()>;

constexpr auto slice = 3ms;  // of writing, before the commit
constexpr auto longest_rest = 20ms;
constexpr std::size_t batch_size = 512;  // rows looked at together
constexpr Millis abandoned_after = 24h;

enum class State { staging, accepted };

struct Staged {
    std::int64_t line = 0;
    std::string unit, name, kind, leader, introduction, rules, languages;
    Yes approval = Yes::not_said;
};

// Writes rows in transactions of a few milliseconds. Between two of them others get to write: it holds the store a
// fifth of the time, so that who is turned away once will most likely not be at the next try.
template <class Write>
void in_slices(Scope& scope, std::size_t rows, const Rest& rest, Write write) {
    for (std::size_t i = 0; i < rows;) {
        scope.sql.begin();
        const auto start = std::chrono::steady_clock::now();
        try {
            do write(i++);
            while (i < rows && std::chrono::steady_clock::now() - start < slice);
            scope.sql.commit();
        } catch (...) {
            scope.sql.rollback();
            throw;
        }
        const auto held = std::chrono::steady_clock::now() - start;
        if (rest)
            rest();
        else
            std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(4 * held, longest_rest));
    }
}

class Reading {  // one file on its way into the staging table
 public:
    Reading(Scope& scope, const Import& how, const Columns& columns, std::int64_t id)
        : scope_(scope), how_(how), columns_(columns), id_(id) {}

    // The row as it will be applied, or why it cannot be.
    std::variant<Staged, std::string> look_at(std::int64_t line, const std::vector<std::string>& row);

    void stage(std::span<const Staged> rows);

    template <class... Args>
    std::string tr(const char* english, const Args&... args) const {
        static const text::Catalog only_english;
        return (how_.catalog != nullptr ? *how_.catalog : only_english).tr(how_.language, english, args...);
    }

 private:
    std::string bad_texts(const Staged& row) const;

    Scope& scope_;
    const Import& how_;
    const Columns& columns_;
    const std::int64_t id_;
    std::unordered_map<std::string, std::int64_t> seen_;  // what a row is about → its line
};

std::variant<Staged, std::string> Reading::look_at(std::int64_t line, const std::vector<std::string>& row) {
    Staged out;
    out.line = line;
    const std::string typed = columns_.cell(row, Field::unit);
    if (typed.empty()) return tr("The unit code is missing.");
    if (typed.find_first_of("eE") != std::string::npos && typed.find('+') != std::string::npos) {
        return tr("The spreadsheet rounded the unit code to {}. Make the column a text column and enter it again.",
                  typed);
    }
    auto code = unit_code(typed);
    if (!code) return tr("“{}” is no unit code: it has 2, 4, 6, 9 or 12 digits, or dots like 33.05.22.", typed);
    out.unit = std::move(*code);
    if (!is_under(out.unit, how_.under)) return tr("Unit {} does not belong to {}.", out.unit, how_.under);
    out.name = columns_.cell(row, Field::name);
    out.kind = columns_.cell(row, Field::kind);
    out.leader = columns_.cell(row, Field::leader);
    out.introduction = columns_.cell(row, Field::introduction);
    out.rules = columns_.cell(row, Field::rules);
    if (std::string why = bad_texts(out); !why.empty()) return why;
    const auto languages = languages_in(columns_.cell(row, Field::languages));
    if (!languages) return tr("“{}” is no list of languages such as zh, en.", columns_.cell(row, Field::languages));
    for (const std::string& one : *languages) (out.languages += out.languages.empty() ? "" : " ") += one;
    const auto approval = yes_or_no(columns_.cell(row, Field::approval));
    if (!approval) return tr("“{}” is neither yes nor no.", columns_.cell(row, Field::approval));
    out.approval = *approval;
    if (how_.subject == Subject::groups && !unit(scope_, out.unit)) {
        return tr("Unit {} is not there yet; import the units first.", out.unit);
    }
    const std::string about = how_.subject == Subject::units ? out.unit : out.unit + '\n' + out.name;
    const auto [first, fresh] = seen_.emplace(about, line);
    if (!fresh) return tr("Line {} says the same unit or group already.", first->second);
    return out;
}

std::string Reading::bad_texts(const Staged& row) const {
    if (row.name.empty()) return tr("The name is missing.");
    for (const std::string* name : {&row.name, &row.kind, &row.leader}) {
        if (text::length(*name, TextUnit::utf16) > longest_name)
            return tr("“{}” is longer than {} characters.", *name, longest_name);
    }
    for (const std::string* words : {&row.introduction, &row.rules}) {
        if (text::length(*words, TextUnit::utf16) > longest_text)
            return tr("A text is longer than {} characters.", longest_text);
    }
    return {};
}

void Reading::stage(std::span<const Staged> rows) {
    in_slices(scope_, rows.size(), how_.rest, [&](std::size_t i) {
        const Staged& row = rows[i];
        scope_.sql.run(
            "INSERT INTO staged (import, line, unit, name, kind, leader, introduction, rules, languages, "
            "approval) VALUES (:import, :line, :unit, :name, :kind, :leader, :introduction, :rules, "
            ":languages, :approval)",
            id_, row.line, row.unit, row.name, row.kind, row.leader, row.introduction, row.rules, row.languages,
            row.approval);
    });
}

enum class Became { added, changed, same };

Became apply_unit(Scope& scope, const Staged& row) {
    const auto before = unit(scope, row.unit);
    if (before && before->name == row.name) return Became::same;
    if (before) {
        (void)rename_unit(scope, row.unit, row.name);
        return Became::changed;
    }
    (void)add_unit(scope, row.unit, row.name);
    return Became::added;
}

std::vector<std::string> split_words(const std::string& spaced) {
    return languages_in(spaced).value_or(std::vector<std::string>());
}

Became apply_group(Scope& scope, const Staged& row) {
    const auto id =
        scope.sql.one<GroupId>("SELECT id FROM grp WHERE unit = :unit AND name = :name", row.unit, row.name);
    if (!id) {
        NewGroup fresh{row.unit,
                       row.name,
                       row.kind.empty() ? "village" : row.kind,
                       row.leader,
                       row.introduction,
                       row.rules,
                       split_words(row.languages),
                       row.approval == Yes::yes};
        (void)add_group(scope, fresh);
        return Became::added;
    }
    const Group before = *group(scope, *id);
    GroupChange change;  // an empty cell leaves what is there
    if (!row.leader.empty() && row.leader != before.leader) change.leader = row.leader;
    if (!row.introduction.empty() && row.introduction != before.introduction) change.introduction = row.introduction;
    if (!row.rules.empty() && row.rules != before.rules) change.rules = row.rules;
    if (auto languages = split_words(row.languages); !languages.empty() && languages != before.languages) {
        change.languages = std::move(languages);
    }
    if (row.approval != Yes::not_said && (row.approval == Yes::yes) != before.approval) {
        change.approval = row.approval == Yes::yes;
    }
    if (!change.leader && !change.introduction && !change.rules && !change.languages && !change.approval) {
        return Became::same;
    }
    (void)change_group(scope, *id, change);
    return Became::changed;
}

// Applies the staged rows of an accepted import; a row leaves the staging table in the transaction that applies it.
void apply(Scope& scope, std::int64_t id, Subject subject, const Rest& rest, const std::function<void()>& progress,
           ImportReport& report) {
    while (true) {
        std::vector<Staged> rows;
        scope.sql.each<std::int64_t, std::string, std::string, std::string, std::string, std::string, std::string,
                       std::string, Yes>(
            "SELECT line, unit, name, kind, leader, introduction, rules, languages, approval FROM staged "
            "WHERE import = :import ORDER BY line LIMIT :most",
            [&rows](auto... columns) { rows.push_back({std::move(columns)...}); }, id, batch_size);
        if (rows.empty()) break;
        in_slices(scope, rows.size(), rest, [&](std::size_t i) {
            if (scope.sql.run("DELETE FROM staged WHERE import = :import AND line = :line", id, rows[i].line) == 0) {
                return;  // somebody else finished it
            }
            switch (subject == Subject::units ? apply_unit(scope, rows[i]) : apply_group(scope, rows[i])) {
                case Became::added:
                    ++report.added;
                    break;
                case Became::changed:
                    ++report.changed;
                    break;
                case Became::same:
                    ++report.same;
                    break;
            }
        });
        if (progress) progress();
    }
    scope.sql.run("DELETE FROM import WHERE id = :id", id);
}

void drop(Scope& scope, std::int64_t id, const Rest& rest) {
    while (true) {
        const auto lines =
            scope.sql.all<std::int64_t>("SELECT line FROM staged WHERE import = :import LIMIT :most", id, batch_size);
        if (lines.empty()) break;
        in_slices(scope, lines.size(), rest, [&](std::size_t i) {
            scope.sql.run("DELETE FROM staged WHERE import = :import AND line = :line", id, lines[i]);
        });
    }
    scope.sql.run("DELETE FROM import WHERE id = :id", id);
}

}  // namespace

Result<ImportReport> import_csv(Scope& scope, std::string_view bytes, const Import& how) {
    const auto file = decoded(bytes);
    if (!file) return file.error();
    CsvReader reader(file->text);
    std::vector<std::string> header;
    if (!reader.next(header)) return invalid("the file is empty");
    const auto columns = Columns::find(how.subject, header);
    if (!columns) return columns.error();
    finish_imports(scope, how.rest);

    const std::int64_t id = scope.ids.next(scope.now());
    Reading reading(scope, how, *columns, id);
    ImportReport report;
    std::vector<std::string> refused_header{reading.tr("line"), reading.tr("reason")};
    refused_header.insert(refused_header.end(), header.begin(), header.end());
    std::string refused;

    scope.sql.run("INSERT INTO import (id, subject, state, created) VALUES (:id, :subject, :state, :created)", id,
                  how.subject, State::staging, scope.now());
    std::vector<Staged> batch;
    std::vector<std::string> row;
    while (true) {
        const bool more = reader.next(row);
        if (more) {
            ++report.rows;
            auto looked = reading.look_at(reader.line(), row);
            if (auto* good = std::get_if<Staged>(&looked)) {
                batch.push_back(std::move(*good));
            } else {
                ++report.refused;
                std::vector<std::string> line{std::to_string(reader.line()), std::get<std::string>(std::move(looked))};
                line.insert(line.end(), row.begin(), row.end());
                refused += csv_line(line, reader.separator());
            }
        }
        if (batch.size() == batch_size || (!more && !batch.empty())) {
            reading.stage(batch);
            batch.clear();
            if (how.progress) how.progress(report.rows, 0);
        }
        if (!more) break;
    }
    // From here on it will be done.
    scope.sql.run("UPDATE import SET state = :accepted WHERE id = :id", State::accepted, id);
    const auto applied = [&] {
        if (how.progress) how.progress(report.added + report.changed + report.same, report.rows - report.refused);
    };
    apply(scope, id, how.subject, how.rest, applied, report);
    if (report.refused > 0) {
        report.refused_rows = encoded(csv_line(refused_header, reader.separator()) + refused, file->charset);
    }
    return report;
}

std::int64_t finish_imports(Scope& scope, const Rest& rest) {
    const auto open = scope.sql.all<std::int64_t, Subject, State, TimePoint>(
        "SELECT id, subject, state, created FROM import ORDER BY id");
    ImportReport report;
    for (const auto& [id, subject, state, created] : open) {
        if (state == State::accepted)
            apply(scope, id, subject, rest, nullptr, report);
        else if (created + abandoned_after <= scope.now())
            drop(scope, id, rest);
    }
    return report.added + report.changed + report.same;
}

}  // namespace noticeboard::community
