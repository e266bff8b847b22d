// One statement of SQLite.
#pragma once

#include <memory>
#include <utility>

#include <sqlite3.h>

namespace msa {

struct StatementEnd {
    void operator()(sqlite3_stmt* statement) const { (void)::sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, StatementEnd>;

/// What SQLite says; then the statement.
[[nodiscard]] inline std::pair<int, Statement> prepared(sqlite3* database, const char* text) {
    sqlite3_stmt* raw = nullptr;
    const int code = ::sqlite3_prepare_v2(database, text, -1, &raw, nullptr);
    return {code, Statement(raw)};
}

/// The same of the first step, or why there is none.
[[nodiscard]] inline int first_step(const std::pair<int, Statement>& of) {
    return of.first == SQLITE_OK ? ::sqlite3_step(of.second.get()) : of.first;
}

}  // namespace msa
