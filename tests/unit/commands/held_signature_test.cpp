#include "commands/held_signature.h"

#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using Kind = msa::SignatureOutlook::Kind;

namespace {

/// DNS of literals: names that are not there do not exist; an empty text is no answer.
using Records = std::map<std::string, std::string, std::less<>>;

class Zone final : public msa::Resolver {
public:
    explicit Zone(Records records) : records_(std::move(records)) {}

    [[nodiscard]] msa::Result<msa::DnsAnswer> ask(std::string_view name, msa::RecordType /*type*/,
                                                  msa::Deadline /*deadline*/) const override {
        const auto found = records_.find(name);
        if (found == records_.end()) {
            return msa::DnsAnswer{};
        }
        if (found->second.empty()) {
            return msa::Error{"no answer"};
        }
        msa::DnsAnswer answer;
        answer.kind = msa::DnsAnswer::Kind::records;
        answer.records.emplace_back().value = found->second;
        return answer;
    }

private:
    Records records_;
};

constexpr const char* first = "AAAABBBBCCCCDDDDEEEEFFFF";
constexpr const char* key = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

msa::HeldRecord signed_record() {
    msa::HeldRecord record;
    record.signatures = {{"example.com", "s1", first}, {"example.com", "s2", "ZZZZ"}};
    return record;
}

msa::SignatureOutlook outlook(const msa::HeldRecord& record, const Zone& zone,
                              const std::vector<std::string>& octets = {std::string(first) +
                                                                        "GGGG=="}) {
    return msa::signature_outlook(record, octets, &zone, {});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(held_signature)

BOOST_AUTO_TEST_CASE(a_key_that_dns_has_verifies_it) {
    BOOST_TEST((outlook(signed_record(), Zone(Records{{"s1._domainkey.example.com", key}})).kind ==
                Kind::verifiable));
}

BOOST_AUTO_TEST_CASE(a_key_that_is_gone_or_revoked_does_not) {
    BOOST_TEST(outlook(signed_record(), Zone(Records{})).why ==
               "s1._domainkey.example.com: DNS has no such key");
    const auto revoked = outlook(
        signed_record(), Zone(Records{{"s1._domainkey.example.com", "v=DKIM1; k=rsa; p="}}));
    BOOST_TEST((revoked.kind == Kind::lost));
    BOOST_TEST(revoked.why == "s1._domainkey.example.com: the key is revoked");
}

BOOST_AUTO_TEST_CASE(where_dns_does_not_answer_it_is_not_known) {
    const auto seen = outlook(signed_record(), Zone(Records{{"s1._domainkey.example.com", ""}}));
    BOOST_TEST((seen.kind == Kind::unknown));
    BOOST_TEST(
        (msa::signature_outlook(signed_record(), {first}, nullptr, {}).kind == Kind::unknown));
}

BOOST_AUTO_TEST_CASE(one_key_that_dns_has_is_enough) {
    const Zone zone(Records{{"s1._domainkey.example.com", ""}, {"s2._domainkey.example.com", key}});
    BOOST_TEST((outlook(signed_record(), zone, {first, "ZZZZxx"}).kind == Kind::verifiable));
}

BOOST_AUTO_TEST_CASE(a_header_without_our_signature_is_lost) {
    const Zone zone(Records{{"s1._domainkey.example.com", key}});
    BOOST_TEST((outlook(signed_record(), zone, {}).kind == Kind::lost));
    BOOST_TEST((outlook(signed_record(), zone, {"another"}).kind == Kind::lost));
}

BOOST_AUTO_TEST_CASE(what_was_not_signed_says_why) {
    msa::HeldRecord record;
    record.unsigned_reason = "no key for example.com";
    BOOST_TEST((outlook(record, Zone(Records{})).kind == Kind::lost));
    BOOST_TEST(outlook(record, Zone(Records{})).why == "it was not signed: no key for example.com");
    record.unsigned_reason = "the rule file names no key";
    BOOST_TEST((outlook(record, Zone(Records{})).kind == Kind::unneeded));
}

BOOST_AUTO_TEST_CASE(signatures_are_found_in_a_header_as_the_queue_has_it) {
    const auto octets = msa::signature_octets(
        "Received: by x\ndkim-signature: v=1; d=example.com;\n\tb=AAAA\n\t BBBB\nSubject: b=no\n"
        "DKIM-Signature: nonsense\n");
    BOOST_TEST(octets == std::vector<std::string>{"AAAABBBB"}, boost::test_tools::per_element());
    BOOST_TEST(msa::signature_octets("").empty());
}

BOOST_AUTO_TEST_SUITE_END()
