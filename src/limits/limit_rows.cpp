#include "limits/limit_rows.h"

#include "base/text.h"
#include "limits/sqlite_statement.h"

#include <charconv>
#include <string>
#include <string_view>

namespace msa {

// The members of a limit may be many: only those that are seen are written. `slices`: of a share,
// each BEGIN:HITS:ALL.
const char* const limit_tables =
    "CREATE TABLE IF NOT EXISTS limits (key TEXT PRIMARY KEY, counting INTEGER NOT NULL, "
    "empty_at INTEGER NOT NULL, most INTEGER NOT NULL, span INTEGER NOT NULL, "
    "slices TEXT NOT NULL, useless_at INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS members (key TEXT, mark INTEGER, seen INTEGER NOT NULL, "
    "seconds INTEGER NOT NULL, PRIMARY KEY (key, mark)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS mark_key (id INTEGER PRIMARY KEY, low INTEGER NOT NULL, "
    "high INTEGER NOT NULL);";

namespace {

std::int64_t number(KeptTime time) {
    return time.time_since_epoch().count();
}

KeptTime time_in(sqlite3_stmt* row, int column) {
    return KeptTime(std::chrono::microseconds(::sqlite3_column_int64(row, column)));
}

std::string text_in(sqlite3_stmt* row, int column) {
    const auto* const text = ::sqlite3_column_text(row, column);
    const auto size = static_cast<std::size_t>(::sqlite3_column_bytes(row, column));
    return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text), size);
}

void bind(sqlite3_stmt* statement, int place, std::string_view text) {
    (void)::sqlite3_bind_text64(statement, place, text.data(), text.size(), SQLITE_TRANSIENT,
                                SQLITE_UTF8);
}
void bind(sqlite3_stmt* statement, int place, std::int64_t value) {
    (void)::sqlite3_bind_int64(statement, place, value);
}

std::string slices_text(const std::vector<KeptLimit::Slice>& slices) {
    std::vector<std::string> texts;
    for (const auto& each : slices) {
        texts.push_back(std::to_string(number(each.begin)) + ':' + std::to_string(each.hits) + ':' +
                        std::to_string(each.all));
    }
    return join(texts, " ");
}

std::int64_t number_in(std::string_view text) {
    std::int64_t value = 0;
    (void)std::from_chars(text.data(), text.data() + text.size(), value);  // no number: 0
    return value;
}

std::vector<KeptLimit::Slice> slices_in(std::string_view text) {
    std::vector<KeptLimit::Slice> slices;
    for (const auto each : split(text, ' ')) {
        const auto parts = split(each, ':');
        if (parts.size() == 3) {
            slices.push_back({.begin = KeptTime(std::chrono::microseconds(number_in(parts[0]))),
                              .hits = number_in(parts[1]),
                              .all = number_in(parts[2])});
        }
    }
    return slices;
}

/// One more execution of a statement.
int done(sqlite3_stmt* statement) {
    const int code = ::sqlite3_step(statement);
    (void)::sqlite3_reset(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

int save_key(sqlite3* database, const MarkKey& key) {
    const auto [code, statement] =
        prepared(database, "INSERT OR REPLACE INTO mark_key VALUES (1, ?1, ?2);");
    if (code != SQLITE_OK) {
        return code;
    }
    bind(statement.get(), 1, static_cast<std::int64_t>(key[0]));
    bind(statement.get(), 2, static_cast<std::int64_t>(key[1]));
    return done(statement.get());
}

int save_members(sqlite3* database, const std::vector<KeptMember>& members) {
    const auto [known, statement] =
        prepared(database, "INSERT OR REPLACE INTO members VALUES (?1, ?2, ?3, ?4);");
    int code = known;
    for (auto each = members.begin(); each != members.end() && code == SQLITE_OK; ++each) {
        bind(statement.get(), 1, each->key);
        bind(statement.get(), 2, static_cast<std::int64_t>(each->mark));
        bind(statement.get(), 3, number(each->seen));
        bind(statement.get(), 4, static_cast<std::int64_t>(each->memory.count()));
        code = done(statement.get());
    }
    return code;
}

int load_key(sqlite3* database, MarkKey& key) {
    const auto row = prepared(database, "SELECT low, high FROM mark_key WHERE id = 1;");
    const int code = first_step(row);
    if (code == SQLITE_ROW) {
        key = {static_cast<std::uint64_t>(::sqlite3_column_int64(row.second.get(), 0)),
               static_cast<std::uint64_t>(::sqlite3_column_int64(row.second.get(), 1))};
    }
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

int load_members(sqlite3* database, std::vector<KeptMember>& members) {
    const auto all = prepared(database, "SELECT key, mark, seen, seconds FROM members;");
    int code = first_step(all);
    for (; code == SQLITE_ROW; code = ::sqlite3_step(all.second.get())) {
        auto* const row = all.second.get();
        members.push_back({.key = text_in(row, 0),
                           .mark = static_cast<std::uint64_t>(::sqlite3_column_int64(row, 1)),
                           .seen = time_in(row, 2),
                           .memory = std::chrono::seconds(::sqlite3_column_int64(row, 3))});
    }
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

}  // namespace

int save_limits(sqlite3* database, const KeptLimits& limits) {
    const auto [known, statement] =
        prepared(database, "INSERT OR REPLACE INTO limits VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);");
    int code = known == SQLITE_OK ? save_key(database, limits.mark_key) : known;
    for (auto each = limits.limits.begin(); each != limits.limits.end() && code == SQLITE_OK;
         ++each) {
        bind(statement.get(), 1, each->key);
        bind(statement.get(), 2, static_cast<std::int64_t>(each->counting));
        bind(statement.get(), 3, number(each->empty_at));
        bind(statement.get(), 4, static_cast<std::int64_t>(each->most.count()));
        bind(statement.get(), 5, static_cast<std::int64_t>(each->span.count()));
        bind(statement.get(), 6, slices_text(each->slices));
        bind(statement.get(), 7, number(each->useless_at));
        code = done(statement.get());
    }
    return code == SQLITE_OK ? save_members(database, limits.members) : code;
}

int load_limits(sqlite3* database, KeptLimits& limits) {
    const auto all = prepared(
        database, "SELECT key, counting, empty_at, most, span, slices, useless_at FROM limits;");
    int code = first_step(all);
    for (; code == SQLITE_ROW; code = ::sqlite3_step(all.second.get())) {
        auto* const row = all.second.get();
        const auto counting = ::sqlite3_column_int64(row, 1);
        if (counting < 0 || counting > static_cast<std::int64_t>(Counting::share)) {
            continue;  // a later version's
        }
        limits.limits.push_back({.key = text_in(row, 0),
                                 .counting = static_cast<Counting>(counting),
                                 .empty_at = time_in(row, 2),
                                 .most = std::chrono::microseconds(::sqlite3_column_int64(row, 3)),
                                 .span = std::chrono::microseconds(::sqlite3_column_int64(row, 4)),
                                 .slices = slices_in(text_in(row, 5)),
                                 .useless_at = time_in(row, 6)});
    }
    code = code == SQLITE_DONE ? load_key(database, limits.mark_key) : code;
    return code == SQLITE_OK ? load_members(database, limits.members) : code;
}

int forget_limits(sqlite3* database, KeptTime now) {
    for (const auto* const text : {"DELETE FROM limits WHERE useless_at <= ?1;",
                                   "DELETE FROM members WHERE seen + seconds * 1000000 <= ?1;"}) {
        const auto old = prepared(database, text);
        (void)::sqlite3_bind_int64(old.second.get(), 1, number(now));
        if (const int code = first_step(old); code != SQLITE_DONE) {
            return code;
        }
    }
    return SQLITE_OK;
}

}  // namespace msa
