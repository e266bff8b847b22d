#include "metrics/record_counts.h"

#include "fakes/fake_audit_sink.h"

#include <boost/test/unit_test.hpp>

namespace {

using msa::Disposition;
using msa::Stage;

msa::AuditRecord record(Disposition disposition, std::string stage) {
    msa::AuditRecord record;
    record.disposition = disposition;
    record.stage = std::move(stage);
    return record;
}

class FullDisk final : public msa::AuditSink {
public:
    msa::Result<void> write(const msa::AuditRecord&) override { return msa::Error{"full"}; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(record_counts)

BOOST_AUTO_TEST_CASE(are_by_disposition_and_stage) {
    msa::FakeAuditSink trail;
    msa::RecordCounts counts(trail);
    BOOST_TEST(counts.write(record(Disposition::rejected, "mail")).has_value());
    BOOST_TEST(counts.write(record(Disposition::rejected, "headers")).has_value());
    BOOST_TEST(counts.write(record(Disposition::accepted, "message")).has_value());
    BOOST_TEST(trail.records.size() == 3U);
    BOOST_TEST(counts.transactions(Disposition::rejected) == 2U);
    BOOST_TEST(counts.transactions(Disposition::rejected, Stage::headers) == 1U);
    BOOST_TEST(counts.transactions(Disposition::accepted, Stage::message) == 1U);
    BOOST_TEST(counts.transactions(Disposition::held) == 0U);
    BOOST_TEST(counts.failures() == 0U);
}

BOOST_AUTO_TEST_CASE(take_what_could_not_be_recorded_for_put_off) {
    FullDisk trail;
    msa::RecordCounts counts(trail);
    BOOST_TEST(!counts.write(record(Disposition::accepted, "message")).has_value());
    BOOST_TEST(!counts.write(record(Disposition::aborted, "message")).has_value());
    BOOST_TEST(counts.transactions(Disposition::accepted) == 0U);
    BOOST_TEST(counts.transactions(Disposition::deferred) == 1U);
    BOOST_TEST(counts.transactions(Disposition::aborted) == 1U);
    BOOST_TEST(counts.failures() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
