#include "config/test_file.h"

#include "base/text.h"
#include "config/file_text.h"
#include "config/given_names.h"
#include "config/test_sections.h"

#include <utility>

namespace msa {
namespace {

template <class T>
using TestSection = SectionOf<T, TestContext>;

std::vector<std::string> values_of_entry(const toml::node& node, Diagnostics& diagnostics) {
    std::vector<std::string> values;
    if (const auto value = node.value_exact<std::string>()) {
        return {*value};
    }
    const auto* list = node.as_array();
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        if (const auto value = list->get(i)->value_exact<std::string>()) {
            values.push_back(*value);
        }
    }
    if (list == nullptr || values.size() != list->size()) {
        diagnostics.error(place_of(node), "a value is a string, or a list of strings");
    }
    return values;
}

GivenWorld::Entries entries_of(const toml::node& node, Diagnostics& diagnostics) {
    GivenWorld::Entries entries;
    const auto* table = node.as_table();
    if (table == nullptr) {
        diagnostics.error(place_of(node), "the entries of a table are KEY = \"VALUE\"");
        return entries;
    }
    for (const auto& [key, value] : *table) {
        entries[std::string(key.str())] = values_of_entry(value, diagnostics);
    }
    return entries;
}

/// The keys of what stands for the outside world, of a file or of a case.
template <class T>
TestSection<T>& with_world(TestSection<T>& section, std::string tables, std::string names) {
    return section
        .custom("tables",
                [](const Section& read, std::string_view key, T& into) {
                    if (const auto* given = read.table(key)) {
                        for (const auto& [name, entries] : *given) {
                            into.world.tables[std::string(name.str())] =
                                entries_of(entries, read.diagnostics());
                        }
                    }
                },
                std::move(tables), {.type = ValueType::table})
        .custom("dns",
                [](const Section& read, std::string_view key, T& into) {
                    if (const auto* given = read.table(key)) {
                        add_given_names(*given, into.world, read.diagnostics());
                    }
                },
                std::move(names), {.type = ValueType::table});
}

/// The tables of an array, each read by its own section.
template <class T, class Part>
auto each_of(std::vector<Part> T::*member, const TestSection<Part>& (*part)()) {
    return [member, part](const Section& section, std::string_view key, T& into,
                          const TestContext& context) {
        for (const auto* table : section.tables(key)) {
            (into.*member).push_back(part().read(*table, context));
        }
    };
}

void read_rules(const Section& section, std::string_view key, TestFile& tests) {
    constexpr std::string_view ending = ".test.toml";
    const auto& path = section.diagnostics().file();
    if (auto rules = section.string(key)) {
        tests.rules = *std::move(rules);
    } else if (path.ends_with(ending)) {
        tests.rules = path.substr(0, path.size() - ending.size()) + ".toml";
    } else {
        section.error(key,
                      "which rule file? Name it in 'rules', or name this file "
                      "NAME.test.toml beside NAME.toml");
    }
}

void read_moment(const Section& section, std::string_view key, TestFile& tests) {
    tests.now = section.instant(key);
}

void complain_of_nothing(const Section& section, const TestFile& tests,
                         const TestContext& /*context*/) {
    if (!section.diagnostics().has_errors() && tests.messages.empty() && tests.ownership.empty()) {
        section.diagnostics().error({}, "tests nothing: it has no [[case]] and no [[ownership]]");
    }
}

void read_message_file(const Section& section, std::string_view key, MessageTest& test,
                       const TestContext& context) {
    const auto file = section.string(key);
    if (file.has_value() == section.has("message")) {
        section.error(file ? key : "message", "a case has either 'message' or 'message_file'");
        return;
    }
    if (!file) {
        return;
    }
    auto text = context.read_file(*file);
    if (!text) {
        section.error(key, text.error());
        return;
    }
    test.message = *std::move(text);
}

Result<std::string> tls_version(std::string_view text) {
    return text == "none" ? std::string() : std::string(text);
}

void read_expected(const Section& section, std::string_view key, MessageTest& test,
                   const TestContext& context) {
    if (const auto* table = section.table(key)) {
        if (table->empty()) {
            section.error(key, "expects nothing");
        }
        test.expected = test_expect_section().read(*table, context);
    }
}

void read_signers(const Section& section, std::string_view key, Expectation& expected) {
    if (section.has(key)) {
        expected.signers = values_of(section.strings(key));
    }
}

template <class T>
void remember_place(const Section& section, T& test, const TestContext& /*context*/) {
    test.place = section.place();
}

void check_question(const Section& section, const OwnershipTest& /*test*/,
                    const TestContext& /*context*/) {
    const bool asks_login = section.has("may") || section.has("may_not") || section.has("can_list");
    if (section.has("login") == section.has("address") || asks_login != section.has("login") ||
        section.has("who") != section.has("address")) {
        section.diagnostics().error(section.place(),
                                    "asks either what a 'login' 'may', 'may_not' and "
                                    "'can_list', or 'who' may use an 'address'");
    }
}

/// One string, or a list of them.
KeySchema words_like(std::string example) {
    return {.type = ValueType::one_or_more, .example = std::move(example)};
}

TestSection<MessageTest>& with_session(TestSection<MessageTest>& section) {
    return section
        .key("login", &MessageTest::login, "Who authenticated. Absent: nobody.",
             {.example = "\"carol\""})
        .key("method", &MessageTest::method, "By which SASL method.")
        .key("client", &MessageTest::client, "Address of the client.")
        .parsed("tls", &MessageTest::tls, "TLS version; \"none\" is clear text.", tls_version)
        .key("listener", &MessageTest::listener, "Name of the listener, as the MTA tells it.",
             {.example = "\"submission\""})
        .key("local", &MessageTest::is_local, "A program of this host hands it over.")
        .word("mta", &MessageTest::is_sendmail, "\"postfix\" or \"sendmail\".",
              {{"postfix", false}, {"sendmail", true}})
        .key("over_rate", &MessageTest::is_over_rate, "Every rate and every limit is used up.");
}

TestSection<MessageTest>& with_mail(TestSection<MessageTest>& section) {
    return section
        .key("from", &MessageTest::from,
             "MAIL FROM; \"<>\" is the null sender. Absent: the author in From.",
             {.example = "\"carol@example.com\""})
        .key("to", &MessageTest::to, "RCPT TO. Absent: the recipients in To, Cc and Bcc.",
             words_like("[\"bob@example.net\"]"))
        .key("message", &MessageTest::message, "Header and body.", {.example = "'''...'''"})
        .custom("message_file", read_message_file, "The same in a file, beside this one.",
                {.example = "\"message.eml\"", .is_file = true});
}

}  // namespace

const TestSection<TestFile>& test_file_section() {
    static const auto section = [] {
        TestSection<TestFile> file(
            {}, "Messages and questions about ownership, and what a rule file must make of them.");
        file.custom("rules", read_rules, "The rule file. Absent: NAME.toml beside NAME.test.toml.",
                    {.example = "\"main.toml\"", .is_file = true})
            .custom("now", read_moment, "When all of it happens. Absent: the present.",
                    {.type = ValueType::date, .example = "2026-11-26T12:00:00Z"})
            .key("silent", &TestFile::silent,
                 "Rules that can find nothing with these settings: coverage demands no case in "
                 "which they do, and reports one.",
                 {.example = "[\"egress_spf\"]"});
        return with_world(file,
                          "Entries of tables: [tables.NAME] has KEY = \"VALUE\" or a list of them.",
                          "What DNS says: [dns.\"NAME\"]. Other names exist and take mail.")
            .custom("case", each_of(&TestFile::messages, test_case_section), "A message.",
                    {.type = ValueType::table})
            .custom("ownership", each_of(&TestFile::ownership, test_ownership_section),
                    "A question about ownership.", {.type = ValueType::table})
            .check(complain_of_nothing);
    }();
    return section;
}

const TestSection<MessageTest>& test_case_section() {
    static const auto section = [] {
        TestSection<MessageTest> message("[[case]]", "A message, and what must become of it.");
        message.key("title", &MessageTest::title, "What it shows.",
                    {.required = true, .example = "\"a forged From is refused\""});
        return with_world(with_mail(with_session(message)),
                          "Entries for this case, in place of those of the file.",
                          "Names for this case, over those of the file.")
            .custom("expect", read_expected, "What must become of it.",
                    {.type = ValueType::table,
                     .required = true,
                     .example = "{ disposition = \"accepted\" }"})
            .check(remember_place<MessageTest>);
    }();
    return section;
}

const TestSection<Expectation>& test_expect_section() {
    static const auto section =
        TestSection<Expectation>(
            "[case.expect]", "What must become of a message; what is not named may be anything.")
            .key("disposition", &Expectation::disposition,
                 "\"accepted\", \"held\", \"rejected\" or \"deferred\".",
                 {.example = "\"rejected\"", .words = {"accepted", "held", "rejected", "deferred"}})
            .key("rule", &Expectation::rule, "The rule that decides.",
                 {.example = "\"header_from_rights\""})
            .key("reply", &Expectation::reply, "What the reply begins with.",
                 {.example = "\"550 5.7.1\""})
            .key("finds", &Expectation::finds, "Rules that find something.",
                 words_like("[\"add_date\"]"))
            .key("passes", &Expectation::passes, "Rules that are asked and find nothing.",
                 words_like("[\"require_tls\"]"))
            .key("adds", &Expectation::adds,
                 "What new fields, and changed ones as they leave, begin with.",
                 words_like("[\"Sender: carol@example.com\"]"))
            .key("removes", &Expectation::removes,
                 "What removed fields, and changed ones as they came, begin with.",
                 words_like("[\"Bcc\"]"))
            .custom("signed", read_signers, "The domains (d=) of all signatures; [] is none.",
                    {.type = ValueType::strings, .example = "[\"example.com\"]"});
    return section;
}

const TestSection<OwnershipTest>& test_ownership_section() {
    static const auto section =
        TestSection<OwnershipTest>("[[ownership]]",
                                   "What a login may use, or who may use an address.")
            .key("title", &OwnershipTest::title, "What it shows.",
                 {.example = "\"the office writes for the CEO\""})
            .key("login", &OwnershipTest::login, "Who is asked about.", {.example = "\"carol\""})
            .key("may", &OwnershipTest::may,
                 "Addresses that the login may use, as owner or on behalf.",
                 words_like("[\"ceo@example.com\"]"))
            .key("may_not", &OwnershipTest::may_not, "Addresses that it may not use.",
                 words_like("[\"bob@example.com\"]"))
            .key("can_list", &OwnershipTest::can_list, "All that `msa-milter can` lists for it.",
                 words_like("[\"carol@example.com\"]"))
            .key("address", &OwnershipTest::address, "An address, instead of a login.",
                 {.example = "\"sales@example.com\""})
            .key("who", &OwnershipTest::who,
                 "All that `msa-milter who` names for it; [] is nobody.",
                 {.example = "[\"bob\", \"group:sales\"]"})
            .check(check_question)
            .check(remember_place<OwnershipTest>);
    return section;
}

LoadedTests load_test_file(
    const std::string& path,
    const std::function<Result<std::string>(const std::string& path)>& read_file) {
    auto text = read_file(path);
    if (!text) {
        return {std::nullopt, Diagnostics::of_unreadable(path, text.error())};
    }
    Diagnostics diagnostics(path, *text);
    std::optional<TestFile> tests;
    if (is_in_utf8(*text, diagnostics)) {
        try {
            const auto root = toml::parse(std::string_view(*text), std::string_view(path));
            tests = test_file_section().read(root, {diagnostics, read_file});
        } catch (const toml::parse_error& error) {
            complain(error, *text, diagnostics);
        }
    }
    if (diagnostics.has_errors()) {
        tests.reset();
    }
    return {std::move(tests), std::move(diagnostics)};
}

}  // namespace msa
