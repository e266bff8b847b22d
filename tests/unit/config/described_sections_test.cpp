// What the reference prints as a default is in force where the file says nothing.
#include "checks/all_checks.h"
#include "config/daemon_settings.h"
#include "config/reference.h"
#include "config/rule_sections.h"
#include "fakes/fake_table.h"
#include "tables/all_tables.h"
#include "unit/config/rule_text.h"
#include "unit/config/same_rules.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

using Lines = bool (*)(const KeySchema&);

bool is_needed(const KeySchema& key) {
    return key.required;
}

bool is_needed_or_has_a_default(const KeySchema& key) {
    return key.required || !key.default_value.empty();
}

/// The section as the reference has it, but only those keys.
toml::table written(const SectionSchema& schema, Lines keys) {
    std::string text;
    for (const auto& key : schema.keys) {
        if (keys(key)) {
            text += key.name + " = " +
                    (key.default_value.empty() ? key.example : key.default_value) + '\n';
        }
    }
    return toml::parse(text);
}

/// A rule file with whatever the examples of the reference name.
struct Site {
    std::shared_ptr<const Table> table = std::make_shared<FakeTable>(FakeTable::Entries{});
    Diagnostics diagnostics{"rules.toml", ""};
    RuleServices services{
        .read_file = {},
        .open_table =
            [this](const TableSettings&) { return Result<std::shared_ptr<const Table>>(table); },
        .make_signer = {},
        .sha256 = {},
        .table_kinds = &all_tables(),
        .review = {}};
    toml::table definitions = toml::parse(
        "addresses = { type = \"inline\", entries = {} }\n"
        "devices = { type = \"inline\", entries = {} }\n"
        "pop_logins = { type = \"inline\", entries = {} }\n"
        "departments = { type = \"inline\", entries = {} }\n");
    std::vector<Rule> rules = named_rules("header_from_rights");
    RuleFileContext context{.diagnostics = diagnostics,
                            .services = services,
                            .now = {},
                            .groups = {"assistants", "security"},
                            .allow_none = true,
                            .rules = &rules};
    Tables tables{definitions, context};

    Site() { context.tables = &tables; }
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;
    Site(Site&&) = delete;
    Site& operator=(Site&&) = delete;
    ~Site() = default;

    [[nodiscard]] static std::vector<Rule> named_rules(const std::string& id) {
        std::vector<Rule> rules(1);
        rules.front().id = rules.front().check_name = id;
        rules.front().check = find_check(id)->make();
        return rules;
    }
    [[nodiscard]] std::string complaints() const {
        std::string lines;
        for (const auto& each : diagnostics.sorted()) {
            if (each.severity == Diagnostic::Severity::error) {
                lines += each.message + '\n';
            }
        }
        return lines;
    }
};

template <class T>
void prints_what_is_in_force(const RuleSection<T>& section) {
    Site site;
    const auto& schema = section.schema();
    BOOST_TEST_CONTEXT(schema.header) {
        const auto silent = section.read(written(schema, is_needed), site.context);
        const auto said = section.read(written(schema, is_needed_or_has_a_default), site.context);
        BOOST_TEST(site.complaints() == "");
        BOOST_TEST(same(silent, said));
    }
}

/// A section below [identity], which is read where the sources have it.
IdentityPolicy read_proof(const KeySchema& key, Lines keys, const Site& site) {
    auto table = toml::parse("sources = [\"sasl\", \"" + key.name + "\"]\n");
    auto part = written(*key.section, keys);
    if (key.section->header.starts_with("[[")) {
        table.insert(key.name, toml::array{std::move(part)});
    } else {
        table.insert(key.name, std::move(part));
    }
    return identity_section().read(table, site.context);
}

void proof_prints_what_is_in_force(const KeySchema& key) {
    Site site;
    BOOST_TEST_CONTEXT(key.section->header) {
        BOOST_TEST(same(read_proof(key, is_needed, site),
                        read_proof(key, is_needed_or_has_a_default, site)));
        BOOST_TEST(site.complaints() == "");
    }
}

/// What a table of that type is opened with.
TableSettings opened_settings(const TableKind& kind, Lines keys) {
    TableSettings opened;
    Site site;
    site.services.open_table = [&](const TableSettings& settings) {
        opened = settings;
        return Result<std::shared_ptr<const Table>>(site.table);
    };
    auto own = written(table_schemas({kind}).back(), keys);
    own.insert_or_assign("type", kind.name);
    if (keys == is_needed_or_has_a_default && kind.is_waited_for()) {
        for (auto&& [key, value] : written(common_table_schema(), keys)) {
            own.insert(key, value);
        }
    }
    const toml::table definitions{{"x", own}};
    Tables tables(definitions, site.context);
    site.context.tables = &tables;
    BOOST_TEST((tables.open({"x", {}}, TableSettings::Use::any) != nullptr), kind.name);
    BOOST_TEST(site.complaints() == "");
    return opened;
}

/// What else a section must say for a key to mean something there.
std::string beside(const std::string& key) {
    static const std::map<std::string, std::string> texts{
        {"hosted_domains", "count = \"recipients_outside\"\n"},
        {"approve", "action = \"hold\"\n"},
        {"monitor_until", "mode = \"monitor\"\n"},
        {"nsupdate_key", "publish = \"nsupdate\"\nfolder = \"/keys\"\n"},
        {"nsupdate_server", "publish = \"nsupdate\"\nfolder = \"/keys\"\n"},
        {"publish_command", "publish = \"command\"\nfolder = \"/keys\"\n"},
        {"rotate", "folder = \"/keys\"\n"},
        {"servers", "folder = \"/keys\"\n"},
        {"suspend_for", "action = \"suspend\"\n"}};
    const auto found = texts.find(key);
    return found == texts.end() ? std::string() : found->second;
}

template <class T>
void takes_its_examples(const RuleSection<T>& section) {
    const auto& schema = section.schema();
    for (const auto& key : schema.keys) {
        if (key.example.empty()) {
            continue;
        }
        Site site;
        auto table = written(schema, is_needed);
        for (auto&& [name, value] :
             toml::parse(beside(key.name) + key.name + " = " + key.example)) {
            table.insert_or_assign(name, value);
        }
        (void)section.read(table, site.context);
        BOOST_TEST(site.complaints() == "",
                   schema.header << ' ' << key.name << ": " << site.complaints());
    }
}

void prints_it_too(const SectionSchema& schema) {
    for (const auto& key : schema.keys) {
        for (const auto& word : key.words) {
            BOOST_TEST((key.default_value == quoted(word) ||
                        key.help.find(quoted(word)) != std::string::npos),
                       schema.header << ' ' << key.name << " says nothing of " << word);
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(described_sections)

BOOST_AUTO_TEST_CASE(of_rule_files_print_what_is_in_force) {
    prints_what_is_in_force(scope_section());
    prints_what_is_in_force(identity_section());
    prints_what_is_in_force(owners_section());
    prints_what_is_in_force(delegation_section());
    prints_what_is_in_force(group_section());
    prints_what_is_in_force(when_section());
    prints_what_is_in_force(exception_section());
    prints_what_is_in_force(limit_section());
    prints_what_is_in_force(dkim_section());
    prints_what_is_in_force(dkim_key_section());
    for (const auto& key : identity_section().schema().keys) {
        if (key.section != nullptr) {
            proof_prints_what_is_in_force(key);
        }
    }
}

BOOST_AUTO_TEST_CASE(take_their_own_examples) {
    takes_its_examples(scope_section());
    takes_its_examples(owners_section());
    takes_its_examples(delegation_section());
    takes_its_examples(group_section());
    takes_its_examples(when_section());
    takes_its_examples(exception_section());
    takes_its_examples(limit_section());
    takes_its_examples(dkim_section());
    takes_its_examples(dkim_key_section());
}

BOOST_AUTO_TEST_CASE(of_types_of_tables_print_what_is_in_force) {
    for (const auto& kind : all_tables()) {
        const auto silent = opened_settings(kind, is_needed);
        const auto said = opened_settings(kind, is_needed_or_has_a_default);
        BOOST_TEST((silent.deadline == said.deadline), kind.name);
        BOOST_TEST((silent.cache == said.cache), kind.name);
        for (const auto& key : kind.keys) {
            const auto value = said.given.find(key.name);
            BOOST_TEST((value == said.given.end() || silent.given.contains(key.name) ||
                        value->second == key.default_value),
                       kind.name + ' ' + key.name);
        }
    }
}

BOOST_AUTO_TEST_CASE(of_the_daemon_print_what_is_in_force) {
    std::string text;
    for (const auto* schema : daemon_sections()) {
        text += schema->header + '\n';
        for (const auto& key : schema->keys) {
            // [audit] stands in place of `audit`, and most of [limits] is for one kind of store.
            const bool is_apart = key.name == "audit" || schema->header == "[limits]";
            text += key.default_value.empty() || is_apart
                        ? std::string()
                        : key.name + " = " + key.default_value + '\n';
        }
    }
    const auto read = [](const std::string& lines) {
        return load_daemon_settings(
            "d.toml", [&lines](const std::string&) { return Result<std::string>(lines); });
    };
    const auto said = read(text);
    BOOST_REQUIRE(said.settings.has_value());
    BOOST_TEST((*said.settings == *read("").settings));
    Diagnostics diagnostics("d.toml", "");
    const SettingsContext context{diagnostics};
    BOOST_TEST(
        (limits_section().read(written(limits_section().schema(), is_needed_or_has_a_default),
                               context) == LimitsSettings()));
}

BOOST_AUTO_TEST_CASE(as_the_reference_has_them_are_the_rules_of_a_file_that_says_nothing) {
    const auto reference = load_text(reference_toml(all_tables())).rules;
    const auto silent = load_text(
                            "version = \"2026-11-21\"\nallow_none = true\n"
                            "[identity]\nsources = [\"sasl\"]\n")
                            .rules;
    BOOST_REQUIRE((reference != nullptr && silent != nullptr));
    BOOST_TEST(same(*reference, *silent));
}

BOOST_AUTO_TEST_CASE(say_what_each_word_means) {
    for (const auto* schema : daemon_sections()) {
        prints_it_too(*schema);
    }
    for (const auto* schema :
         {&rule_file_schema(), &identity_section().schema(), &owners_section().schema(),
          &delegation_section().schema(), &exception_section().schema(), &limit_section().schema(),
          &dkim_section().schema()}) {
        prints_it_too(*schema);
    }
    for (const auto& schema : table_schemas(all_tables())) {
        prints_it_too(schema);
    }
}

BOOST_AUTO_TEST_SUITE_END()
