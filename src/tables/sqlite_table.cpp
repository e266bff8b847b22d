// A query to an SQLite database, with the key as its bound parameter. The file is opened for
// reading; a new file in its place is seen by the next look-up. A connection is used by one thread
// at a time, and there are as many as threads that ask at once.
#include "base/guarded.h"
#include "base/text.h"
#include "ownership/table_kind.h"
#include "tables/file_state.h"
#include "tables/table_keys.h"
#include "tables/table_values.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <sqlite3.h>

namespace msa {
namespace {

using std::chrono::steady_clock;

constexpr int steps_between_looks_at_the_clock = 1000;
constexpr std::size_t most_rows = 10000;

struct DatabaseEnd {
    void operator()(sqlite3* database) const { (void)::sqlite3_close_v2(database); }
};
struct StatementEnd {
    void operator()(sqlite3_stmt* statement) const { (void)::sqlite3_finalize(statement); }
};

extern "C" int sqlite_is_late(void* deadline) {
    return steady_clock::now() >= *static_cast<const Deadline*>(deadline) ? 1 : 0;
}

struct SqliteSettings {
    std::string path{};
    std::string query{};
    std::string separator{};
};

class SqliteConnection {
public:
    [[nodiscard]] static Result<std::unique_ptr<SqliteConnection>> open(
        const SqliteSettings& settings, std::chrono::milliseconds deadline, const FileState& state);

    [[nodiscard]] Result<LookupAnswer> ask(std::string_view key, Deadline deadline);
    [[nodiscard]] bool reads(const FileState& state) const { return state_.is_same_file(state); }

private:
    SqliteConnection(const FileState& state, const SqliteSettings& settings)
        : state_(state), path_(settings.path), separators_(settings.separator) {}
    [[nodiscard]] Result<void> prepare(const std::string& query);
    [[nodiscard]] Result<void> take_value(std::vector<std::string>& texts) const;
    [[nodiscard]] Result<LookupAnswer> rows();
    [[nodiscard]] Error error() const { return {::sqlite3_errmsg(database_.get())}; }
    [[nodiscard]] Error query_error(std::string why) const {
        return {"query: " + std::move(why), ErrorKind::bad_config};
    }

    FileState state_;
    std::string path_;
    std::string separators_;
    Deadline deadline_{};
    std::unique_ptr<sqlite3, DatabaseEnd> database_;
    std::unique_ptr<sqlite3_stmt, StatementEnd> statement_;
};

Result<void> SqliteConnection::prepare(const std::string& query) {
    sqlite3_stmt* raw = nullptr;
    const char* rest = nullptr;
    const int code = ::sqlite3_prepare_v2(database_.get(), query.c_str(), -1, &raw, &rest);
    if (code != SQLITE_OK) {
        // The second for errors of syntax that are seen before the schema is read.
        const bool is_of_query = code == SQLITE_ERROR || code == SQLITE_SCHEMA;
        const bool is_none = code == SQLITE_NOTADB;
        return is_of_query ? query_error(error().what)
                           : Error{path_ + ": " + error().what,
                                   is_none ? ErrorKind::bad_config : ErrorKind::unavailable};
    }
    statement_.reset(raw);
    if (raw == nullptr || !trimmed(rest).empty()) {
        return query_error("needs to be one statement");
    }
    if (::sqlite3_stmt_readonly(raw) == 0) {
        return query_error("would write");
    }
    if (::sqlite3_bind_parameter_count(raw) != 1) {
        return query_error("needs one parameter, the key, such as :key");
    }
    if (::sqlite3_column_count(raw) != 1) {
        return query_error("needs one column");
    }
    return {};
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const SqliteSettings& settings,
                                                                 std::chrono::milliseconds deadline,
                                                                 const FileState& state) {
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(state, settings));
    sqlite3* raw = nullptr;
    const int code = ::sqlite3_open_v2(settings.path.c_str(), &raw,
                                       SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    connection->database_.reset(raw);
    if (code != SQLITE_OK) {
        return Error{settings.path + ": " + ::sqlite3_errstr(code)};
    }
    (void)::sqlite3_busy_timeout(raw, static_cast<int>(deadline.count()));
    if (const auto prepared = connection->prepare(settings.query); !prepared) {
        return prepared.error();
    }
    ::sqlite3_progress_handler(raw, steps_between_looks_at_the_clock, sqlite_is_late,
                               &connection->deadline_);
    return connection;
}

/// Of the row at hand; NULL is none.
Result<void> SqliteConnection::take_value(std::vector<std::string>& texts) const {
    auto* const statement = statement_.get();
    if (::sqlite3_column_type(statement, 0) == SQLITE_NULL) {
        return {};
    }
    const auto* text = ::sqlite3_column_text(statement, 0);
    const auto size = static_cast<std::size_t>(::sqlite3_column_bytes(statement, 0));
    if (text == nullptr) {
        return error();
    }
    texts.emplace_back(reinterpret_cast<const char*>(text), size);
    return {};
}

Result<LookupAnswer> SqliteConnection::rows() {
    std::vector<std::string> texts;
    for (;;) {
        const int code = ::sqlite3_step(statement_.get());
        if (code == SQLITE_INTERRUPT) {
            return Error{"no answer in time"};
        }
        if (code != SQLITE_ROW && code != SQLITE_DONE) {
            return error();
        }
        if (code == SQLITE_DONE) {
            break;
        }
        if (texts.size() == most_rows) {
            return Error{"malformed answer: more than " + std::to_string(most_rows) + " rows"};
        }
        if (const auto taken = take_value(texts); !taken) {
            return taken.error();
        }
    }
    auto answer = found_entry({texts.begin(), texts.end()}, separators_);
    if (answer && answer->values.empty()) {
        answer->found = false;
    }
    return answer;
}

Result<LookupAnswer> SqliteConnection::ask(std::string_view key, Deadline deadline) {
    deadline_ = deadline;
    auto* const statement = statement_.get();
    if (::sqlite3_bind_text(statement, 1, key.data(), static_cast<int>(key.size()),
                            SQLITE_STATIC) != SQLITE_OK) {
        return error();
    }
    auto answer = rows();
    (void)::sqlite3_reset(statement);  // says once more what the last step said
    (void)::sqlite3_clear_bindings(statement);
    return answer;
}

class SqliteTable final : public Table {
public:
    SqliteTable(SqliteSettings settings, std::chrono::milliseconds deadline)
        : settings_(std::move(settings)), deadline_(deadline) {}

    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view key) const override;
    [[nodiscard]] Result<void> opens() const {
        auto connection = take();
        if (!connection) {
            return connection.error();
        }
        give_back(*std::move(connection));
        return {};
    }

private:
    using Connections = std::vector<std::unique_ptr<SqliteConnection>>;

    [[nodiscard]] Result<std::unique_ptr<SqliteConnection>> take() const;
    void give_back(std::unique_ptr<SqliteConnection> connection) const {
        idle_.with([&](Connections& idle) { idle.push_back(std::move(connection)); });
    }

    SqliteSettings settings_;
    std::chrono::milliseconds deadline_;
    mutable Guarded<Connections> idle_;
};

Result<std::unique_ptr<SqliteConnection>> SqliteTable::take() const {
    const auto state = state_of(settings_.path);
    if (!state) {
        return state.error();
    }
    auto connection = idle_.with([&](Connections& idle) {
        std::erase_if(idle, [&](const auto& each) { return !each->reads(*state); });
        std::unique_ptr<SqliteConnection> taken;
        if (!idle.empty()) {
            taken = std::move(idle.back());
            idle.pop_back();
        }
        return taken;
    });
    return connection ? Result<std::unique_ptr<SqliteConnection>>(std::move(connection))
                      : SqliteConnection::open(settings_, deadline_, *state);
}

Result<LookupAnswer> SqliteTable::lookup(std::string_view key) const {
    auto connection = take();
    if (!connection) {
        return connection.error();
    }
    auto answer = (*connection)->ask(key, steady_clock::now() + deadline_);
    if (answer) {
        give_back(*std::move(connection));  // else the next look-up starts anew
        return answer;
    }
    return within(settings_.path, answer.error());
}

/// Errors: the file cannot be read, or the query is not one SELECT with one parameter and one
/// column.
OpenedTable make_table(const SqliteSettings& own, const TableSettings& settings) {
    auto table = std::make_shared<const SqliteTable>(own, settings.deadline);
    if (const auto opened = table->opens(); !opened) {
        return opened.error();
    }
    return std::shared_ptr<const Table>(std::move(table));
}

}  // namespace

TableKind sqlite_table() {
    return DescribeTable<SqliteSettings>("sqlite", TableSettings::Kept::in_database,
                                         "A query to an SQLite database.")
        .key(path_key("The database.", "\"/var/lib/site/senders.sqlite\""), &SqliteSettings::path)
        .key(query_key(":key", "It is tried when the rules are loaded."), &SqliteSettings::query)
        .key(separator_key(), &SqliteSettings::separator)
        .opened_by(make_table);
}

}  // namespace msa
