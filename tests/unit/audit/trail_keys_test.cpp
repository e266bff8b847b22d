// Which key signs the checkpoints of a trail, and how another takes over.
#include "crypto/ed25519.h"
#include "crypto/new_key.h"
#include "fakes/trail_site.h"

#include <boost/test/unit_test.hpp>

using msa::TrailSite;

namespace {

/// A site at a fixed time.
struct Site : TrailSite {
    Site() {
        settings.now = [] { return std::chrono::sys_days{std::chrono::year{2026} / 11 / 26}; };
        settings.monotonic = [] { return std::chrono::steady_clock::time_point(); };
    }
};

void write(msa::TrailWriter& writer, const std::string& lines) {
    BOOST_REQUIRE(writer.append(lines).has_value());
}

std::shared_ptr<const msa::PrivateKey> new_key() {
    return std::make_shared<const msa::PrivateKey>(
        msa::parse_private_key(msa::new_ed25519_key(), 1024).value());
}

msa::VerifierKey verifier(const Site& site, const std::shared_ptr<const msa::PrivateKey>& key) {
    return msa::verifier_key(*key, site.latest().origin).value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(trail_keys)

BOOST_AUTO_TEST_CASE(checkpoints_are_signed_by_the_key_that_the_tree_names) {
    Site site;
    site.settings.key = new_key();
    auto writer = site.writer();
    write(writer, "{\"a\":1}\n");
    TrailSite::make_checkpoint(writer);
    const auto key = verifier(site, site.settings.key);
    BOOST_TEST(site.records().at(0).at("key") == key.text());
    BOOST_TEST(
        (msa::verdict(msa::last_checkpoint(site.paths()).value(), key) == msa::NoteVerdict::good));
    const auto all = msa::read_file(site.paths().checkpoints, 10000).value();
    BOOST_TEST(all == msa::last_checkpoint(site.paths()).value().octets() + '\n');
}

BOOST_AUTO_TEST_CASE(the_old_key_signs_the_record_that_names_the_new_one) {
    Site site;
    for (int i = 0; i < 3; ++i) {
        site.settings.old_key = site.settings.key;
        site.settings.key = i == 0 ? nullptr : new_key();
        auto writer = site.writer();
        write(writer, "{\"a\":1}\n");
        if (i == 2) {  // only the checkpoint that the change has made
            const auto note = msa::last_checkpoint(site.paths()).value();
            BOOST_TEST((msa::verdict(note, verifier(site, site.settings.old_key)) ==
                        msa::NoteVerdict::good));
            BOOST_TEST(msa::parse_checkpoint(note.text).value().size == 5U);
        }
        TrailSite::make_checkpoint(writer);
    }
    const auto records = site.records();
    BOOST_REQUIRE(records.size() == 6U);
    BOOST_TEST(records[2].at("record") == "audit_key");
    BOOST_TEST(records[2].at("retires").is_null());
    BOOST_TEST(records[4].at("record") == "audit_key");
    BOOST_TEST(records[4].at("retires") == records[2].at("key"));
    BOOST_TEST(records[4].at("key") == verifier(site, site.settings.key).text());
    BOOST_TEST((msa::verdict(msa::last_checkpoint(site.paths()).value(),
                             verifier(site, site.settings.key)) == msa::NoteVerdict::good));
    BOOST_TEST(site.fits(site.lines()));
}

BOOST_AUTO_TEST_CASE(a_key_that_is_gone_ends_its_tree) {
    Site site;
    for (const auto& key : {new_key(), new_key(), std::shared_ptr<const msa::PrivateKey>()}) {
        site.settings.key = key;
        auto writer = site.writer();
        write(writer, "{\"a\":1}\n");
        TrailSite::make_checkpoint(writer);
    }
    BOOST_TEST(site.latest().origin == "msa1.example.net/msa-milter/2026.3");
    const auto tree = site.records().at(4);
    BOOST_TEST(tree.at("key").is_null());
    BOOST_TEST(tree.at("reason") ==
               "the key of msa1.example.net/msa-milter/2026.2 is not there any more");
    BOOST_TEST(
        tree.at("previous").get<std::string>().find("msa1.example.net/msa-milter/2026.2\n2\n") ==
        0U);
}

BOOST_AUTO_TEST_SUITE_END()
