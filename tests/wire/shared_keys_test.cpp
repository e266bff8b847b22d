// Two daemons on one folder of keys: whoever of them changes a key, both sign with what the folder
// says, and neither withdraws what the other one signs with.
#include "rotation/key_folder.h"
#include "wire/key_folder_site.h"
#include "wire/name_server.h"
#include "wire/patience.h"
#include "wire/signed_mail.h"

#include <chrono>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace msa::wire;
using std::chrono::hours;

namespace {

struct Site : KeyFolderSite {
    [[nodiscard]] std::string made(const std::string& selector, bool is_active = false) const {
        std::vector<std::string> words{"new",    "mail.example", "--selector",
                                       selector, "--algorithm",  "ed25519"};
        if (is_active) {
            words.emplace_back("--active");
        }
        const auto done = key_command(words);
        BOOST_TEST(done.status == 0, done.err);
        return done.out;
    }
    /// A daemon has looked at the keys since it started.
    static void wait_for_look(const Daemon& daemon) {
        BOOST_TEST(comes_true([&daemon] { return !status_of(daemon).at("folder_keys").empty(); }));
    }
    /// `two` follows `one`, whose record this is, by what the first of them does.
    void rotate_at(const Daemon& first, const Daemon& second, const std::string& one) {
        wait_for_look(first);
        wait_for_look(second);
        server.replace(one + made("two"));
        BOOST_TEST(rotate(first).status == 0);
        age("two", hours(1));
        BOOST_TEST(rotate(first).status == 0);
    }
    [[nodiscard]] std::string both_rules() const {
        return rules("servers = [\"" + server.address() + "\"]\n");
    }

    NameServer server{""};
};

constexpr const char* busy = "another process is changing these keys";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(shared_keys, Site)

BOOST_AUTO_TEST_CASE(the_first_key_signs_at_both) {
    const Daemon first({.rules = both_rules()});
    const Daemon second({.rules = both_rules()});
    const auto record = made("one");
    BOOST_TEST(rotate(second).status == 0);  // it waits for DNS
    server.replace(record);
    BOOST_TEST(rotate(first).status == 0);
    BOOST_TEST(is_signed_by(signed_message(first), "one"));
    BOOST_TEST(rotate(second).out.empty());  // nothing is left to do
    BOOST_TEST(is_signed_by(signed_message(second), "one"));
}

BOOST_AUTO_TEST_CASE(the_other_one_learns_of_a_rotation_even_while_the_folder_is_locked) {
    const auto one = made("one", true);
    const Daemon first({.rules = both_rules()});
    const Daemon second({.rules = both_rules()});
    rotate_at(first, second, one);
    BOOST_TEST(states() == "one retired two active ");
    BOOST_TEST(is_signed_by(signed_message(first), "two"));
    BOOST_TEST(is_signed_by(signed_message(second), "one"));
    {
        const auto lock = msa::KeyFolderLock::take(keys);
        BOOST_TEST_REQUIRE(lock.has_value());
        const auto tried = rotate(second);
        BOOST_TEST(tried.status == 1);
        BOOST_TEST(tried.err == "msa-milter: " + keys + ": " + busy + '\n');
    }
    BOOST_TEST(is_signed_by(signed_message(second), "two"));
    BOOST_TEST(!is_signed_by(signed_message(second), "one"));
    BOOST_TEST(rotate(second).status == 0);
}

BOOST_AUTO_TEST_CASE(the_week_of_a_key_begins_when_the_last_of_them_has_signed) {
    const auto one = made("one", true);
    const Daemon first({.rules = both_rules()});
    const Daemon second({.rules = both_rules()});
    rotate_at(first, second, one);
    age("one", hours(24 * 7));
    BOOST_TEST(rotate(second).status == 0);  // it still signs with it, and goes over
    BOOST_TEST(is_signed_by(signed_message(second), "two"));
    BOOST_TEST(rotate(first).status == 0);
    BOOST_TEST(states() == "one retired two active ");
    age("one", hours(24 * 7));
    BOOST_TEST(rotate(first).status == 0);
    BOOST_TEST(states() == "one revoked two active ");
}

BOOST_AUTO_TEST_SUITE_END()
