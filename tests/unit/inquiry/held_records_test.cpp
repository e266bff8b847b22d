#include "inquiry/held_records.h"

#include "fakes/temporary_folder.h"
#include "fakes/written_trail.h"
#include "trail/record_files.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace {

using Instant = std::chrono::system_clock::time_point;

std::string transaction(const std::string& id, const std::string& disposition,
                        const std::string& name) {
    return "\"session\":\"s\",\"transaction\":\"" + name + "\",\"queue_id\":\"" + id +
           R"(","identity":{"login":"alice","source":"sasl","proof":"PLAIN"},)" +
           R"("findings":[{"rule":"seen","what":"x","action":"hold","mode":"monitor"},)" +
           R"({"rule":"big","what":"too much","action":"hold","mode":"enforce"},)" +
           R"({"rule":"log","what":"y","action":"log","mode":"enforce"}],)" +
           R"("signatures":[{"d":"example.com","s":"s1","a":"rsa-sha256","b":"AAAA"}],)" +
           "\"disposition\":\"" + disposition + "\",\"rules\":{\"file\":\"/etc/r.toml\"}";
}

/// Q1 three times: long ago, then accepted, then held again; Q2 accepted.
std::map<std::string, msa::HeldRecord, std::less<>> found(const msa::QueuedSince& queued) {
    msa::WrittenTrail trail;
    trail.add("transaction", transaction("Q1", "held", "old"));
    trail.skip_seconds(3600);
    trail.add("transaction", transaction("Q1", "held", "new"));
    trail.add("transaction", transaction("Q2", "accepted", "other"));
    const msa::TemporaryFolder folder;
    trail.write_into(folder);
    const auto files = msa::record_files({folder.path_of("audit.jsonl")});
    BOOST_REQUIRE(files.has_value());
    auto all = msa::held_records(*files, queued, [](std::uint64_t, std::uint64_t) {});
    BOOST_REQUIRE(all.has_value());
    return *std::move(all);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(held_records)

BOOST_AUTO_TEST_CASE(the_newest_record_of_an_id_is_the_message_in_the_queue) {
    const auto all = found({{"Q1", Instant()}, {"Q2", Instant()}, {"Q3", Instant()}});
    BOOST_REQUIRE_EQUAL(all.size(), 1U);
    const auto& held = all.at("Q1");
    BOOST_TEST(held.transaction == "new");
    BOOST_TEST(held.login == "alice");
    BOOST_TEST(held.rules_file == "/etc/r.toml");
    BOOST_REQUIRE_EQUAL(held.rules.size(), 1U);
    BOOST_TEST(held.rules.front().id == "big");
    BOOST_TEST(held.rules.front().what == "too much");
    BOOST_REQUIRE_EQUAL(held.signatures.size(), 1U);
    BOOST_TEST(held.signatures.front().octets == "AAAA");
    BOOST_TEST(held.file.ends_with("/audit.jsonl"));
}

BOOST_AUTO_TEST_CASE(a_record_from_before_the_message_came_is_of_another_one) {
    const auto first = found({{"Q1", Instant()}}).at("Q1").at;
    BOOST_TEST(found({{"Q1", first + std::chrono::seconds(30)}}).size() == 1U);
    BOOST_TEST(found({{"Q1", first + std::chrono::hours(1)}}).empty());
}

BOOST_AUTO_TEST_CASE(nothing_is_read_for_nobody) {
    BOOST_TEST(found({}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
