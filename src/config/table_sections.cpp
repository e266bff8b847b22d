// The sections of the rule file about tables, and groups that tables know.
#include "config/key_schemas.h"
#include "config/schema.h"

namespace msa {

using enum ValueType;

const SectionSchema& table_schema() {
    static const SectionSchema schema{
        .header = "[tables.NAME]",
        .help =
            "A table of keys and values. An entry without meaning in its use is an error: a login "
            "as a key of owners, an unknown group.",
        .keys = {
            required("type", string, "\"inline\"",
                     "\"inline\", \"file\", \"lmdb\", \"cdb\", \"sqlite\", "
                     "\"socketmap\", \"ldap\", \"pgsql\", \"mysql\" or \"redis\"."),
            example("entries", table, "{ \"alice@example.com\" = [\"alice\"] }",
                    "For type inline: key to a list of logins; \"group:NAME\" for a group."),
            example("path", string, "\"/etc/postfix/sender_login\"",
                    "For type file: lines of `key login[,login...]`, as postmap(1) reads them, "
                    "read at the start and at a reload. For lmdb and cdb: the file that postmap(1) "
                    "wrote, with its suffix; a change counts at once. For sqlite: the database."),
            example("query", string, "\"SELECT login FROM senders WHERE address = :key\"",
                    "For sqlite, pgsql and mysql: one SELECT with one column and one parameter, "
                    "the key, folded: an address or @domain in lower case, domains as A-labels. "
                    "pgsql writes it $1, mysql ?, each of which is the key. Every row is one "
                    "login; NULL gives none. It is tried when the rules are loaded: with a server, "
                    "if it answers. MySQL compares as the column's collation says, and most treat "
                    "an accented letter as the plain one: COLLATE utf8mb4_bin does not."),
            example(
                "separator", string, "\",\"",
                "For sqlite, ldap, pgsql, mysql and redis: any of these characters separates the "
                "logins of one value. Absent: a value is one login, blanks and commas are part "
                "of it. The texts of file, lmdb, cdb and socketmap are always lists."),
            example("server", string, "\"inet:8889@127.0.0.1\"",
                    "For socketmap and redis: unix:PATH, inet:PORT@HOST or inet6:PORT@HOST. For "
                    "ldap: URLs, as ldap.conf(5) has them in URI. For pgsql: a connection "
                    "string of libpq; passwords in the file that its passfile names (mode 0600). "
                    "For mysql: host=, a name, address or the path of a socket, port=, user= and "
                    "dbname=."),
            example("map", string, "\"senders\"", "For socketmap: which map of the server."),
            example("base", string, "\"ou=people,dc=example,dc=com\"",
                    "For ldap: the entry to search below."),
            example("filter", string, "\"(mail={key})\"",
                    "For ldap: in parentheses; {key} is the key, escaped (RFC 4515, 3)."),
            example("attributes", strings, "[\"uid\"]",
                    "For ldap: attributes whose values are the logins, one each."),
            example("dn_attributes", strings, "[\"member\"]",
                    "For ldap: attributes whose values name further entries (members of a group). "
                    "Their 'attributes' count too, and so on through groups of groups; names of "
                    "entries that are gone are ignored."),
            example("bind_dn", string, "\"cn=milter,dc=example,dc=com\"",
                    "For ldap: the name to bind with. Absent: anonymous."),
            example("start_tls", boolean, "true",
                    "For ldap: STARTTLS before anything else. Not with ldaps:, which has TLS."),
            example("ca_file", string, "\"/etc/ssl/certs/ca-certificates.crt\"",
                    "For ldap and mysql: the authority that signs the server's certificate, which "
                    "must be for the host in 'server'. Absent: with ldap as ldap.conf(5) says, "
                    "with mysql no TLS "
                    "is asked for."),
            example("command", strings, "[\"SMEMBERS\", \"owners:{key}\"]",
                    "For redis: GET, HGET or SMEMBERS with its words; {key} is the key."),
            example("user", string, "\"milter\"",
                    "For redis: the user to log in as, if not the default one."),
            example("password_file", string, "\"/etc/msa-milter/redis.password\"",
                    "For ldap, mysql and redis: the first line of the file. As for keys, nobody "
                    "but root "
                    "and the daemon's user may be able to read the file, or to put another in "
                    "its place: mode 0600, or 0640 for the daemon's group, and folders that "
                    "others cannot write to. It counts from the next reload on."),
            key("deadline_ms", integer, "2000",
                "For sqlite and servers: how long a look-up may take. After that, as after every "
                "error, the table cannot tell, and the client is asked to try again."),
            key("cache_seconds", integer, "0",
                "For the same: how long an answer counts without asking again. A revoked right may "
                "be used that much longer."),
            key("negative_cache_seconds", integer, "0", "The same for keys that are not there."),
            key("stale_seconds", integer, "0",
                "How long after that an answer may still be used if the table cannot tell."),
            key("cache_entries", integer, "10000", "How many answers are kept at most."),
            risk_key()}};
    return schema;
}

const SectionSchema& groups_schema() {
    static const SectionSchema schema{
        .header = "[groups]",
        .help = "NAME = list of logins. \"group:NAME\" may be used wherever a login may.",
        .keys = {}};
    return schema;
}

const SectionSchema& group_schema() {
    static const SectionSchema schema{
        .header = "[groups.NAME]",
        .help = "A group whose members a table knows: NAME = { table = ... } in [groups].",
        .keys = {
            required(
                "table", string, "\"departments\"",
                "Table of logins. If it cannot tell, neither can a rule that asks for the group."),
            example("value", string, "\"sales\"",
                    "A value that members must have. Absent: every login that the table knows is a "
                    "member.")}};
    return schema;
}

}  // namespace msa
