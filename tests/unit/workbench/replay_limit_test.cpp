// How much a replay may find.
#include "workbench/replay_limit.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

RecordedMail mail_that(Disposition disposition) {
    RecordedMail mail;
    mail.ending.disposition = disposition;
    return mail;
}

/// Three accepted ones, of which one would be rejected and one deferred; one that nobody can tell.
ReplaySums sums() {
    ReplaySums sums;
    const auto accepted = mail_that(Disposition::accepted);
    sums.add(accepted, {.after = {.disposition = Disposition::accepted}});
    sums.add(accepted, {.after = {.disposition = Disposition::rejected}});
    sums.add(accepted, {.after = {.disposition = Disposition::deferred}});
    sums.add(accepted, {.doubts = {{"something is not kept", "Subject"}}});
    return sums;
}

std::uint64_t count(const char* limit) {
    return parse_replay_limit(limit).value().count(sums());
}

bool is_exceeded(const char* limit) {
    return parse_replay_limit(limit).value().is_exceeded(sums());
}

std::string error_of(const char* limit) {
    const auto parsed = parse_replay_limit(limit);
    return parsed ? std::string() : parsed.error().what;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(replay_limit_test)

BOOST_AUTO_TEST_CASE(transitions_are_counted_by_both_ends) {
    BOOST_TEST(count("accepted->rejected>0") == 1U);
    BOOST_TEST(count("accepted->any>0") == 2U);
    BOOST_TEST(count("any->deferred") == 1U);
    BOOST_TEST(count("rejected->accepted>0") == 0U);
    BOOST_TEST(count("different>0") == 2U);
    BOOST_TEST(count("undecidable>0") == 1U);
    BOOST_TEST(count("edits>0") == 0U);
}

BOOST_AUTO_TEST_CASE(a_limit_is_a_number_or_a_part_of_all_and_none_if_it_is_not_said) {
    BOOST_TEST(is_exceeded("accepted->rejected"));
    BOOST_TEST(is_exceeded("accepted -> rejected > 0"));
    BOOST_TEST(!is_exceeded("accepted->rejected>1"));
    BOOST_TEST(is_exceeded("different>49%"));
    BOOST_TEST(!is_exceeded("different>50%"));
}

BOOST_AUTO_TEST_CASE(a_word_that_is_none_gets_a_suggestion) {
    BOOST_TEST(error_of("accepted->rejectd>0") ==
               "accepted->rejectd>0: no disposition 'rejectd'; did you mean 'rejected'?");
    BOOST_TEST(error_of("undecideable>0") ==
               "undecideable>0: no difference 'undecideable'; did you mean 'undecidable'?");
    BOOST_TEST(error_of("accepted->rejected>many") ==
               "accepted->rejected>many: 'many' is not a number");
    BOOST_TEST(error_of("x->y") ==
               "x->y: no disposition 'x': accepted, held, rejected, deferred, aborted, "
               "out_of_scope, any");
    BOOST_TEST(error_of("").starts_with(": no difference ''"));
}

BOOST_AUTO_TEST_SUITE_END()
