#include "config/test_file_schema.h"

#include "config/key_schemas.h"
#include "config/test_file.h"

namespace msa {

const SectionSchema& test_file_schema() {
    static const SectionSchema schema{
        .header = {},
        .help = "Messages and questions about ownership, and what a rule file must make of them.",
        .keys = {example("rules", ValueType::string, "\"main.toml\"",
                         "The rule file. Absent: NAME.toml beside NAME.test.toml."),
                 example("now", ValueType::date, "2026-11-26T12:00:00Z",
                         "When all of it happens. Absent: the present."),
                 example("silent", ValueType::strings, "[\"egress_spf\"]",
                         "Rules that can find nothing with these settings: coverage demands no "
                         "case in which they do, and reports one."),
                 example("tables", ValueType::table, "",
                         "Entries of tables: [tables.NAME] has KEY = \"VALUE\" or a list of them."),
                 example("dns", ValueType::table, "",
                         "What DNS says: [dns.\"NAME\"]. Other names exist and take mail."),
                 example("case", ValueType::table, "", "A message."),
                 example("ownership", ValueType::table, "", "A question about ownership.")}};
    return schema;
}

const SectionSchema& given_name_schema() {
    static const SectionSchema schema{
        .header = "[dns.\"NAME\"]",
        .help = "What DNS says of a name.",
        .keys = {example("mx", ValueType::strings, "[\"10 mail.example.net\"]", "MX records."),
                 example("a", ValueType::strings, "[\"192.0.2.1\"]", "A records."),
                 example("aaaa", ValueType::strings, "[\"2001:db8::1\"]", "AAAA records."),
                 example("txt", ValueType::strings, "[\"v=spf1 -all\"]", "TXT records."),
                 example("ptr", ValueType::strings, "[\"mail.example.net\"]", "PTR records."),
                 example("cname", ValueType::string, "\"other.example\"", "It is an alias."),
                 example("fails", ValueType::string, "\"missing\"",
                         "\"missing\": there is no such domain; \"servfail\": nobody can tell.")}};
    return schema;
}

const SectionSchema& test_case_schema() {
    static const MessageTest defaults{};
    static const SectionSchema schema{
        .header = "[[case]]",
        .help = "A message, and what must become of it.",
        .keys = {
            required("title", ValueType::string, "\"a forged From is refused\"", "What it shows."),
            example("login", ValueType::string, "\"carol\"", "Who authenticated. Absent: nobody."),
            key("method", ValueType::string, quoted(defaults.method), "By which SASL method."),
            key("client", ValueType::string, quoted(defaults.client), "Address of the client."),
            {.name = "tls",
             .default_value = quoted(defaults.tls),
             .help = "TLS version; \"none\" is clear text."},
            example("listener", ValueType::string, "\"submission\"",
                    "Name of the listener, as the MTA tells it."),
            key("local", ValueType::boolean, "false", "A program of this host hands it over."),
            key("mta", ValueType::string, "\"postfix\"", "\"postfix\" or \"sendmail\"."),
            key("over_rate", ValueType::boolean, "false", "Every rate and every limit is used up."),
            example("from", ValueType::string, "\"carol@example.com\"",
                    "MAIL FROM; \"<>\" is the null sender. Absent: the author in From."),
            example("to", ValueType::one_or_more, "[\"bob@example.net\"]",
                    "RCPT TO. Absent: the recipients in To, Cc and Bcc."),
            example("message", ValueType::string, "'''...'''", "Header and body."),
            example("message_file", ValueType::string, "\"message.eml\"",
                    "The same in a file, beside this one."),
            example("tables", ValueType::table, "",
                    "Entries for this case, in place of those of "
                    "the file."),
            example("dns", ValueType::table, "", "Names for this case, over those of the file."),
            {.name = "expect",
             .type = ValueType::table,
             .required = true,
             .example = "{ disposition = \"accepted\" }",
             .help = "What must become of it."}}};
    return schema;
}

const SectionSchema& test_expect_schema() {
    static const SectionSchema schema{
        .header = "[case.expect]",
        .help = "What must become of a message; what is not named may be anything.",
        .keys = {
            example("disposition", ValueType::string, "\"rejected\"",
                    "\"accepted\", \"held\", \"rejected\" or \"deferred\"."),
            example("rule", ValueType::string, "\"header_from_rights\"", "The rule that decides."),
            example("reply", ValueType::string, "\"550 5.7.1\"", "What the reply begins with."),
            example("finds", ValueType::one_or_more, "[\"add_date\"]",
                    "Rules that find something."),
            example("passes", ValueType::one_or_more, "[\"require_tls\"]",
                    "Rules that are asked and find nothing."),
            example("adds", ValueType::one_or_more, "[\"Sender: carol@example.com\"]",
                    "What new fields, and changed ones as they leave, begin with."),
            example("removes", ValueType::one_or_more, "[\"Bcc\"]",
                    "What removed fields, and changed ones as they came, begin with."),
            example("signed", ValueType::strings, "[\"example.com\"]",
                    "The domains (d=) of all signatures; [] is none.")}};
    return schema;
}

const SectionSchema& test_ownership_schema() {
    static const SectionSchema schema{
        .header = "[[ownership]]",
        .help = "What a login may use, or who may use an address.",
        .keys = {example("title", ValueType::string, "\"the office writes for the CEO\"",
                         "What it shows."),
                 example("login", ValueType::string, "\"carol\"", "Who is asked about."),
                 example("may", ValueType::one_or_more, "[\"ceo@example.com\"]",
                         "Addresses that the login may use, as owner or on behalf."),
                 example("may_not", ValueType::one_or_more, "[\"bob@example.com\"]",
                         "Addresses that it may not use."),
                 example("can_list", ValueType::one_or_more, "[\"carol@example.com\"]",
                         "All that `msa-milter can` lists for it."),
                 example("address", ValueType::string, "\"sales@example.com\"",
                         "An address, instead of a login."),
                 example("who", ValueType::strings, "[\"bob\", \"group:sales\"]",
                         "All that `msa-milter who` names for it; [] is nobody.")}};
    return schema;
}

const SectionSchema& case_file_schema() {
    static const SectionSchema schema{
        .header = "FILE.toml",
        .help = "One message in all its detail, and word by word what must come of it.",
        .keys = {
            required("title", ValueType::string, "\"a forged From is refused\"", "What it shows."),
            example("rules", ValueType::string, "'''...'''",
                    "Text behind that of the nearest rules.toml in a folder above."),
            example("rule_file", ValueType::string, "'''...'''",
                    "Text of a whole rule file, in place of rules.toml."),
            key("host", ValueType::string, "\"postfix\"", "\"postfix\" or \"sendmail\"."),
            key("listener", ValueType::string, "\"\"", "Name of the listener. Absent: submission."),
            key("client", ValueType::string, "\"\"",
                "Address of the client. Absent: 198.51.100.7."),
            key("login", ValueType::string, "\"\"",
                "Who authenticated; \"\" is nobody. Absent: alice@example.com."),
            key("local", ValueType::boolean, "false", "A program of this host hands it over."),
            key("tls", ValueType::string, "\"\"",
                "TLS version; \"\" is clear text. Absent: TLSv1.3."),
            example("mail", ValueType::strings, "[\"<alice@example.com>\"]",
                    "MAIL FROM as typed, and its parameters."),
            key("mta_sender", ValueType::string, "\"\"", "How the MTA itself reads the sender."),
            example("recipients", ValueType::strings, "[\"<bob@example.net>\"]",
                    "RCPT TO as typed, in order; [] is none."),
            key("rate", ValueType::integer, "1000000",
                "So many more are within every rate and limit."),
            example("dns", ValueType::table, "",
                    "What DNS says, over the nearest dns.toml in a folder above."),
            key("signed", ValueType::boolean, "false",
                "Signed by real keys, made for the run; otherwise keys are only named."),
            key("message", ValueType::string, "\"\"", "Header and body; \\xHH is that octet."),
            required("expect", ValueType::string, "'''...'''",
                     "What every command is answered, then findings, edits and how it ends.")}};
    return schema;
}

std::vector<SectionSchema> test_file_schemas() {
    return {test_file_schema(),   given_name_schema(),     test_case_schema(),
            test_expect_schema(), test_ownership_schema(), case_file_schema()};
}

}  // namespace msa
