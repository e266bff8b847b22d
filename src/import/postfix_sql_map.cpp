// Maps that a database keeps.
#include "base/text.h"
#include "import/placed_line.h"
#include "import/postfix_map.h"
#include "import/postfix_table_file.h"
#include "import/sql_template.h"

#include <array>
#include <optional>

namespace msa {
namespace {

SqlDialect dialect_of(const std::string& type) {
    return type == "mysql"   ? SqlDialect::mysql
           : type == "pgsql" ? SqlDialect::pgsql
                             : SqlDialect::sqlite;
}

/// The query, or the one that the old settings mean.
std::string query_of(const PostfixTableFile& file) {
    if (file.has("query") || !file.has("select_field")) {
        return file.value("query");
    }
    return "SELECT " + file.value("select_field") + " FROM " + file.value("table") + " WHERE " +
           file.value("where_field") + " = '%s' " + file.value("additional_conditions");
}

/// A value of a connection string.
std::string option(std::string_view name, const std::string& value) {
    std::string text;
    for (const char c : value) {
        text += c == '\'' || c == '\\' ? "\\" : "";
        text += c;
    }
    const bool is_plain = !value.empty() && value.find_first_of(" '\\\t") == std::string::npos;
    return ' ' + std::string(name) + '=' + (is_plain ? text : '\'' + text + '\'');
}

class SqlImport {
public:
    SqlImport(std::string type, PostfixTableFile file, std::string origin, RuleDraft& draft)
        : type_(std::move(type)),
          file_(std::move(file)),
          origin_(std::move(origin)),
          draft_(draft) {}

    Result<void> take(const std::string& path) {
        take_remarks();
        auto query = sql_query(dialect_of(type_), query_of(file_));
        const auto format = file_.value("result_format", "%s");
        if (format != "%s") {
            not_asked("result_format",
                      format + " makes logins of what the query gives; let it give whole logins",
                      path);
            return {};
        }
        if (!query && query.error().kind == ErrorKind::bad_input) {
            not_asked(file_.has("query") ? "query" : "select_field", query.error().what, path);
            return {};
        }
        if (!query || query_of(file_).empty()) {
            const auto place = file_.place(file_.has("select_field") ? "select_field" : "query");
            return query ? import_error(place, "the query is missing")
                         : Result<void>(within(place + ": query", query.error()));
        }
        restrict_domains(*query);
        DraftTable table{.name = {}, .settings = {{"type", toml_text(type_)}}, .notes = {origin_}};
        if (type_ != "sqlite" && file_.value("hosts").find("://") != std::string::npos) {
            not_asked("hosts", "write host, user and dbname separately instead of a URI", path);
            return {};
        }
        if (auto added = type_ == "sqlite" ? add_path(table) : add_server(table); !added) {
            return added;
        }
        table.settings.emplace_back("query", toml_text(*query));
        table.settings.emplace_back("separator", toml_text(", "));
        add_owner_table(std::move(table), path, draft_);
        return {};
    }

private:
    void not_asked(std::string_view setting, const std::string& why, const std::string& path) {
        draft_.remark(file_.place(setting), std::string(setting) + ": " + why + "; so " + type_ +
                                                ':' + path + " is not asked");
    }

    void take_remarks() {
        static constexpr std::array<std::string_view, 20> known{"additional_conditions",
                                                                "charset",
                                                                "dbname",
                                                                "dbpath",
                                                                "domain",
                                                                "encoding",
                                                                "expansion_limit",
                                                                "hosts",
                                                                "idle_interval",
                                                                "password",
                                                                "query",
                                                                "require_result_set",
                                                                "result_format",
                                                                "retry_interval",
                                                                "select_field",
                                                                "table",
                                                                "tls_CAfile",
                                                                "tls_verify_cert",
                                                                "user",
                                                                "where_field"};
        for (const auto& [name, place] : file_.others(known)) {
            draft_.remark(place, name + ": has no equivalent here");
        }
    }

    /// Postfix asks for addresses in these domains alone.
    void restrict_domains(std::string& query) {
        const auto domains = words_in(file_.value("domain"));
        if (domains.empty()) {
            return;
        }
        std::vector<std::string> texts;
        for (const auto& each : domains) {
            if (each.find_first_of(":/'\\") != std::string::npos) {
                draft_.remark(
                    file_.place("domain"),
                    "domain = " + each +
                        ": only names of domains can be taken over; nobody is found there");
                continue;
            }
            texts.push_back('\'' + ascii_lower(each) + '\'');
        }
        texts.emplace_back("''");
        const auto parts = sql_key_parts(dialect_of(type_));
        query = "SELECT * FROM (" + query + ") AS found_there WHERE " + parts.domain + " IN (" +
                join(texts, ", ") + ") AND " + parts.key + " NOT LIKE '@%'";
    }

    Result<void> add_path(DraftTable& table) {
        const auto path = file_.value("dbpath");
        if (!path.starts_with('/')) {
            return import_error(file_.place("dbpath"), "dbpath must be an absolute path");
        }
        table.settings.emplace_back("path", toml_text(path));
        return {};
    }

    Result<void> add_server(DraftTable& table) {
        const auto hosts = words_in(file_.value("hosts", "localhost"));
        if (hosts.empty()) {
            return import_error(file_.place("hosts"), "hosts names no host");
        }
        if (hosts.size() > 1) {
            draft_.remark(
                file_.place("hosts"),
                "hosts: only " + hosts[0] + " is asked; a name in DNS may have several addresses");
        }
        auto server = server_of(hosts[0]);
        if (!server) {
            return server.error();
        }
        *server += option("user", file_.value("user")) + option("dbname", file_.value("dbname"));
        table.settings.emplace_back("server", toml_text(trimmed(*server)));
        if (const auto authority = file_.value("tls_CAfile"); !authority.empty()) {
            table.settings.emplace_back("ca_file", toml_text(authority));
        }
        if (!file_.value("password").empty()) {
            note_password(table);
        }
        return {};
    }

    Result<std::string> server_of(std::string_view host) {
        const std::string place = file_.place("hosts");
        if (host.starts_with("unix:")) {
            auto path = std::string(host.substr(5));
            if (type_ == "pgsql") {  // the folder, and the port in the name of the socket
                const auto slash = path.rfind('/');
                const auto port = path.rfind(".s.PGSQL.");
                return port == std::string::npos ? option("host", path)
                                                 : option("host", path.substr(0, slash)) +
                                                       option("port", path.substr(port + 9));
            }
            return option("host", path);
        }
        host.remove_prefix(host.starts_with("inet:") ? 5 : 0);
        const bool is_bracketed = host.starts_with('[');
        const auto bracket = is_bracketed ? host.find(']') : 0;
        const bool is_ipv6 = !is_bracketed && host.find(':') != host.rfind(':');
        const auto colon = is_ipv6 ? std::string_view::npos : host.find(':', bracket);
        const auto name =
            std::string(is_bracketed ? host.substr(1, bracket - 1) : host.substr(0, colon));
        if (type_ == "mysql" && name == "localhost") {
            draft_.remark(place,
                          "hosts = localhost: taken as the socket /run/mysqld/mysqld.sock, which "
                          "Debian's client would ask");
            return option("host", "/run/mysqld/mysqld.sock");
        }
        return option("host", name) + (colon == std::string_view::npos
                                           ? ""
                                           : option("port", std::string(host.substr(colon + 1))));
    }

    /// It must not stand where everybody reads the rules.
    void note_password(DraftTable& table) {
        const auto what = type_ == "mysql"
                              ? "password_file = \"/etc/msa-milter/" + type_ + ".password\""
                              : "a passfile of libpq, passfile=/etc/msa-milter/pgpass in server";
        draft_.remark(file_.place("password"),
                      "password: put it into a file of mode 0600 that the daemon's user owns, and "
                      "name that below: " +
                          what);
        table.notes.emplace_back("Still to name, the password: " + what);
    }

    std::string type_;
    PostfixTableFile file_;
    std::string origin_;
    RuleDraft& draft_;
};

}  // namespace

Result<void> import_sql_map(const std::string& type, const std::string& path,
                            const std::string& place, RuleDraft& draft) {
    auto file = PostfixTableFile::read(path);
    if (!file) {
        return within(place, file.error());
    }
    return SqlImport(type, *std::move(file), place + ": " + type + ':' + path, draft).take(path);
}

}  // namespace msa
