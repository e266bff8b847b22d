// The sections of the rule file about tables, and groups that tables know.
#include "config/key_schemas.h"
#include "config/schema.h"

namespace msa {

using enum ValueType;

const SectionSchema& table_schema() {
    static const SectionSchema schema{
        .header = "[tables.NAME]",
        .help =
            "A table of keys and values. What has no meaning where it is used is an error: a "
            "login as key among owners, a group that is not there.",
        .keys = {
            required("type", string, "\"inline\"",
                     "\"inline\", \"file\", \"lmdb\", \"cdb\", \"sqlite\", "
                     "\"socketmap\", \"ldap\", \"pgsql\", \"mysql\" or \"redis\"."),
            example("entries", table, "{ \"alice@example.com\" = [\"alice\"] }",
                    "For type inline: key to a list of logins; \"group:NAME\" for a group."),
            example("path", string, "\"/etc/postfix/sender_login\"",
                    "For type file: lines of `key login[,login...]`, as postmap(1) reads them, "
                    "read at the start and at a reload. For lmdb and cdb the file that "
                    "postmap(1) has written, with its ending; what it writes anew counts at "
                    "once. For sqlite the database."),
            example("query", string, "\"SELECT login FROM senders WHERE address = :key\"",
                    "For sqlite, pgsql and mysql: one SELECT with one column and one parameter, "
                    "the key, folded: an address or @domain in lower case, domains as A-labels. "
                    "pgsql writes it $1, mysql ?, each of which is the key. Every row is one "
                    "login; NULL gives none. It is tried when the rules are loaded: with a server, "
                    "if it answers. MySQL compares as the column's collation says, and most take "
                    "an accented letter for the plain one: COLLATE utf8mb4_bin does not."),
            example("separator", string, "\",\"",
                    "For sqlite, ldap, pgsql, mysql and redis: what stands between the logins of "
                    "one value, any "
                    "of these characters. Absent: a value is one login, blanks and commas are part "
                    "of it. The texts of file, lmdb, cdb and socketmap are always lists."),
            example("server", string, "\"inet:8889@127.0.0.1\"",
                    "For socketmap and redis: unix:PATH, inet:PORT@HOST or inet6:PORT@HOST. For "
                    "ldap: URLs, as ldap.conf(5) has them in URI. For pgsql: a connection "
                    "string of libpq; passwords in the file that its passfile names (mode 0600). "
                    "For mysql: host=, a name, address or the path of a socket, port=, user= and "
                    "dbname=."),
            example("map", string, "\"senders\"", "For socketmap: which map of the server."),
            example("base", string, "\"ou=people,dc=example,dc=com\"",
                    "For ldap: below which entry is searched."),
            example("filter", string, "\"(mail={key})\"",
                    "For ldap: in parentheses; {key} stands for the key, escaped (RFC 4515, 3)."),
            example("attributes", strings, "[\"uid\"]",
                    "For ldap: whose values are the logins, each value one."),
            example("dn_attributes", strings, "[\"member\"]",
                    "For ldap: whose values name further entries (members of a group). Their "
                    "'attributes' count too, and so on through groups of groups; names of "
                    "entries that are gone count for nothing."),
            example("bind_dn", string, "\"cn=milter,dc=example,dc=com\"",
                    "For ldap: as whom to search. Absent: as nobody."),
            example("start_tls", boolean, "true",
                    "For ldap: STARTTLS before anything else. Not with ldaps:, which has TLS."),
            example(
                "ca_file", string, "\"/etc/ssl/certs/ca-certificates.crt\"",
                "For ldap and mysql: who signs the server's certificate, which must be for the "
                "host named in 'server'. Absent: with ldap as ldap.conf(5) says, with mysql no TLS "
                "is asked for."),
            example("command", strings, "[\"SMEMBERS\", \"owners:{key}\"]",
                    "For redis: GET, HGET or SMEMBERS with its words; {key} stands for the key."),
            example("user", string, "\"milter\"",
                    "For redis: as whom to log in, if not as the default user."),
            example("password_file", string, "\"/etc/msa-milter/redis.password\"",
                    "For ldap, mysql and redis: the first line of the file. As for keys, nobody "
                    "but root "
                    "and the daemon's user may be able to read the file, or to put another in "
                    "its place: mode 0600, or 0640 for the daemon's group, and folders that "
                    "others cannot write to. It counts from the next reload on."),
            key("deadline_ms", integer, "2000",
                "For sqlite and servers: how long a look-up may take. Then, as after every "
                "error, the table cannot tell, and the client is to try again."),
            key("cache_seconds", integer, "0",
                "For the same: how long an answer counts without asking again. So much later a "
                "right that was taken away may still be used."),
            key("negative_cache_seconds", integer, "0", "The same for keys that are not there."),
            key("stale_seconds", integer, "0",
                "How long after that an answer still stands in where the table cannot tell."),
            key("cache_entries", integer, "10000", "How many answers are kept at most."),
            risk_key()}};
    return schema;
}

const SectionSchema& groups_schema() {
    static const SectionSchema schema{
        .header = "[groups]",
        .help = "NAME = list of logins. \"group:NAME\" stands for them wherever a login may stand.",
        .keys = {}};
    return schema;
}

const SectionSchema& group_schema() {
    static const SectionSchema schema{
        .header = "[groups.NAME]",
        .help = "A group whose members a table knows: NAME = { table = ... } in [groups].",
        .keys = {required("table", string, "\"departments\"",
                          "Table of logins. Where it cannot tell, neither can what asks for the "
                          "group."),
                 example("value", string, "\"sales\"",
                         "What one of the values of a member must be. Absent: whom the table knows "
                         "is a member.")}};
    return schema;
}

}  // namespace msa
