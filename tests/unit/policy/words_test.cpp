// The words for enumerations.
#include "policy/action.h"
#include "policy/audit_record.h"
#include "policy/stages.h"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(words_test)

BOOST_AUTO_TEST_CASE(every_word_of_a_rule_file_means_what_is_written_for_it) {
    for (const auto& word : msa::action_words()) {
        BOOST_TEST(msa::to_text(msa::parse_action(word).value()) == word);
    }
    for (const auto& word : msa::mode_words()) {
        BOOST_TEST(msa::to_text(msa::parse_mode(word).value()) == word);
    }
    for (const auto& word : msa::identity_source_words()) {
        BOOST_TEST(msa::to_text(msa::parse_identity_source(word).value()) == word);
    }
}

BOOST_AUTO_TEST_CASE(other_words_mean_nothing) {
    for (const auto* word : {"", "Reject", "reject ", "discard", "?"}) {
        BOOST_TEST(!msa::parse_action(word).has_value());
        BOOST_TEST(!msa::parse_mode(word).has_value());
        BOOST_TEST(!msa::parse_identity_source(word).has_value());
    }
}

BOOST_AUTO_TEST_CASE(what_is_recorded_has_a_word) {
    using msa::Disposition;
    for (const auto each :
         {Disposition::accepted, Disposition::held, Disposition::rejected, Disposition::deferred,
          Disposition::aborted, Disposition::out_of_scope}) {
        BOOST_TEST(msa::to_text(each) != "?");
    }
    using Kind = msa::Edit::Kind;
    for (const auto each :
         {Kind::remove, Kind::change, Kind::append, Kind::prepend, Kind::sender, Kind::recipient}) {
        BOOST_TEST(msa::to_text(each) != "?");
    }
    using Stage = msa::Stage;
    for (const auto each : {Stage::mail, Stage::recipient, Stage::headers, Stage::message}) {
        BOOST_TEST(msa::to_text(each) != "?");
    }
    using Right = msa::Right::Kind;
    for (const auto each : {Right::none, Right::owner, Right::on_behalf, Right::cannot_tell}) {
        BOOST_TEST(msa::to_text(each) != "?");
    }
    for (const auto each : {msa::MtaKind::unknown, msa::MtaKind::postfix, msa::MtaKind::sendmail}) {
        BOOST_TEST(msa::to_text(each) != "?");
    }
}

BOOST_AUTO_TEST_SUITE_END()
