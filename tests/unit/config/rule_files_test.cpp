// Several rule files.
#include "config/rule_files.h"

#include "commands/services.h"
#include "fakes/whole_rules.h"
#include "review/findings.h"
#include "tables/all_tables.h"

#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

namespace {

/// The files by their names.
using Texts = std::map<std::string, std::string>;

msa::LoadedRuleFiles load(const Texts& texts) {
    const msa::RuleServices services{
        .read_file = [&texts](const std::string& path) -> msa::Result<std::string> {
            return msa::whole_rules(texts.at(path));
        },
        .open_table = msa::rule_services().open_table,
        .make_signer =
            [](const msa::SigningSettings&) {
                return msa::Result<std::unique_ptr<const msa::Signer>>(nullptr);
            },
        .sha256 = [](std::string_view text) { return std::to_string(text.size()); },
        .table_kinds = &msa::all_tables(),
        .review = msa::review};
    std::vector<std::string> paths;
    for (const auto& each : texts) {
        paths.push_back(each.first);
    }
    return msa::load_rule_files(paths, services, {});
}

/// What is wrong with the last file.
std::string complaint(const Texts& texts) {
    const auto loaded = load(texts);
    const auto& last = loaded.files.back();
    BOOST_TEST((loaded.rules == nullptr));
    BOOST_TEST((last.rules == nullptr));
    const auto found = last.diagnostics.sorted();
    return found.empty() ? "" : last.diagnostics.line_of(found.front());
}

std::string scope(const std::string& listeners) {
    return "[scope]\nlistener = [" + listeners + "]\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_files)

BOOST_AUTO_TEST_CASE(files_for_different_listeners_stand_beside_each_other) {
    const auto loaded = load({{"a", scope("\"x\"")}, {"b", scope("\"y\", \"z\"")}});
    BOOST_REQUIRE((loaded.rules != nullptr));
    msa::Session session;
    session.listener = "z";
    BOOST_TEST(loaded.rules->for_session(session).rules->file == "b");
    BOOST_TEST(loaded.rules->hashes() ==
               loaded.files[0].rules->hash + ',' + loaded.files[1].rules->hash);
}

BOOST_AUTO_TEST_CASE(no_listener_has_two_files) {
    BOOST_TEST(complaint({{"a", scope("\"x\", \"y\"")}, {"b", scope("\"y\"")}}) ==
               "b:3:12: listener 'y' is governed by a already");
    BOOST_TEST(complaint({{"a", scope("\"x\"")}, {"b", ""}}) ==
               "b: listener 'x' is governed by a already");
    BOOST_TEST(complaint({{"a", ""}, {"b", scope("\"x\"")}}) ==
               "b:3:12: listener 'x' is governed by a already");
    BOOST_TEST(complaint({{"a", ""}, {"b", ""}}) == "b: every listener is governed by a already");
}

BOOST_AUTO_TEST_CASE(one_file_with_an_error_stands_in_the_way_of_all) {
    const auto loaded = load({{"a", scope("\"x\"")}, {"b", "mdoe = \"monitor\"\n"}});
    BOOST_TEST((loaded.rules == nullptr));
    BOOST_TEST((loaded.files[0].rules != nullptr));
    BOOST_TEST((loaded.files[1].rules == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()
