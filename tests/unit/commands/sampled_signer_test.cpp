// Which messages are taken as samples, and that what is signed stays as it is.
#include "commands/sampled_signer.h"

#include "fakes/fake_signer.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

struct Taker final : SampleTaker {
    void offer(SampledMessage message) noexcept override { taken.push_back(std::move(message)); }
    void skip() noexcept override { ++skipped; }

    std::vector<SampledMessage> taken;
    int skipped = 0;
};

struct Site {
    Taker taker;

    [[nodiscard]] std::unique_ptr<const Signer> signer(std::uint64_t every,
                                                       SigningFaults faults = {}) {
        return sampled(
            std::make_unique<FakeSigner>(std::set<std::string, std::less<>>{"example.com"}, faults),
            every, taker, std::make_shared<const RecordsOfKeys>());
    }
};

Result<std::vector<Signature>> sign(const Signer& signer, const std::vector<std::string>& body) {
    HeaderList header;
    header.receive("From", " alice@example.com");
    auto signing = signer.begin(header, "example.com", {});
    BOOST_REQUIRE(signing.has_value());
    for (const auto& chunk : body) {
        (void)(*signing)->add_body(chunk);
    }
    return (*signing)->finish();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sampled_signer, Site)

BOOST_AUTO_TEST_CASE(every_third_message_is_taken_as_it_was_signed) {
    const auto third = signer(3);
    for (int i = 0; i < 7; ++i) {
        const auto signatures = sign(*third, {"one\r\n", "two\r\n"});
        BOOST_REQUIRE(signatures.has_value());
        BOOST_TEST(signatures->front().value == " s=first; h=From; body=one\r\ntwo\r\n");
    }
    BOOST_REQUIRE(taker.taken.size() == 2U);
    BOOST_TEST(taker.taken.front().body == "one\r\ntwo\r\n");
    BOOST_TEST(taker.taken.front().headers.find("From")->value == " alice@example.com");
    BOOST_TEST(taker.taken.front().signatures.size() == 2U);
    BOOST_TEST(taker.skipped == 0);
}

BOOST_AUTO_TEST_CASE(a_body_that_is_too_long_is_signed_and_skipped) {
    const auto each = signer(1);
    BOOST_TEST(sign(*each, {std::string(SampleTaker::most_octets, 'x')}).has_value());
    BOOST_TEST(taker.taken.size() == 1U);
    BOOST_TEST(sign(*each, {std::string(SampleTaker::most_octets, 'x'), "\r\n"}).has_value());
    BOOST_TEST(taker.taken.size() == 1U);
    BOOST_TEST(taker.skipped == 1);
}

BOOST_AUTO_TEST_CASE(what_is_not_signed_is_no_sample) {
    BOOST_TEST(!sign(*signer(1, {.finish = true}), {"x\r\n"}).has_value());
    BOOST_TEST(taker.taken.empty());
    BOOST_TEST(taker.skipped == 0);
}

BOOST_AUTO_TEST_SUITE_END()
