// The sections of the rule file that are not checks: names, types, defaults, and the text of the
// reference.
#include "base/text.h"
#include "config/field_names.h"
#include "config/schema.h"

namespace msa {
namespace {

using enum ValueType;

KeySchema key(std::string name, ValueType type, std::string default_value, std::string help) {
    return {.name = std::move(name),
            .type = type,
            .default_value = std::move(default_value),
            .example = {},
            .help = std::move(help)};
}

KeySchema example(std::string name, ValueType type, std::string value, std::string help) {
    return {.name = std::move(name),
            .type = type,
            .default_value = {},
            .example = std::move(value),
            .help = std::move(help)};
}

KeySchema required(std::string name, ValueType type, std::string value, std::string help) {
    return {.name = std::move(name),
            .type = type,
            .required = true,
            .default_value = {},
            .example = std::move(value),
            .help = std::move(help)};
}

/// A default that the reference cannot have, if it shall load as it is.
KeySchema shown(std::string name, ValueType type, std::string default_value, std::string reference,
                std::string help) {
    auto schema = key(std::move(name), type, std::move(default_value), std::move(help));
    schema.reference = std::move(reference);
    return schema;
}

KeySchema risk_key() {
    return example(
        "accept_risk", string, "\"why this is meant\"",
        "Why what `check` warns of here is meant: with it, `check --strict` lets it pass.");
}

KeySchema shown_risk_key(std::string reference) {
    auto schema = risk_key();
    schema.reference = std::move(reference);
    return schema;
}

KeySchema subsection(std::string name) {
    return key(std::move(name), table, {}, {});
}

}  // namespace

const SectionSchema& top_level_schema() {
    static const SectionSchema schema{
        .header = {},
        .help = {},
        .keys = {
            required("version", string, "\"2026-11-21\"",
                     "A free label; stands in every record beside the hash of this file."),
            shown("allow_none", boolean, "false", "true",
                  "That nobody owns an address here, or that a reload takes away the last key "
                  "or owner, is meant. Else it is an error: a file cut off would do the same."),
            key("mode", string, "\"enforce\"",
                "\"monitor\": every rule is judged and recorded, none is acted on."),
            risk_key(), subsection("scope"), subsection("identity"), subsection("owners"),
            subsection("tables"), subsection("groups"), subsection("delegation"),
            subsection("check"), subsection("rule"), subsection("exception"), subsection("dkim")}};
    return schema;
}

const SectionSchema& scope_schema() {
    static const SectionSchema schema{
        .header = "[scope]",
        .help =
            "Which sessions this file governs. All others pass untouched and unsigned, and are "
            "recorded as out_of_scope.",
        .keys = {example("listener", strings, "[\"submission\", \"submissions\"]",
                         "Names of listeners: the macro {daemon_name}; where the MTA does not tell "
                         "it, the client is to try again. Absent: all that reach the socket.")}};
    return schema;
}

const SectionSchema& identity_schema() {
    static const SectionSchema schema{
        .header = "[identity]",
        .help = "By which proofs a client has an identity (RFC 6409, 3.3).",
        .keys = {
            required(
                "sources", strings, "[\"sasl\"]",
                "\"sasl\", \"certificate\", \"network\", \"recent_login\", \"local\"; the first "
                "that "
                "proves something decides."),
            example("login_domain", string, "\"example.com\"",
                    "Completes logins without @, here, in tables and from the MTA: one account "
                    "must not have two names."),
            key("postmaster_domains", strings, "[]",
                "Mail without identity is accepted if it goes to <Postmaster> and the postmaster "
                "of these domains and to nobody else, so that who is locked out can say so "
                "(RFC 6409, 6.4). It is never signed. Empty: it is refused."),
            subsection("certificate"), subsection("network"), subsection("recent_login"),
            subsection("local")}};
    return schema;
}

const SectionSchema& identity_certificate_schema() {
    static const SectionSchema schema{
        .header = "[identity.certificate]",
        .help =
            "Client certificates that the MTA has verified: Postfix tells of no others, of "
            "Sendmail {verify} must be OK.",
        .keys = {required("issuer", strings, "[\"Example Device CA\"]",
                          "Common names of the issuers whose certificates count."),
                 required("table", string, "\"devices\"",
                          "Table of what names a certificate to its one login."),
                 key("key", string, "\"cn\"",
                     "What the table is asked for: \"cn\", the common name of the subject; of "
                     "Sendmail also \"dn\", the whole name as {cert_subject} has it "
                     "(/O=Example+20Org/CN=printer-7), and \"fingerprint\", SHA-256 as AB:CD:..., "
                     "with CertFingerprintAlgorithm=sha256. A certificate of which the MTA does "
                     "not tell that, and Postfix tells the common name only, is 451.")}};
    return schema;
}

const SectionSchema& identity_network_schema() {
    static const SectionSchema schema{
        .header = "[[identity.network]]",
        .help = "Clients that need not authenticate. Each range stands for one service identity.",
        .keys = {required("range", strings, "[\"192.0.2.64/27\", \"2001:db8:7::/64\"]",
                          "Addresses or networks of clients."),
                 required("login", string, "\"scanner\"", "The identity that they have."),
                 risk_key()}};
    return schema;
}

const SectionSchema& identity_recent_login_schema() {
    static const SectionSchema schema{
        .header = "[identity.recent_login]",
        .help =
            "POP before SMTP: whoever comes from the address of a recent login has its identity. "
            "It proves little, never counts where a client has authenticated, and must stand "
            "behind \"sasl\" and \"certificate\" among the sources.",
        .keys = {required("table", string, "\"pop_logins\"",
                          "Table of client address to a login and its time in seconds since 1970."),
                 key("ipv6_prefix", integer, "128",
                     "Bits of an IPv6 address that count, 64 to 128. With 64 the table has "
                     "networks, 2001:db8:7:1::/64: a device keeps its network where its address "
                     "changes for privacy, and so does everybody else in that network."),
                 key("lifetime", integer, "600", "Seconds that a login counts, 1 to 1800."),
                 example("network", strings, "[\"192.0.2.0/24\"]",
                         "Clients for whom it counts. Absent: all, and a warning, since others may "
                         "stand behind the same address.")}};
    return schema;
}

const SectionSchema& identity_local_schema() {
    static const SectionSchema schema{
        .header = "[identity.local]",
        .help =
            "Programs of this host that hand mail to sendmail(1): Postfix's pickup, with "
            "non_smtpd_milters, and `sendmail -bs` of Sendmail. The MTA does not say which user.",
        .keys = {required("login", string, "\"local-mail\"", "The identity that they have.")}};
    return schema;
}

const SectionSchema& owners_schema() {
    static const SectionSchema schema{
        .header = "[owners]",
        .help = "Which addresses an identity may use in MAIL FROM and From.",
        .keys = {key("tables", strings, "[]",
                     "Tables of address or @domain to logins, as smtpd_sender_login_maps has them. "
                     "All are asked: for the full address, then without subaddress, then for the "
                     "@domain; the first that is known decides."),
                 key("self", boolean, "false", "A login that is an address owns that address."),
                 key("subaddress", string, "\"\"",
                     "Separators: with \"+\" the owner of alice@ owns alice+news@ too, with \"+-\" "
                     "alice-news@ as well. Any of + - = _ . and nothing else."),
                 key("local_part_case", string, "\"fold\"",
                     "\"fold\": ALICE@ is alice@. \"exact\": a local part with capital letters is "
                     "nobody's."),
                 example("primary", string, "\"addresses\"",
                         "Table of login to the one address that names it in Sender. Absent: the "
                         "login itself, if it is an address.")}};
    return schema;
}

const SectionSchema& table_schema() {
    static const SectionSchema schema{
        .header = "[tables.NAME]",
        .help =
            "A table of keys and values. What has no meaning where it is used is an error: a "
            "login as key among owners, a group that is not there.",
        .keys = {
            required("type", string, "\"inline\"",
                     "\"inline\", \"file\", \"lmdb\", \"cdb\", \"sqlite\", "
                     "\"socketmap\", \"ldap\", \"pgsql\" or \"redis\"."),
            example("entries", table, "{ \"alice@example.com\" = [\"alice\"] }",
                    "For type inline: key to a list of logins; \"group:NAME\" for a group."),
            example("path", string, "\"/etc/postfix/sender_login\"",
                    "For type file: lines of `key login[,login...]`, as postmap(1) reads them, "
                    "read at the start and at a reload. For lmdb and cdb the file that "
                    "postmap(1) has written, with its ending; what it writes anew counts at "
                    "once. For sqlite the database."),
            example("query", string, "\"SELECT login FROM senders WHERE address = :key\"",
                    "For sqlite and pgsql: one SELECT with one column and one parameter, the key; "
                    "pgsql writes it $1. Every row is one login; NULL gives none."),
            example("separator", string, "\",\"",
                    "For sqlite, ldap, pgsql and redis: what stands between the logins of one "
                    "value, any "
                    "of these characters. Absent: a value is one login, blanks and commas are part "
                    "of it. The texts of file, lmdb, cdb and socketmap are always lists."),
            example("server", string, "\"inet:8889@127.0.0.1\"",
                    "For socketmap and redis: unix:PATH, inet:PORT@HOST or inet6:PORT@HOST. For "
                    "ldap: URLs, as ldap.conf(5) has them in URI. For pgsql: a connection "
                    "string of libpq; passwords in the file that its passfile names."),
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
                "For ldap: who signs the server's certificate, which must be for the host named in "
                "'server'. Absent: as ldap.conf(5) says."),
            example("command", strings, "[\"SMEMBERS\", \"owners:{key}\"]",
                    "For redis: GET, HGET or SMEMBERS with its words; {key} stands for the key."),
            example("user", string, "\"milter\"",
                    "For redis: as whom to log in, if not as the default user."),
            example("password_file", string, "\"/etc/msa-milter/redis.password\"",
                    "For ldap and redis: the first line of the file. Others than its owner and "
                    "group must not read it."),
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

const SectionSchema& delegation_schema() {
    static const SectionSchema schema{
        .header = "[[delegation]]",
        .help = "Who may write for whom.",
        .keys = {required("id", string, "\"ceo-office\"", "Names it in records."),
                 required("as", strings, "[\"ceo@example.com\"]", "Addresses."),
                 required("who", strings, "[\"group:assistants\"]", "Logins and groups."),
                 key("right", string, "\"on_behalf\"",
                     "\"on_behalf\": From may name the address, a Sender shows the writer; "
                     "\"send_as\": as if it were the writer's own."),
                 example("until", date, "2027-06-30",
                         "The last day on which it holds (UTC). Absent: a warning."),
                 example("owner", string, "\"security@example.com\"",
                         "Who answers for it. Absent: a warning."),
                 example("ticket", string, "\"SEC-4411\"", "Where it was decided.")}};
    return schema;
}

const SectionSchema& rule_schema() {
    static const SectionSchema schema{
        .header = "[[rule]]",
        .help =
            "A further use of a check, with its own id, options and condition. Keys as in "
            "[check.NAME], and:",
        .keys = {
            required("id", string, "\"printers-own-domain\"", "Names it in replies and records."),
            required("check", string, "\"header_from_rights\"", "The check."),
            example("when", table, "{ listener = [\"scan-in\"] }",
                    "For whom it is asked; see the keys of `when`.")}};
    return schema;
}

const SectionSchema& when_schema() {
    static const SectionSchema schema{
        .header = "when",
        .help =
            "A condition. Keys are AND, the values of one are OR. A key that is known later than "
            "the check of the rule asks is an error.",
        .keys = {
            example("listener", strings, "[\"submission\"]",
                    "Names of listeners. Where the MTA tells none, every client is to try "
                    "again as long as any condition goes by them."),
            example("source", strings, "[\"network\"]", "Proofs of identity."),
            example("login", strings, "[\"group:assistants\", \"bob\"]", "Logins and groups."),
            example("network", strings, "[\"192.0.2.0/24\"]", "Client addresses."),
            example("tls", boolean, "true", "Whether the session is encrypted."),
            example("sender_domain", strings, "[\"example.com\"]", "Domains of MAIL FROM."),
            example("recipient_domain", strings, "[\"example.com\"]",
                    "Domains of recipients: at RCPT of that one; later, a rule is asked where "
                    "any accepted recipient is in one, an exception holds where all are."),
            example("from_domain", strings, "[\"example.com\"]",
                    "Domains of authors, from the end of the header on: a rule is asked where "
                    "any author is in one, or From cannot be read; an exception holds where "
                    "all are."),
            example("size_above", integer, "10485760", "Messages of more octets, at their end.")}};
    return schema;
}

const SectionSchema& exception_schema() {
    static const SectionSchema schema{
        .header = "[[exception]]",
        .help =
            "For whom a rule has another action, until when, and who answers for it. What is "
            "let through by one is never signed for a foreign author.",
        .keys = {required("id", string, "\"helpdesk-replies-as-agents\"", "Names it in records."),
                 required("rule", string, "\"header_from_rights\"", "The id of the rule."),
                 required("when", table, "{ login = [\"helpdesk-app\"] }", "For whom."),
                 required("action", string, "\"log\"", "What follows instead; not \"off\"."),
                 required("until", date, "2027-03-01", "The last day on which it holds (UTC)."),
                 required("owner", string, "\"security@example.com\"", "Who answers for it."),
                 required("ticket", string, "\"SEC-4502\"", "Where it was decided."),
                 required("why", string, "\"ticket system replies as agents\"", "The reason.")}};
    return schema;
}

const SectionSchema& dkim_schema() {
    static const SectionSchema schema{
        .header = "[dkim]",
        .help =
            "Signatures (RFC 6376): relaxed/relaxed, over the edited header, for authors that "
            "the identity may name, and only for those.",
        .keys = {key("on_error", string, "\"defer\"",
                     "Where signing fails: \"defer\" (451 4.7.5), or \"unsigned\": it goes out "
                     "unsigned, and the record says why."),
                 key("oversign", strings, "[]",
                     "Further fields named once more than they occur, so that none can be added. "
                     "Always so: " +
                         join(core_oversigned_fields(), ", ") + '.'),
                 key("sign", strings, "[]",
                     "Further fields signed where they occur. Always so: " +
                         join(core_signed_fields(), ", ") + '.'),
                 key("leave_unsigned", strings, "[]",
                     "Fields of these two lists that are not signed, so that anybody may change "
                     "them; a warning. Not From."),
                 shown_risk_key("\"the reference names no key\""),
                 key("minimum_rsa_bits", integer, "1024",
                     "Shorter RSA keys are load errors (RFC 8301, 3.2); 1024 to 4096."),
                 key("require_safe_keys", boolean, "true",
                     "Key files that others than owner and daemon could read or write are load "
                     "errors."),
                 subsection("key")}};
    return schema;
}

const SectionSchema& dkim_key_schema() {
    static const SectionSchema schema{
        .header = "[[dkim.key]]",
        .help = "A key. All active keys of an author's domain sign.",
        .keys = {required("domain", string, "\"example.com\"", "d=, as A-labels."),
                 required("selector", string, "\"s2026a\"", "s="),
                 required("file", string, "\"/etc/msa-milter/keys/example.com/s2026a.pem\"",
                          "PEM, not encrypted; RSA makes rsa-sha256, Ed25519 ed25519-sha256."),
                 example("author_domains", strings, "[\"example.com\", \"*.example.com\"]",
                         "Whose From it signs. Absent: `domain` alone."),
                 example("activate", date, "2026-09-01T00:00:00Z", "Signs from then on."),
                 example("retire", date, "2027-09-01T00:00:00Z", "Signs until then.")}};
    return schema;
}

}  // namespace msa
