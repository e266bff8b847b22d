// Tables that a MySQL or MariaDB server keeps: a prepared query, each ? of which is the key. Every
// row is one value, NULL none. The library waits whole seconds where it waits: who asked does not
// (tables/remote_table.h).
#include "tables/mysql_table.h"

#include "base/option_words.h"
#include "base/text.h"
#include "tables/plugins/exports.h"
#include "tables/remote_table.h"
#include "tables/secret.h"
#include "tables/table_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <mysql.h>

namespace msa {
namespace {

constexpr std::size_t most_rows = 10000;
constexpr unsigned long longest_packet = 1UL << 20U;  // and so the longest value

struct ConnectionEnd {
    void operator()(MYSQL* connection) const { ::mysql_close(connection); }
};
struct StatementEnd {
    void operator()(MYSQL_STMT* statement) const { (void)::mysql_stmt_close(statement); }
};
struct ResultEnd {
    void operator()(MYSQL_RES* result) const { ::mysql_free_result(result); }
};

/// What the server text says.
struct Server {
    std::string host{};
    std::string socket{};
    unsigned port = 3306;
    std::string user{};
    std::string database{};
};

Error wrong_query(const std::string& what) {
    return {"query: " + what, ErrorKind::bad_config};
}

class MysqlConnection final : public TableConnection {
public:
    MysqlConnection(MysqlSettings settings, std::chrono::milliseconds deadline, Server server,
                    std::string password)
        : settings_(std::move(settings)),
          deadline_(deadline),
          server_(std::move(server)),
          password_(std::move(password)) {}

    [[nodiscard]] Result<LookupAnswer> ask(std::string_view key, Deadline deadline) override;
    [[nodiscard]] bool is_usable() const override { return connection_ != nullptr; }
    /// Error: the server says that the query can never be answered. What else hinders it does not
    /// count here.
    [[nodiscard]] Result<void> check_query();

private:
    [[nodiscard]] Error connection_error() const {
        return {printable(::mysql_error(connection_.get()))};
    }
    [[nodiscard]] Error statement_error() const {
        return {printable(::mysql_stmt_error(statement_.get()))};
    }
    void set_options();
    void set_encryption();
    [[nodiscard]] Result<void> connect();
    [[nodiscard]] Result<void> prepare();
    [[nodiscard]] Result<void> send(const std::string& key);
    [[nodiscard]] Result<std::vector<std::string>> receive();
    [[nodiscard]] Result<std::string> value(unsigned long length) const;
    void close() {
        statement_.reset();
        connection_.reset();
    }

    MysqlSettings settings_;
    std::chrono::milliseconds deadline_;
    Server server_;
    std::string password_;
    std::unique_ptr<MYSQL, ConnectionEnd> connection_;
    std::unique_ptr<MYSQL_STMT, StatementEnd> statement_;  // ends before its connection
};

void MysqlConnection::set_options() {
    auto* const connection = connection_.get();
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(deadline_);
    const auto patience = static_cast<unsigned>(std::max<long>(seconds.count(), 1));
    for (const auto option :
         {MYSQL_OPT_CONNECT_TIMEOUT, MYSQL_OPT_READ_TIMEOUT, MYSQL_OPT_WRITE_TIMEOUT}) {
        (void)::mysql_options(connection, option, &patience);  // knows the option
    }
    // A server may ask for files of its client.
    const unsigned no = 0;
    (void)::mysql_options(connection, MYSQL_OPT_LOCAL_INFILE, &no);
    (void)::mysql_options(connection, MYSQL_OPT_MAX_ALLOWED_PACKET, &longest_packet);
    (void)::mysql_options(connection, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    // A password is never sent as it is, whatever a server says.
    (void)::mysql_options(connection, MARIADB_OPT_RESTRICTED_AUTH,
                          "mysql_native_password,client_ed25519,caching_sha2_password,"
                          "sha256_password");
    const unsigned protocol = server_.socket.empty() ? MYSQL_PROTOCOL_TCP : MYSQL_PROTOCOL_SOCKET;
    (void)::mysql_options(connection, MYSQL_OPT_PROTOCOL, &protocol);
    if (!settings_.ca_file.empty()) {
        set_encryption();
    }
}

void MysqlConnection::set_encryption() {
    auto* const connection = connection_.get();
    const my_bool yes = 1;
    (void)::mysql_options(connection, MYSQL_OPT_SSL_ENFORCE, &yes);
    (void)::mysql_options(connection, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
    (void)::mysql_options(connection, MYSQL_OPT_SSL_CA, settings_.ca_file.c_str());
}

Result<void> MysqlConnection::connect() {
    connection_.reset(::mysql_init(nullptr));
    if (!connection_) {
        return Error{"no memory"};
    }
    set_options();
    const auto text = [](const std::string& value) {
        return value.empty() ? nullptr : value.c_str();
    };
    const auto* const connected = ::mysql_real_connect(
        connection_.get(), text(server_.host), text(server_.user), password_.c_str(),
        text(server_.database), server_.port, text(server_.socket), 0);
    return connected == nullptr ? connection_error() : Result<void>();
}

Result<void> MysqlConnection::prepare() {
    statement_.reset(::mysql_stmt_init(connection_.get()));
    if (!statement_) {
        return Error{"no memory"};
    }
    auto* const statement = statement_.get();
    if (::mysql_stmt_prepare(statement, settings_.query.data(), settings_.query.size()) != 0) {
        // The class 42: syntax, names, rights (MariaDB, "SQLSTATE").
        const bool is_wrong = std::string_view(::mysql_stmt_sqlstate(statement)).starts_with("42");
        const auto error = statement_error();
        return is_wrong ? wrong_query(error.what) : error;
    }
    if (::mysql_stmt_param_count(statement) == 0) {
        return wrong_query("needs a parameter: ?, the key");
    }
    const std::unique_ptr<MYSQL_RES, ResultEnd> columns(::mysql_stmt_result_metadata(statement));
    return columns && ::mysql_num_fields(columns.get()) == 1 ? Result<void>()
                                                             : wrong_query("needs one column");
}

Result<void> MysqlConnection::send(const std::string& key) {
    auto* const statement = statement_.get();
    std::string octets = key;  // the library takes no const
    unsigned long length = octets.size();
    MYSQL_BIND parameter{};
    parameter.buffer_type = MYSQL_TYPE_STRING;
    parameter.buffer = octets.data();
    parameter.buffer_length = length;
    parameter.length = &length;
    std::vector<MYSQL_BIND> parameters(::mysql_stmt_param_count(statement), parameter);
    return ::mysql_stmt_bind_param(statement, parameters.data()) == 0 &&
                   ::mysql_stmt_execute(statement) == 0
               ? Result<void>()
               : statement_error();
}

/// Row by row, so that no server fills the memory.
Result<std::vector<std::string>> MysqlConnection::receive() {
    auto* const statement = statement_.get();
    unsigned long length = 0;
    my_bool is_null = 0;
    MYSQL_BIND column{};
    column.buffer_type = MYSQL_TYPE_STRING;
    column.length = &length;
    column.is_null = &is_null;
    if (::mysql_stmt_bind_result(statement, &column) != 0) {
        return statement_error();
    }
    std::vector<std::string> values;
    int fetched = ::mysql_stmt_fetch(statement);
    for (; fetched == 0 || fetched == MYSQL_DATA_TRUNCATED;
         fetched = ::mysql_stmt_fetch(statement)) {
        if (values.size() == most_rows) {
            return Error{"query: gives more than " + std::to_string(most_rows) + " rows"};
        }
        auto text = is_null != 0 ? Result<std::string>(std::string()) : value(length);
        if (!text) {
            return text.error();
        }
        values.push_back(*std::move(text));
    }
    return fetched == MYSQL_NO_DATA ? Result<std::vector<std::string>>(std::move(values))
                                    : statement_error();
}

/// Of the row that was fetched.
Result<std::string> MysqlConnection::value(unsigned long length) const {
    if (length > longest_packet) {
        return Error{"malformed answer: a value of " + std::to_string(length) + " octets"};
    }
    std::string text(length, '\0');
    MYSQL_BIND column{};
    column.buffer_type = MYSQL_TYPE_STRING;
    column.buffer = text.data();
    column.buffer_length = length;
    column.length = &length;
    return length == 0 || ::mysql_stmt_fetch_column(statement_.get(), &column, 0, 0) == 0
               ? Result<std::string>(std::move(text))
               : statement_error();
}

Result<LookupAnswer> MysqlConnection::ask(std::string_view key, Deadline /*deadline*/) {
    if (key.find('\0') != std::string_view::npos) {
        return LookupAnswer{};  // nobody's address has one
    }
    auto ready = connection_ ? Result<void>() : connect();
    if (ready && !statement_) {
        ready = prepare();
    }
    if (ready) {
        ready = send(std::string(key));
    }
    auto values = ready ? receive() : Result<std::vector<std::string>>(ready.error());
    if (!values) {
        close();  // what the server would say next might answer this question
        return values.error();
    }
    (void)::mysql_stmt_free_result(statement_.get());  // all rows were read
    auto answer = found_entry({values->begin(), values->end()}, settings_.separator);
    if (answer && answer->values.empty()) {
        answer->found = false;
    }
    return answer;
}

Result<void> MysqlConnection::check_query() {
    if (!connect()) {
        return {};
    }
    auto prepared = prepare();
    return prepared || prepared.error().kind != ErrorKind::bad_config ? Result<void>() : prepared;
}

Result<Server> server_of(const std::string& text) {
    static constexpr std::array<std::string_view, 4> known{"host", "port", "user", "dbname"};
    auto words = option_words(text);
    for (const auto& [key, value] : words) {
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            return Error{"server: '" + printable(key) + "' is not host, port, user or dbname",
                         ErrorKind::bad_config};
        }
    }
    Server server{.user = words["user"], .database = words["dbname"]};
    auto& host = words["host"];
    if (host.empty()) {
        return Error{"server: needs host=, a name, an address, or the path of a socket",
                     ErrorKind::bad_config};
    }
    (host.starts_with('/') ? server.socket : server.host) = host;
    if (const auto& port = words["port"]; !port.empty()) {
        const char* const end = port.data() + port.size();
        if (std::from_chars(port.data(), end, server.port).ptr != end || server.port == 0 ||
            server.port > 65535) {
            return Error{"server: port=" + printable(port) + " is not a port",
                         ErrorKind::bad_config};
        }
    }
    return server;
}

OpenedTable make_table(const MysqlSettings& own, const TableSettings& settings) {
    static std::once_flag is_begun;  // what mysql_init() does the first time knows no threads
    std::call_once(is_begun, [] { (void)::mysql_server_init(0, nullptr, nullptr); });
    const auto server = server_of(own.server);
    if (!server) {
        return server.error();
    }
    const auto password = read_secret(own.password_file);
    if (!password) {
        return password.error();
    }
    if (own.query.find('?') == std::string::npos) {
        return wrong_query("needs ?, the key");
    }
    const auto connection = [own, deadline = settings.deadline, server = *server,
                             password = *password] {
        return std::make_unique<MysqlConnection>(own, deadline, server, password);
    };
    if (const auto checked = connection()->check_query(); !checked) {
        return checked.error();
    }
    return std::shared_ptr<const Table>(
        std::make_shared<RemoteTable>(connection, settings.deadline));
}

}  // namespace
}  // namespace msa

void msa_milter_open_table(const void* own, const msa::TableSettings& settings,
                           msa::OpenedTable& table) {
    table = msa::make_table(*static_cast<const msa::MysqlSettings*>(own), settings);
}
