// Tables that a PostgreSQL server keeps: a query with the key as its bound parameter. Every row
// is one value, NULL none.
#include "tables/pgsql_table.h"

#include "base/file.h"
#include "base/secret_file.h"
#include "base/text.h"
#include "base/wait_ready.h"
#include "tables/plugins/exports.h"
#include "tables/remote_table.h"
#include "tables/table_values.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <libpq-fe.h>
#include <poll.h>
#include <sys/stat.h>

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

/// A file with a secret that the server text names, as what was checked: libpq opens the same,
/// whatever takes its place.
struct SecretFile {
    std::string option;
    FileDescriptor file;

    [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(file.get()); }
};
using SecretFiles = std::vector<SecretFile>;

class PgsqlConnection final : public TableConnection {
public:
    PgsqlConnection(PgsqlSettings settings, std::shared_ptr<const SecretFiles> secrets)
        : settings_(std::move(settings)), secrets_(std::move(secrets)) {}

    [[nodiscard]] Result<LookupAnswer> ask(std::string_view key, Deadline deadline) override;
    [[nodiscard]] bool is_usable() const override { return connection_ != nullptr; }
    /// Error: the server says that the query can never be answered. What else hinders it does not
    /// count here.
    [[nodiscard]] Result<void> check_query(Deadline deadline);

private:
    [[nodiscard]] Error error() const { return pq_error(::PQerrorMessage(connection_.get())); }
    [[nodiscard]] Result<void> wait(short events, Deadline deadline) const {
        return wait_ready(::PQsocket(connection_.get()), events, deadline);
    }
    [[nodiscard]] Result<void> connect(Deadline deadline);
    [[nodiscard]] Result<void> flush(Deadline deadline) const;
    [[nodiscard]] Result<void> send(const std::string& key, Deadline deadline) const;
    /// Null behind the last one.
    [[nodiscard]] Result<Rows> next_result(Deadline deadline) const;
    [[nodiscard]] Result<Rows> last_result(ExecStatusType expected, Deadline deadline) const;
    /// The rows of an answer to the query.
    [[nodiscard]] Result<Rows> receive(Deadline deadline) const;
    [[nodiscard]] Result<LookupAnswer> query(const std::string& key, Deadline deadline) const;

    PgsqlSettings settings_;
    std::shared_ptr<const SecretFiles> secrets_;
    std::unique_ptr<PGconn, ConnectionEnd> connection_;
};

Result<void> PgsqlConnection::connect(Deadline deadline) {
    std::vector<const char*> names{"dbname", "client_encoding", "fallback_application_name"};
    std::vector<const char*> values{settings_.server.c_str(), "UTF8", "msa-milter"};
    std::vector<std::string> paths(secrets_->size());
    for (std::size_t i = 0; i < paths.size(); ++i) {
        paths[i] = (*secrets_)[i].path();
        names.push_back((*secrets_)[i].option.c_str());  // what is said last counts
        values.push_back(paths[i].c_str());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
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

Result<void> PgsqlConnection::flush(Deadline deadline) const {
    auto* const connection = connection_.get();
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

Result<void> PgsqlConnection::send(const std::string& key, Deadline deadline) const {
    const std::array<const char*, 1> values{key.c_str()};
    const int is_sent = ::PQsendQueryParams(connection_.get(), settings_.query.c_str(), 1, nullptr,
                                            values.data(), nullptr, nullptr, 0);
    return is_sent == 0 ? error() : flush(deadline);
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

/// The only result, or the last where a server sends more; the first that is not as expected.
Result<Rows> PgsqlConnection::last_result(ExecStatusType expected, Deadline deadline) const {
    Rows last;
    for (;;) {
        auto next = next_result(deadline);
        if (!next || (*next && ::PQresultStatus(next->get()) != expected)) {
            return next;
        }
        if (!*next) {
            return last ? Result<Rows>(std::move(last)) : Error{"malformed answer: no result"};
        }
        last = *std::move(next);
    }
}

Result<Rows> PgsqlConnection::receive(Deadline deadline) const {
    auto rows = last_result(PGRES_TUPLES_OK, deadline);
    if (rows && ::PQresultStatus(rows->get()) != PGRES_TUPLES_OK) {
        return pq_error(::PQresultErrorMessage(rows->get()));
    }
    return rows;
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

/// The server has the parts of an error message; its class 42 is for statements that are wrong
/// (PostgreSQL, appendix A).
bool is_about_the_query(const PGresult* result) {
    const char* const state = ::PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state != nullptr && std::string_view(state).starts_with("42");
}

Error wrong_query(const std::string& what) {
    return {"query: " + what, ErrorKind::bad_config};
}

Result<void> PgsqlConnection::check_query(Deadline deadline) {
    if (!connect(deadline)) {
        return {};
    }
    auto* const connection = connection_.get();
    const auto answer_to = [&](int is_sent) {
        auto rows = is_sent == 1 ? flush(deadline) : Result<void>(error());
        return rows ? last_result(PGRES_COMMAND_OK, deadline) : Result<Rows>(rows.error());
    };
    const auto prepared =
        answer_to(::PQsendPrepare(connection, "", settings_.query.c_str(), 0, nullptr));
    if (!prepared) {
        return {};
    }
    if (::PQresultStatus(prepared->get()) != PGRES_COMMAND_OK) {
        return is_about_the_query(prepared->get())
                   ? wrong_query(pq_error(::PQresultErrorMessage(prepared->get())).what)
                   : Result<void>();
    }
    const auto described = answer_to(::PQsendDescribePrepared(connection, ""));
    if (!described || ::PQresultStatus(described->get()) != PGRES_COMMAND_OK) {
        return {};
    }
    if (::PQnparams(described->get()) != 1) {
        return wrong_query("needs one parameter, $1");
    }
    return ::PQnfields(described->get()) == 1 ? Result<void>() : wrong_query("needs one column");
}

struct OptionsEnd {
    void operator()(PQconninfoOption* options) const { ::PQconninfoFree(options); }
};

/// libpq passes over a file of passwords that its group may read.
Result<void> is_for_libpq(const std::string& path, const FileDescriptor& file) {
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) {
        return file_error("server: " + path, errno);
    }
    return (status.st_mode & S_IRWXG) == 0
               ? Result<void>()
               : Error{"server: " + path + ": the mode of a passfile must be 0600",
                       ErrorKind::no_permission};
}

Result<SecretFiles> open_secrets(const PQconninfoOption* options) {
    SecretFiles secrets;
    for (; options->keyword != nullptr; ++options) {
        const std::string option = options->keyword;
        const std::string path = options->val == nullptr ? "" : options->val;
        if ((option != "passfile" && option != "sslkey") || !path.starts_with('/')) {
            continue;
        }
        auto file = open_secret_file(path);
        if (!file) {
            return within("server", file.error());
        }
        const auto fits = option == "passfile" ? is_for_libpq(path, *file) : Result<void>();
        if (!fits) {
            return fits.error();
        }
        secrets.push_back({option, *std::move(file)});
    }
    return secrets;
}

OpenedTable make_table(const PgsqlSettings& own, const TableSettings& settings) {
    char* why = nullptr;
    const std::unique_ptr<PQconninfoOption, OptionsEnd> options(
        ::PQconninfoParse(own.server.c_str(), &why));
    if (!options) {
        const Error error = pq_error(why == nullptr ? "no memory" : why);
        ::PQfreemem(why);
        return Error{"server: " + error.what, ErrorKind::bad_config};
    }
    auto opened = open_secrets(options.get());
    if (!opened) {
        return opened.error();
    }
    if (own.query.find("$1") == std::string::npos) {
        return wrong_query("needs $1, the key");
    }
    const auto secrets = std::make_shared<const SecretFiles>(*std::move(opened));
    if (const auto checked = PgsqlConnection(own, secrets)
                                 .check_query(std::chrono::steady_clock::now() + settings.deadline);
        !checked) {
        return checked.error();
    }
    return std::shared_ptr<const Table>(std::make_shared<RemoteTable>(
        [own, secrets] { return std::make_unique<PgsqlConnection>(own, secrets); },
        settings.deadline));
}

}  // namespace
}  // namespace msa

void msa_milter_open_table(const void* own, const msa::TableSettings& settings,
                           msa::OpenedTable& table) {
    table = msa::make_table(*static_cast<const msa::PgsqlSettings*>(own), settings);
}
