#include "limits/rate_file.h"

#include "base/file.h"
#include "limits/limit_rows.h"
#include "limits/sqlite_statement.h"

#include <cerrno>
#include <cstdint>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sqlite3.h>

namespace msa {
namespace {

using SystemTime = std::chrono::system_clock::time_point;

// What is written is there after a kill, and after a power failure but for the last moments: nobody
// waits for the disk. The lock is held for as long as the file is open.
constexpr const char* ways =
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;";
constexpr const char* made =
    "CREATE TABLE IF NOT EXISTS rates (key TEXT PRIMARY KEY, "
    "empty_at INTEGER NOT NULL, seconds INTEGER NOT NULL) WITHOUT ROWID;"
    "PRAGMA user_version = 2;";
constexpr int made_version = 2;

std::int64_t microseconds(SystemTime time) {
    return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

SystemTime system_time(std::int64_t microseconds) {
    return SystemTime(
        std::chrono::duration_cast<SystemTime::duration>(std::chrono::microseconds(microseconds)));
}

void bind(sqlite3_stmt* statement, const KeptRate& rate) {
    (void)::sqlite3_bind_text64(statement, 1, rate.key.data(), rate.key.size(), SQLITE_STATIC,
                                SQLITE_UTF8);
    (void)::sqlite3_bind_int64(statement, 2, microseconds(rate.empty_at));
    (void)::sqlite3_bind_int64(statement, 3, rate.window.count());
}

KeptRate rate_in(sqlite3_stmt* row) {
    const auto* const key = ::sqlite3_column_text(row, 0);
    const auto size = static_cast<std::size_t>(::sqlite3_column_bytes(row, 0));
    return {.key = {reinterpret_cast<const char*>(key), size},
            .empty_at = system_time(::sqlite3_column_int64(row, 1)),
            .window = std::chrono::seconds(::sqlite3_column_int64(row, 2))};
}

}  // namespace

void RateFile::End::operator()(sqlite3* database) const {
    (void)::sqlite3_close_v2(database);
}

Error RateFile::error(int code) const {
    const int basic = code & 0xff;
    const bool is_damaged =
        basic == SQLITE_CORRUPT || basic == SQLITE_NOTADB || basic == SQLITE_ERROR;
    const bool is_locked = basic == SQLITE_BUSY || basic == SQLITE_LOCKED;
    return {path_ + ": " + (is_locked ? "another process has it open" : ::sqlite3_errstr(code)),
            is_damaged ? ErrorKind::bad_input : ErrorKind::unavailable};
}

Result<void> RateFile::run(const char* statements) {
    const int code = ::sqlite3_exec(database_.get(), statements, nullptr, nullptr, nullptr);
    return code == SQLITE_OK ? Result<void>() : error(code);
}

Result<void> RateFile::make_ready() {
    if (auto done = run(ways); !done) {
        return done;
    }
    const auto version = prepared(database_.get(), "PRAGMA user_version;");
    if (const int code = first_step(version); code != SQLITE_ROW) {
        return error(code);
    }
    const int has = ::sqlite3_column_int(version.second.get(), 0);
    if (has > made_version) {
        return Error{path_ + ": a later version of msa-milter wrote it", ErrorKind::bad_input};
    }
    if (has == made_version) {
        return {};  // nothing is written: on a full disk it can still be read
    }
    auto done = run(limit_tables);
    return done ? run(made) : done;
}

Result<RateFile> RateFile::open(const std::string& path) {
    // SQLite would make it readable for others.
    constexpr mode_t mode = 0600;
    if (const FileDescriptor made_by_us(
            ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode));
        made_by_us.get() < 0) {
        return Error{path + ": " + std::generic_category().message(errno), ErrorKind::unavailable};
    }
    sqlite3* raw = nullptr;
    const int code =
        ::sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    RateFile file(raw, path);
    if (code != SQLITE_OK) {
        return file.error(code);
    }
    if (const auto ready = file.make_ready(); !ready) {
        return ready.error();
    }
    return file;
}

Result<std::vector<KeptRate>> RateFile::load(SystemTime now) {
    if (const auto forgotten = forget(now);
        !forgotten && forgotten.error().kind == ErrorKind::bad_input) {
        return forgotten.error();  // else what is old stays, as on a full disk
    }
    const auto all =
        prepared(database_.get(), "SELECT key, empty_at, seconds FROM rates WHERE empty_at > ?1;");
    (void)::sqlite3_bind_int64(all.second.get(), 1, microseconds(now));
    std::vector<KeptRate> rates;
    int code = first_step(all);
    for (; code == SQLITE_ROW; code = ::sqlite3_step(all.second.get())) {
        rates.push_back(rate_in(all.second.get()));
    }
    return code == SQLITE_DONE ? Result<std::vector<KeptRate>>(std::move(rates)) : error(code);
}

Result<void> RateFile::save(const std::vector<KeptRate>& rates, const KeptLimits& limits) {
    if (auto begun = run("BEGIN IMMEDIATE;"); !begun) {
        return begun;
    }
    auto done = put(rates);
    if (done && !(limits.limits.empty() && limits.members.empty())) {
        const int code = save_limits(database_.get(), limits);
        done = code == SQLITE_OK ? Result<void>() : error(code);
    }
    done = done ? run("COMMIT;") : std::move(done);
    if (!done) {
        (void)run("ROLLBACK;");  // the first error counts
    }
    return done;
}

Result<void> RateFile::write_a_little() {
    // The version that it has already: a page is written all the same.
    auto done = run("BEGIN IMMEDIATE; PRAGMA user_version = 2; COMMIT;");
    if (!done) {
        (void)run("ROLLBACK;");  // the first error counts
    }
    return done;
}

Result<void> RateFile::put(const std::vector<KeptRate>& rates) {
    const auto [known, statement] =
        prepared(database_.get(), "INSERT OR REPLACE INTO rates VALUES (?1, ?2, ?3);");
    int code = known == SQLITE_OK ? SQLITE_DONE : known;
    for (auto rate = rates.begin(); rate != rates.end() && code == SQLITE_DONE; ++rate) {
        bind(statement.get(), *rate);
        code = ::sqlite3_step(statement.get());
        (void)::sqlite3_reset(statement.get());
    }
    return code == SQLITE_DONE ? Result<void>() : error(code);
}

Result<void> RateFile::forget(SystemTime now) {
    const auto old = prepared(database_.get(), "DELETE FROM rates WHERE empty_at <= ?1;");
    (void)::sqlite3_bind_int64(old.second.get(), 1, microseconds(now));
    int code = first_step(old);
    if (code == SQLITE_DONE) {
        code =
            forget_limits(database_.get(), std::chrono::time_point_cast<KeptTime::duration>(now));
    }
    return code == SQLITE_OK ? Result<void>() : error(code);
}

Result<KeptLimits> RateFile::limits() {
    KeptLimits limits;
    const int code = load_limits(database_.get(), limits);
    return code == SQLITE_OK ? Result<KeptLimits>(std::move(limits)) : error(code);
}

}  // namespace msa
