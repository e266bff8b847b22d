// What a replay found, as it is shown.
#include "workbench/replay_report.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace msa;

namespace {

constexpr std::int64_t noon = 1'763'726'400'000'000;  // 2025-11-21T12:00:00Z

RecordedMail mail_of(const std::string& login, std::int64_t time, Ending ending = {}) {
    ending.disposition = Disposition::accepted;
    return {.time = time,
            .transaction = "s1.1",
            .login = login,
            .rules_hash = "sha256:1",
            .ending = std::move(ending)};
}

const Ending refused{.disposition = Disposition::rejected,
                     .stage = Stage::headers,
                     .rule = "header_from_rights",
                     .where = "new.toml:52",
                     .reply = "550 5.7.1 You may not use it"};

ReplaySums sums() {
    ReplaySums sums(1);
    for (int i = 0; i < 3; ++i) {
        sums.add(mail_of("scanner", noon + i), {.after = refused});
    }
    sums.add(mail_of("", noon), {.after = refused});
    sums.add(mail_of("carol", noon, {.edits = {{.what = "append Date"}}}),
             {.after = {.disposition = Disposition::accepted}});
    sums.add(mail_of("carol", noon), {.doubts = {{"display_addresses reads it", "Subject"}}});
    return sums;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(replay_report_test)

BOOST_AUTO_TEST_CASE(transitions_have_their_rules_logins_and_first_messages) {
    const auto all = sums();
    const auto text = replay_text({.sums = all,
                                   .files = {"new.toml"},
                                   .hashes = {"sha256:2"},
                                   .exceeded = {"accepted->rejected>0"}});
    BOOST_TEST(text ==
               "6 transactions, 2025-11-21T12:00:00Z to 2025-11-21T12:00:00Z\n"
               "  judged under  sha256:1\n"
               "  and again by  sha256:2  new.toml\n"
               "\n"
               "accepted -> rejected    4\n"
               "    rules   header_from_rights (new.toml:52) 4\n"
               "    logins  scanner 3, nobody proved 1\n"
               "    first   2025-11-21T12:00:00Z  s1.1  scanner  550 5.7.1 You may not use it\n"
               "other edits             1\n"
               "    logins  carol 1\n"
               "    first   2025-11-21T12:00:00Z  s1.1  carol  -append Date\n"
               "same 0, undecidable 1\n"
               "    1  display_addresses reads it\n"
               "    first   2025-11-21T12:00:00Z  s1.1  carol  Subject\n"
               "over the limit: accepted->rejected>0\n");
}

BOOST_AUTO_TEST_CASE(sums_of_two_halves_are_those_of_the_whole) {
    auto halves = sums();
    halves.merge(sums());
    BOOST_TEST(halves.all() == 12U);
    BOOST_TEST(halves.undecidable() == 2U);
    const auto& count = halves.transitions().begin()->second;
    BOOST_TEST(count.count == 8U);
    BOOST_TEST(count.logins.at("scanner") == 6U);
    BOOST_TEST(count.examples.size() == 1U);
}

BOOST_AUTO_TEST_CASE(programs_are_told_the_same) {
    const auto all = sums();
    const auto json = nlohmann::json::parse(
        replay_json({.sums = all, .files = {"new.toml"}, .hashes = {"sha256:2"}}));
    BOOST_TEST(json.at("transactions") == 6);
    BOOST_TEST(json.at("transitions").at(0).at("from") == "accepted");
    BOOST_TEST(json.at("transitions").at(0).at("to") == "rejected");
    BOOST_TEST(json.at("transitions").at(0).at("count") == 4);
    BOOST_TEST(json.at("alike").at(0).at("other") == "edits");
    BOOST_TEST(json.at("undecidable") == 1);
    BOOST_TEST(json.at("doubts").at(0).at("why") == "display_addresses reads it");
}

BOOST_AUTO_TEST_SUITE_END()
