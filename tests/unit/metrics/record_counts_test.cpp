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

struct DiskWithAnEnd final : msa::AuditSink {
    bool is_full = true;
    msa::Result<void> write(const msa::AuditRecord&) override {
        return is_full ? msa::Result<void>(msa::Error{"full"}) : msa::Result<void>();
    }
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

BOOST_AUTO_TEST_CASE(tell_whether_records_can_be_written_at_present) {
    DiskWithAnEnd trail;
    msa::RecordCounts counts(trail);
    BOOST_TEST(!counts.is_failing());
    BOOST_TEST(!counts.write(record(Disposition::accepted, "message")).has_value());
    BOOST_TEST(counts.is_failing());
    trail.is_full = false;
    BOOST_TEST(counts.write(record(Disposition::accepted, "message")).has_value());
    BOOST_TEST(!counts.is_failing());
}

BOOST_AUTO_TEST_CASE(tell_what_was_signed_and_what_was_not) {
    msa::FakeAuditSink trail;
    msa::RecordCounts counts(trail);
    auto message = record(Disposition::accepted, "message");
    message.body_octets = 5000;
    BOOST_TEST(counts.write(message).has_value());
    message.signatures.push_back({"example.com", "s", "rsa-sha256", ""});
    BOOST_TEST(counts.write(message).has_value());
    auto failed = record(Disposition::deferred, "message");
    failed.unsigned_reason = "signing failed: no entropy";
    BOOST_TEST(counts.write(failed).has_value());
    BOOST_TEST(counts.signatures().all().size() == 1U);
    BOOST_TEST(counts.unsigned_messages().all().at({"not_signed"}) == 1U);
    BOOST_TEST(counts.unsigned_messages().all().at({"failed"}) == 1U);
    BOOST_TEST(counts.sizes().reading().sum == 10000U);
    BOOST_TEST(counts.written().all().at({"accepted"}) == 2U);
    BOOST_TEST(counts.write_times().reading().count == 3U);
}

BOOST_AUTO_TEST_CASE(tell_what_a_candidate_would_have_judged_otherwise) {
    msa::FakeAuditSink trail;
    msa::RecordCounts counts(trail);
    auto accepted = record(Disposition::accepted, "message");
    BOOST_TEST(counts.write(accepted).has_value());
    accepted.candidate = msa::CandidateDifference{
        .hash = "sha256:1", .disposition = "rejected", .rule = "header_from_rights"};
    BOOST_TEST(counts.write(accepted).has_value());
    BOOST_TEST(counts.candidate_troubles() == 0U);
    accepted.candidate->trouble = "x";
    BOOST_TEST(counts.write(accepted).has_value());
    const auto all = counts.candidate_differences().all();
    BOOST_TEST(all.size() == 1U);
    BOOST_TEST(all.at({"accepted", "rejected", "header_from_rights"}) == 2U);
    BOOST_TEST(counts.candidate_troubles() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
