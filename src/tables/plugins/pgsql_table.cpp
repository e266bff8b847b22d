// Tables that a PostgreSQL server keeps: a query with the key as its bound parameter. Every row
// is one value, NULL none.
#include "base/text.h"
#include "tables/plugin.h"
#include "tables/remote_table.h"
#include "tables/table_values.h"
#include "tables/wait_ready.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include <libpq-fe.h>
#include <poll.h>

namespace msa {
namespace {

constexpr int most_rows = 10000;

struct ConnectionEnd {
    void operator()(PGconn* connection) const { ::PQfinish(connection); }
};
struct ResultEnd {
    void operator()(PGresult* result) const { ::PQclear(result); }
};
using Rows = std::unique_ptr<PGresult, ResultEnd>;

/// The first line of what libpq says.
Error pq_error(const char* text) {
    const std::string_view all(text);
    return {printable(all.substr(0, all.find('\n')))};
}

void ignore_notice(void*, const PGresult*) {}

class PgsqlConnection final : public TableConnection {
public:
    explicit PgsqlConnection(TableSettings settings) : settings_(std::move(settings)) {}

    [[nodiscard]] Result<LookupAnswer> ask(std::string_view key, Deadline deadline) override;
    [[nodiscard]] bool is_usable() const override { return connection_ != nullptr; }

private:
    [[nodiscard]] Error error() const { return pq_error(::PQerrorMessage(connection_.get())); }
    [[nodiscard]] Result<void> wait(short events, Deadline deadline) const {
        return wait_ready(::PQsocket(connection_.get()), events, deadline);
    }
    [[nodiscard]] Result<void> connect(Deadline deadline);
    [[nodiscard]] Result<void> send(const std::string& key, Deadline deadline) const;
    /// Null behind the last one.
    [[nodiscard]] Result<Rows> next_result(Deadline deadline) const;
    [[nodiscard]] Result<Rows> receive(Deadline deadline) const;
    [[nodiscard]] Result<LookupAnswer> query(const std::string& key, Deadline deadline) const;

    TableSettings settings_;
    std::unique_ptr<PGconn, ConnectionEnd> connection_;
};

Result<void> PgsqlConnection::connect(Deadline deadline) {
    const std::array<const char*, 4> names{"dbname", "client_encoding", "fallback_application_name",
                                           nullptr};
    const std::array<const char*, 4> values{settings_.server.c_str(), "UTF8", "msa-milter",
                                            nullptr};
    connection_.reset(::PQconnectStartParams(names.data(), values.data(), 1));
    if (!connection_) {
        return Error{"no memory"};
    }
    auto* const connection = connection_.get();
    (void)::PQsetNoticeReceiver(connection, ignore_notice, nullptr);  // else to standard error
    auto state =
        ::PQstatus(connection) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    while (state != PGRES_POLLING_OK) {
        if (state == PGRES_POLLING_FAILED) {
            return error();
        }
        const short events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        if (auto ready = wait(events, deadline); !ready) {
            return ready;
        }
        state = ::PQconnectPoll(connection);
    }
    return ::PQsetnonblocking(connection, 1) == 0 ? Result<void>() : error();
}

Result<void> PgsqlConnection::send(const std::string& key, Deadline deadline) const {
    auto* const connection = connection_.get();
    const std::array<const char*, 1> values{key.c_str()};
    if (::PQsendQueryParams(connection, settings_.query.c_str(), 1, nullptr, values.data(), nullptr,
                            nullptr, 0) == 0) {
        return error();
    }
    for (int left = ::PQflush(connection); left != 0; left = ::PQflush(connection)) {
        if (left < 0) {
            return error();
        }
        if (auto ready = wait(POLLOUT, deadline); !ready) {
            return ready;
        }
    }
    return {};
}

Result<Rows> PgsqlConnection::next_result(Deadline deadline) const {
    auto* const connection = connection_.get();
    while (::PQisBusy(connection) != 0) {
        if (auto ready = wait(POLLIN, deadline); !ready) {
            return ready.error();
        }
        if (::PQconsumeInput(connection) == 0) {
            return error();
        }
    }
    return Rows(::PQgetResult(connection));
}

/// The only result of a query, or the last where a server sends more.
Result<Rows> PgsqlConnection::receive(Deadline deadline) const {
    Rows last;
    for (;;) {
        auto next = next_result(deadline);
        if (!next) {
            return next;
        }
        if (!*next) {
            return last ? Result<Rows>(std::move(last)) : Error{"malformed answer: no result"};
        }
        if (::PQresultStatus(next->get()) != PGRES_TUPLES_OK) {
            return pq_error(::PQresultErrorMessage(next->get()));
        }
        last = *std::move(next);
    }
}

Result<LookupAnswer> PgsqlConnection::query(const std::string& key, Deadline deadline) const {
    if (const auto sent = send(key, deadline); !sent) {
        return sent.error();
    }
    const auto rows = receive(deadline);
    if (!rows) {
        return rows.error();
    }
    auto* const result = rows->get();
    const int count = ::PQntuples(result);
    if (::PQnfields(result) != 1 || count > most_rows) {
        return Error{"query: needs one column and no more than " + std::to_string(most_rows) +
                     " rows"};
    }
    std::vector<std::string_view> texts;
    for (int row = 0; row < count; ++row) {
        if (::PQgetisnull(result, row, 0) == 0) {
            texts.emplace_back(::PQgetvalue(result, row, 0),
                               static_cast<std::size_t>(::PQgetlength(result, row, 0)));
        }
    }
    auto answer = found_entry(texts, settings_.separator);
    if (answer && answer->values.empty()) {
        answer->found = false;
    }
    return answer;
}

Result<LookupAnswer> PgsqlConnection::ask(std::string_view key, Deadline deadline) {
    if (key.find('\0') != std::string_view::npos) {
        return LookupAnswer{};  // a text of PostgreSQL holds none
    }
    if (!connection_) {
        if (const auto connected = connect(deadline); !connected) {
            connection_.reset();
            return connected.error();
        }
    }
    auto answer = query(std::string(key), deadline);
    if (!answer) {
        connection_.reset();  // what it would say next might answer this question
    }
    return answer;
}

OpenedTable pgsql_table(const TableSettings& settings) {
    char* why = nullptr;
    auto* const options = ::PQconninfoParse(settings.server.c_str(), &why);
    if (options == nullptr) {
        const Error error = pq_error(why == nullptr ? "no memory" : why);
        ::PQfreemem(why);
        return Error{"server: " + error.what, ErrorKind::bad_config};
    }
    ::PQconninfoFree(options);
    if (settings.query.find("$1") == std::string::npos) {
        return Error{"query: needs $1, the key", ErrorKind::bad_config};
    }
    return std::shared_ptr<const Table>(std::make_shared<RemoteTable>(
        [settings] { return std::make_unique<PgsqlConnection>(settings); }, settings.deadline));
}

}  // namespace
}  // namespace msa

extern "C" {
extern const char msa_milter_version[];
const char msa_milter_version[] = MSA_MILTER_VERSION;
void msa_milter_open_table(const msa::TableSettings& settings, msa::OpenedTable& table);
void msa_milter_open_table(const msa::TableSettings& settings, msa::OpenedTable& table) {
    table = msa::pgsql_table(settings);
}
}
