// The sections of the rule file that are not checks: names, types, defaults, and the text of the
// reference.
#include "base/text.h"
#include "config/field_names.h"
#include "config/key_schemas.h"
#include "config/schema.h"

namespace msa {

using enum ValueType;

const SectionSchema& top_level_schema() {
    static const SectionSchema schema{
        .header = {},
        .help = {},
        .keys = {required("version", string, "\"2026-11-21\"",
                          "A free label; every record has it beside the hash of this file."),
                 shown("allow_none", boolean, "false", "true",
                       "Says that it is meant if nobody owns an address here, or a reload removes "
                       "the last key or owner. Otherwise that is an error: a truncated file would "
                       "do the same."),
                 key("mode", string, "\"enforce\"",
                     "\"monitor\": every rule is judged and recorded, none is acted on."),
                 risk_key(), subsection("scope"), subsection("identity"), subsection("owners"),
                 subsection("tables"), subsection("groups"), subsection("delegation"),
                 subsection("check"), subsection("rule"), subsection("limit"),
                 subsection("exception"), subsection("dkim")}};
    return schema;
}

const SectionSchema& scope_schema() {
    static const SectionSchema schema{
        .header = "[scope]",
        .help =
            "Which sessions this file governs. All others pass untouched and unsigned, and are "
            "recorded as out_of_scope.",
        .keys = {
            example("listener", strings, "[\"submission\", \"submissions\"]",
                    "Names of listeners: the macro {daemon_name}; if the MTA does not tell it, the "
                    "client is asked to try again. Absent: all that reach the socket.")}};
    return schema;
}

const SectionSchema& identity_schema() {
    static const SectionSchema schema{
        .header = "[identity]",
        .help = "Which proofs give a client an identity (RFC 6409, 3.3).",
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
                "of these domains and to nobody else, so that users who are locked out can say so "
                "(RFC 6409, 6.4). It is never signed. Empty: it is refused."),
            subsection("certificate"), subsection("network"), subsection("recent_login"),
            subsection("local")}};
    return schema;
}

const SectionSchema& identity_certificate_schema() {
    static const SectionSchema schema{
        .header = "[identity.certificate]",
        .help =
            "Client certificates that the MTA has verified: Postfix tells of no others; with "
            "Sendmail, {verify} must be OK.",
        .keys = {required("issuer", strings, "[\"Example Device CA\"]",
                          "Common names of the issuers whose certificates count."),
                 required("table", string, "\"devices\"",
                          "Table from the name of a certificate to its one login."),
                 key("key", string, "\"cn\"",
                     "What the table is asked for: \"cn\", the common name of the subject; with "
                     "Sendmail also \"dn\", the whole name as in {cert_subject} "
                     "(/O=Example+20Org/CN=printer-7), and \"fingerprint\", SHA-256 as AB:CD:..., "
                     "with CertFingerprintAlgorithm=sha256. If the MTA does not tell it (Postfix "
                     "tells only the common name), the reply is 451.")}};
    return schema;
}

const SectionSchema& identity_network_schema() {
    static const SectionSchema schema{
        .header = "[[identity.network]]",
        .help = "Clients that need not authenticate. Each range has one service identity.",
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
            "It proves little, never counts if a client has authenticated, and must come after "
            "\"sasl\" and \"certificate\" in the sources.",
        .keys = {required("table", string, "\"pop_logins\"",
                          "Table of client address to a login and its time in seconds since 1970."),
                 key("ipv6_prefix", integer, "128",
                     "Bits of an IPv6 address that count, 64 to 128. With 64 the table has "
                     "networks, 2001:db8:7:1::/64: a device keeps its network when its address "
                     "changes for privacy, but shares it with everybody in that network."),
                 key("lifetime", integer, "600", "Seconds that a login counts, 1 to 1800."),
                 example("network", strings, "[\"192.0.2.0/24\"]",
                         "Clients for whom it counts. Absent: all, and a warning, because others "
                         "may have the same address."),
                 risk_key()}};
    return schema;
}

const SectionSchema& identity_local_schema() {
    static const SectionSchema schema{
        .header = "[identity.local]",
        .help =
            "Programs of this host that hand mail to sendmail(1): Postfix's pickup, with "
            "non_smtpd_milters, and `sendmail -bs` of Sendmail. The MTA does not say which user.",
        .keys = {required("login", string, "\"local-mail\"", "The identity that they have."),
                 example("notifications", strings, "[\"mail.example.com\"]",
                         "Names of this host (Postfix: its myorigin). With a null sender, or with "
                         "double-bounce of that name as sender, local programs may write as its "
                         "MAILER-DAEMON or postmaster, as the host's own bounces and notices do. "
                         "Any program on the host may then do so. Absent: none.")}};
    return schema;
}

const SectionSchema& owners_schema() {
    static const SectionSchema schema{
        .header = "[owners]",
        .help = "Which addresses an identity may use in MAIL FROM and From.",
        .keys = {key("tables", strings, "[]",
                     "Tables of address or @domain to logins, as in smtpd_sender_login_maps. All "
                     "are asked: for the full address, then without subaddress, then for the "
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
            example(
                "suspend_for", string, "\"24h\"",
                "With action \"suspend\", which refuses (525 5.7.13) and suspends the login: for "
                "so many min, h or d. Absent: until it is released."),
            example("when", table, "{ listener = [\"scan-in\"] }",
                    "For whom it is asked; see the keys of `when`.")}};
    return schema;
}

const SectionSchema& limit_schema() {
    static const SectionSchema schema{
        .header = "[[limit]]",
        .help =
            "How much of something there may be in a time. Limits are asked after all checks, so "
            "that nothing is charged for what another rule refuses; what a message was charged is "
            "given back if it is not accepted. No recipient exempts others.",
        .keys = {
            required("id", string, "\"daily\"", "Names it in replies and records."),
            required(
                "count", string, "\"recipients\"",
                "\"messages\"; \"recipients\"; \"recipients_outside\", those that are not in "
                "`hosted_domains`; \"new_recipients\", those that were not written to in 30 days; "
                "\"networks\", different networks of clients (/24, /48); \"refused_recipients\", "
                "their share of all; \"rights_refused\", messages refused because an address is "
                "not the login's."),
            key("of", string, "\"login\"",
                "Who has it together: \"login\" (a client without one: its address), \"domain\" of "
                "the login, else of MAIL FROM, \"group:NAME\", \"client_network\" (/24, /48), "
                "\"listener\", \"all\"."),
            required("rate", string, "\"500/day\"",
                     "So many in a second (s), min, hour, day or week, evenly; of "
                     "refused_recipients a share, \"30%/hour\"; of recipients and "
                     "recipients_outside also \"50/message\": those above are refused with 452, "
                     "and may come in another message."),
            example("burst", integer, "100",
                    "So many at once, after a time of rest; for refused_recipients: recipients "
                    "that must have been tried, otherwise 20. Absent: as many as `rate` has."),
            key("action", string, "\"defer\"",
                "What follows if it is used up: \"log\", \"hold\", \"defer\" (450), \"reject\" "
                "(550), "
                "\"suspend\" (525, and the login is refused from then on), \"off\"."),
            example("suspend_for", string, "\"24h\"",
                    "With \"suspend\": for so many min, h or d. Absent: until it is released."),
            key("on_error", string, "\"defer\"",
                "What happens if nobody can tell: \"defer\", \"reject\", \"log\"."),
            example("mode", string, "\"monitor\"",
                    "\"monitor\": counted, judged and recorded, not acted on. Absent: the file's "
                    "mode."),
            example("monitor_until", date, "2026-12-31",
                    "The last day of monitoring (UTC); from then on it is enforced."),
            example("reply", string, "\"450 4.7.1 Enough for today\"",
                    "What the client is told instead of limit, number and time."),
            example("approve", strings, "[\"group:security\"]",
                    "Who may release what it holds, logins or group:NAME; absent: it needs "
                    "nobody."),
            example("warn_at", string, "\"80%\"",
                    "The record says so when so much is used; nothing else happens."),
            example("hosted_domains", strings, "[\"example.com\", \".example.com\"]",
                    "For recipients_outside: your own domains, .DOMAIN for those below one."),
            example("when", table, "{ listener = [\"submission\"] }",
                    "For whom it counts; see the keys of `when`."),
            risk_key()}};
    return schema;
}

const SectionSchema& when_schema() {
    static const SectionSchema schema{
        .header = "when",
        .help =
            "A condition: every key must match, each with any of its values. A key that is not "
            "known yet when the check of the rule asks is an error.",
        .keys = {
            example("listener", strings, "[\"submission\"]",
                    "Names of listeners. If the MTA tells none, every client is asked to try again "
                    "while any condition names listeners."),
            example("source", strings, "[\"network\"]", "Proofs of identity."),
            example("login", strings, "[\"group:assistants\", \"bob\"]", "Logins and groups."),
            example("network", strings, "[\"192.0.2.0/24\"]", "Client addresses."),
            example("tls", boolean, "true", "Whether the session is encrypted."),
            example("sender_domain", strings, "[\"example.com\"]", "Domains of MAIL FROM."),
            example("recipient_domain", strings, "[\"example.com\"]",
                    "Domains of recipients: at RCPT, of that recipient; later, a rule is asked if "
                    "any accepted recipient is in one, an exception holds if all are."),
            example("from_domain", strings, "[\"example.com\"]",
                    "Domains of authors, from the end of the header on: a rule is asked if any "
                    "author is in one, or From cannot be read; an exception holds if all are."),
            example("size_above", integer, "10485760",
                    "Messages of more octets than this; known at their end.")}};
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
                 required("action", string, "\"log\"", "The action instead; not \"off\"."),
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
                     "If signing fails: \"defer\" (451 4.7.5), or \"unsigned\": the message leaves "
                     "unsigned, and the record says why."),
                 key("oversign", strings, "[]",
                     "More fields to name once more often than they occur, so that none can be "
                     "added. Always: " +
                         join(core_oversigned_fields(), ", ") + '.'),
                 key("sign", strings, "[]",
                     "More fields to sign if they occur. Always: " +
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
                 example("folder", string, "\"/etc/msa-milter/keys\"",
                         "Keys by domain: DOMAIN/SELECTOR.pem in it is a key of that domain, and "
                         "`msa-milter key` makes and retires them. A [[dkim.key]] for a domain "
                         "takes precedence."),
                 example("table", string, "\"signing\"",
                         "A table of domains, each with SELECTOR:FILE of its keys: one key may "
                         "serve many domains. It is read whole when the rules are, so its type "
                         "must be one that can be listed (inline, file)."),
                 example("rotate", string, "\"90d\"",
                         "How many days a key of the folder signs: then the next one is made, "
                         "published, and signs when every authoritative server of its zone has "
                         "it. The daemon's user must be able to write to the folder."),
                 key("publish", string, "\"manual\"",
                     "How records of these keys get into DNS: \"nsupdate\" (RFC 2136, by the "
                     "program of that name), \"command\", or \"manual\": the log, `status` and "
                     "`msa-milter key list` say what to do."),
                 example("publish_command", strings, "[\"/usr/local/sbin/publish-key\"]",
                         "For \"command\": the program and its words. It reads a line of JSON: "
                         "action (publish or revoke), name, record, strings, ttl."),
                 example("nsupdate_key", string, "\"/etc/msa-milter/tsig.key\"",
                         "For \"nsupdate\": a file with the TSIG key, as its option -k takes it."),
                 example("nsupdate_server", string, "\"192.0.2.53\"",
                         "For \"nsupdate\": the server that takes the updates, with @PORT if "
                         "needed. Absent: the one that the zone's SOA record names."),
                 example("servers", strings, "[\"192.0.2.53\", \"192.0.2.54\"]",
                         "Which servers must have a record before its key signs, with @PORT if "
                         "needed. Absent: all in the zone's NS records."),
                 key("verify_sample", integer, "0",
                     "libopendkim verifies one of this many signed messages after it has left, "
                     "beside the mail: 1000 is a good number. 0: none."),
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
                 example("retire", date, "2027-09-01T00:00:00Z", "Signs until then."), risk_key()}};
    return schema;
}

}  // namespace msa
