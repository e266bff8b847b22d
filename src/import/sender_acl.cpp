#include "import/sender_acl.h"

#include "base/text.h"
#include "import/placed_line.h"
#include "import/sql_template.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace msa {
namespace {

struct System {
    std::string_view name;
    std::vector<std::string> types;  // the usual one first
    std::string_view user;           // and database
    std::string_view port;           // empty: the server's own
    std::string_view file;           // of SQLite
    std::vector<std::string> notes;
    std::string_view
        query;  // %s, %u, %d: key, local part, domain; {+}: texts in a row; {yes}: is true
};

// %s, %u and %d: the key, its local part, its domain; {a@b}: texts in a row; {a}: is true.
constexpr std::string_view mailcow_query = R"(SELECT a.goto FROM alias a
  WHERE a.active = 1
    AND (a.address = '%s'
      OR a.address = '@%d' AND NOT EXISTS
        (SELECT 1 FROM alias b WHERE b.address = '%s' AND b.active IN (1, 2)))
    AND (a.domain IN (SELECT domain FROM domain WHERE active = 1)
      OR a.domain IN (SELECT alias_domain FROM alias_domain WHERE active = 1))
UNION SELECT logged_in_as FROM sender_acl WHERE send_as IN ('%s', '@%d', '*')
UNION SELECT s.logged_in_as FROM sender_acl s
  JOIN alias_domain d ON s.send_as IN ({@d.target_domain}, {%u@d.target_domain})
  WHERE d.alias_domain = '%d' AND d.active = 1
UNION SELECT m.username FROM mailbox m
  JOIN alias_domain d ON m.username = {%u@d.target_domain}
  WHERE d.alias_domain = '%d' AND d.active = 1 AND m.active = 1)";

constexpr std::string_view iredmail_query = R"(SELECT username FROM mailbox
  WHERE username = '%s' AND active = 1 AND enablesmtp = 1
UNION SELECT f.forwarding FROM forwardings f
  JOIN mailbox m ON m.username = f.forwarding
  WHERE f.address = '%s' AND f.is_alias = 1 AND f.active = 1
    AND m.active = 1 AND m.enablesmtp = 1
UNION SELECT m.username FROM mailbox m
  JOIN alias_domain d ON m.username = {%u@d.target_domain}
  WHERE d.alias_domain = '%d' AND d.active = 1
    AND m.active = 1 AND m.enablesmtp = 1)";

constexpr std::string_view modoboa_query =
    R"(SELECT email FROM core_user WHERE email = '%s' AND {is_active}
UNION SELECT {mb.address@dom.name} FROM admin_mailbox mb
  JOIN admin_domain dom ON dom.id = mb.domain_id
  JOIN admin_senderaddress sender ON sender.mailbox_id = mb.id
  WHERE sender.address = '%s'
UNION SELECT {mb.address@dom.name} FROM admin_mailbox mb
  JOIN admin_domain dom ON dom.id = mb.domain_id
  JOIN modoboa_admin_aliasrecipient recipient ON recipient.r_mailbox_id = mb.id
  JOIN admin_alias al ON al.id = recipient.alias_id
  LEFT JOIN admin_domainalias other ON other.target_id = al.domain_id AND {other.enabled}
  LEFT JOIN admin_domain target ON target.id = other.target_id
  WHERE {al.enabled} AND (al.address = '%s'
    OR other.name = '%d' AND al.address = {%u@target.name}))";

const std::vector<System>& systems() {
    static const std::vector<System> all{
        {.name = "mailcow",
         .types = {"mysql"},
         .user = "mailcow",
         .port = "13306",
         .file = {},
         .notes =
             {"mailcow: the addresses of a mailbox, its aliases, \"also send as\" (sender_acl), "
              "and the same in alias domains. A member of an alias with several recipients may "
              "use it, as in mailcow.",
              "The port is SQL_PORT of mailcow.conf, the password DBPASS."},
         .query = mailcow_query},
        {.name = "iredmail",
         .types = {"mysql", "pgsql"},
         .user = "vmail",
         .port = {},
         .file = {},
         .notes = {"iRedMail: a mailbox's own address, its aliases, and the same in alias domains. "
                   "Members of a mailing list or of a shared alias may not use its address: "
                   "[[delegation]] would let them.",
                   "Its user vmail may only read. Where iRedMail keeps its users in LDAP, `import "
                   "main.cf` reads its maps."},
         .query = iredmail_query},
        {.name = "modoboa",
         .types = {"pgsql", "mysql", "sqlite"},
         .user = "modoboa",
         .port = {},
         .file = "/srv/modoboa/instance/modoboa.db",
         .notes =
             {"Modoboa: an account's own address, its sender addresses, its aliases, and these "
              "in domain aliases."},
         .query = modoboa_query}};
    return all;
}

SqlDialect dialect_of(const std::string& type) {
    return type == "mysql"   ? SqlDialect::mysql
           : type == "pgsql" ? SqlDialect::pgsql
                             : SqlDialect::sqlite;
}

/// `{a@b}`: a, an @, and b, in a row; `{a}`: that a is true.
std::string in_dialect(std::string_view inner, const std::string& type) {
    const auto at = inner.find('@');
    if (at == std::string_view::npos) {
        return std::string(inner) + (type == "pgsql" ? "" : " = 1");
    }
    const auto term = [](std::string_view name) {
        return name == "%u" ? std::string("'%u'") : std::string(name);
    };
    std::vector<std::string> terms{"'@'", term(inner.substr(at + 1))};
    if (at > 0) {
        terms.insert(terms.begin(), term(inner.substr(0, at)));
    }
    return sql_joined(dialect_of(type), terms);
}

std::string query_text(std::string_view text, const std::string& type) {
    std::string query;
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{')) {
        const auto close = text.find('}', open);
        query += text.substr(0, open);
        query += in_dialect(text.substr(open + 1, close - open - 1), type);
        text.remove_prefix(close + 1);
    }
    return query + std::string(text);
}

/// Null: there is none of that name.
const System* system_of(const std::string& name) {
    const auto& all = systems();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&name](const System& each) { return each.name == name; });
    return found == all.end() ? nullptr : &*found;
}

std::string server_text(const System& system) {
    std::string text = "host=127.0.0.1";
    if (!system.port.empty()) {
        text += " port=" + std::string(system.port);
    }
    return text + " user=" + std::string(system.user) + " dbname=" + std::string(system.user);
}

}  // namespace

const std::vector<std::string>& sender_acl_systems() {
    static const std::vector<std::string> names{"mailcow", "iredmail", "modoboa"};
    return names;
}

const std::vector<std::string>& sender_acl_types() {
    static const std::vector<std::string> names{"mysql", "pgsql", "sqlite"};
    return names;
}

Result<std::string> sender_acl_query(const std::string& system, const std::string& type) {
    const auto* const found = system_of(system);
    if (found == nullptr) {
        return Error{"there are queries for " + join(sender_acl_systems(), ", ") + ", not for '" +
                         printable(system) + '\'',
                     ErrorKind::bad_input};
    }
    if (std::find(found->types.begin(), found->types.end(), type) == found->types.end()) {
        return Error{system + " has its users in " + join(found->types, " or ") + ", not in " +
                         printable(type),
                     ErrorKind::bad_input};
    }
    return sql_query(dialect_of(type), query_text(found->query, type));
}

Result<void> import_sender_acl(const SenderAclChoice& choice, RuleDraft& draft) {
    const auto* const system = system_of(choice.system);
    const auto type =
        choice.type.empty() && system != nullptr ? system->types.front() : choice.type;
    auto query = sender_acl_query(choice.system, type);
    if (!query) {
        return query.error();
    }
    DraftTable table{.name = draft.free_table_name(choice.system),
                     .settings = {{"type", toml_text(type)}},
                     .notes = system->notes};
    if (type == "sqlite") {
        table.settings.emplace_back(
            "path", toml_text(choice.server.empty() ? system->file : choice.server));
    } else {
        table.settings.emplace_back(
            "server", toml_text(choice.server.empty() ? server_text(*system) : choice.server));
        const std::string what =
            type == "mysql" ? "password_file = \"/etc/msa-milter/" + choice.system + ".password\""
                            : "passfile=/etc/msa-milter/pgpass in server";
        draft.remark(choice.system,
                     "the password of its database: put it into a file of mode 0600 that the "
                     "daemon's user owns, and name that below: " +
                         what);
    }
    table.settings.emplace_back("query", toml_folded(*query));
    table.settings.emplace_back("separator", toml_text(", "));
    draft.origins.push_back("the tables of " + choice.system);
    draft.owner_tables.push_back(table.name);
    draft.tables.push_back(std::move(table));
    return {};
}

}  // namespace msa
