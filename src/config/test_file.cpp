#include "config/test_file.h"

#include "base/text.h"
#include "config/file_text.h"
#include "config/given_names.h"
#include "config/load_people.h"
#include "config/section.h"
#include "config/test_file_schema.h"

#include <utility>

namespace msa {
namespace {

const std::vector<std::string> dispositions{"accepted", "held", "rejected", "deferred"};

class Reader {
public:
    using ReadFile = std::function<Result<std::string>(const std::string& path)>;

    Reader(Diagnostics& diagnostics, const ReadFile& read_file)
        : diagnostics_(diagnostics), read_file_(read_file) {}

    [[nodiscard]] TestFile file(const toml::table& root) const {
        const Section section(root, test_file_schema(), diagnostics_);
        TestFile tests{.silent = values_of(section.strings("silent")),
                       .rules = rules_of(section),
                       .now = section.instant("now")};
        add_world(section, tests.world);
        for (const auto* table : section.tables("case")) {
            tests.messages.push_back(message_test(*table));
        }
        for (const auto* table : section.tables("ownership")) {
            tests.ownership.push_back(ownership_test(*table));
        }
        if (!diagnostics_.has_errors() && tests.messages.empty() && tests.ownership.empty()) {
            diagnostics_.error({}, "tests nothing: it has no [[case]] and no [[ownership]]");
        }
        return tests;
    }

private:
    [[nodiscard]] std::string rules_of(const Section& section) const {
        if (const auto rules = section.string("rules")) {
            return diagnostics_.beside_file(*rules);
        }
        constexpr std::string_view ending = ".test.toml";
        const auto& path = diagnostics_.file();
        if (!path.ends_with(ending)) {
            section.error("rules",
                          "which rule file? Name it in 'rules', or name this file "
                          "NAME.test.toml beside NAME.toml");
            return {};
        }
        return path.substr(0, path.size() - ending.size()) + ".toml";
    }

    void add_world(const Section& section, GivenWorld& world) const {
        if (const auto* tables = section.table("tables")) {
            for (const auto& [name, entries] : *tables) {
                world.tables[std::string(name.str())] = entries_of(entries);
            }
        }
        if (const auto* names = section.table("dns")) {
            add_given_names(*names, world, diagnostics_);
        }
    }

    [[nodiscard]] GivenWorld::Entries entries_of(const toml::node& node) const {
        GivenWorld::Entries entries;
        const auto* table = node.as_table();
        if (table == nullptr) {
            diagnostics_.error(place_of(node), "the entries of a table are KEY = \"VALUE\"");
            return entries;
        }
        for (const auto& [key, value] : *table) {
            entries[std::string(key.str())] = values_of_entry(value);
        }
        return entries;
    }

    [[nodiscard]] std::vector<std::string> values_of_entry(const toml::node& node) const {
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
            diagnostics_.error(place_of(node), "a value is a string, or a list of strings");
        }
        return values;
    }

    [[nodiscard]] MessageTest message_test(const toml::table& table) const {
        const Section section(table, test_case_schema(), diagnostics_);
        MessageTest test{.title = section.string("title").value_or(""),
                         .place = section.place(),
                         .login = section.string("login").value_or("")};
        test.method = section.string("method").value_or(test.method);
        test.client = section.string("client").value_or(test.client);
        test.tls = section.string("tls").value_or(test.tls);
        test.tls = test.tls == "none" ? "" : test.tls;
        test.listener = section.string("listener").value_or("");
        test.is_local = section.boolean("local").value_or(false);
        test.is_over_rate = section.boolean("over_rate").value_or(false);
        test.is_sendmail = section.word("mta", {"postfix", "sendmail"}) == "sendmail";
        test.from = section.string("from");
        test.to = values_of(section.strings("to"));
        test.message = message_of(section);
        add_world(section, test.world);
        if (const auto* expected = section.table("expect")) {
            test.expected = expectation(*expected);
        }
        return test;
    }

    [[nodiscard]] std::string message_of(const Section& section) const {
        const auto file = section.string("message_file");
        if (file.has_value() == section.has("message")) {
            section.error(file ? "message_file" : "message",
                          "a case has either 'message' or 'message_file'");
            return {};
        }
        if (!file) {
            return section.string("message").value_or("");
        }
        auto text = read_file_(diagnostics_.beside_file(*file));
        if (!text) {
            section.error("message_file", text.error());
            return {};
        }
        return *std::move(text);
    }

    [[nodiscard]] Expectation expectation(const toml::table& table) const {
        const Section section(table, test_expect_schema(), diagnostics_);
        if (table.empty()) {
            diagnostics_.error(section.place(), "expects nothing");
        }
        Expectation expected{.disposition = section.word("disposition", dispositions).value_or(""),
                             .rule = section.string("rule").value_or(""),
                             .reply = section.string("reply").value_or(""),
                             .finds = values_of(section.strings("finds")),
                             .passes = values_of(section.strings("passes")),
                             .adds = values_of(section.strings("adds")),
                             .removes = values_of(section.strings("removes"))};
        if (section.has("signed")) {
            expected.signers = values_of(section.strings("signed"));
        }
        return expected;
    }

    [[nodiscard]] OwnershipTest ownership_test(const toml::table& table) const {
        const Section section(table, test_ownership_schema(), diagnostics_);
        OwnershipTest test{.title = section.string("title").value_or(""),
                           .place = section.place(),
                           .login = section.string("login").value_or(""),
                           .may = values_of(section.strings("may")),
                           .may_not = values_of(section.strings("may_not")),
                           .can_list = values_of(section.strings("can_list")),
                           .address = section.string("address").value_or(""),
                           .who = values_of(section.strings("who"))};
        const bool asks_login =
            section.has("may") || section.has("may_not") || section.has("can_list");
        if (section.has("login") == section.has("address") || asks_login != section.has("login") ||
            section.has("who") != section.has("address")) {
            diagnostics_.error(section.place(),
                               "asks either what a 'login' 'may', 'may_not' and "
                               "'can_list', or 'who' may use an 'address'");
        }
        return test;
    }

    Diagnostics& diagnostics_;
    const ReadFile& read_file_;
};

}  // namespace

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
            tests = Reader(diagnostics, read_file).file(root);
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
