// Dialect: where the databases want the same table told differently. The schemas are written as PostgreSQL takes them.
#pragma once

#include <string>
#include <string_view>

namespace noticeboard::store {

// A migration's statements as SQLite keeps them best: a table is stored by its primary key. A BIGINT key becomes the
// row's own number (sqlite.org/rowidtable.html), any other makes the table WITHOUT ROWID
// (sqlite.org/withoutrowid.html): one tree to write instead of two.
std::string for_sqlite(std::string_view statements);

}  // namespace noticeboard::store
