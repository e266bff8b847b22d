// A folder with the keys of very many domains: all of them rotate.
#include "unit/rotation/rotation_site.h"

#include <algorithm>
#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace msa;
using std::chrono::days;
using std::chrono::hours;

namespace {

constexpr int domains = 300;

struct ManyDomains : RotationSite {
    ManyDomains() {
        const auto record = key_record(*parse_private_key(ed25519_pem(), 1024));
        for (int i = 0; i < domains; ++i) {
            const auto domain = "d" + std::to_string(i) + ".example";
            const FolderKey key{.domain = domain,
                                .selector = "old",
                                .file = (folder.path() / domain / "old.pem").string(),
                                .life = {.state = KeyState::active,
                                         .since = now,
                                         .algorithm = "ed25519-sha256",
                                         .bits = 256,
                                         .record = record}};
            BOOST_TEST(keep_new_key(key, ed25519_pem()).has_value());
            const auto name = key_record_name("old", domain);
            zone.first[name] = zone.second[name] = record;
        }
    }
    [[nodiscard]] long count(KeyState state) const {
        const auto all = keys();
        return std::count_if(all.begin(), all.end(),
                             [state](const auto& key) { return key.life.state == state; });
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(many_domains, ManyDomains)

BOOST_AUTO_TEST_CASE(each_gets_its_next_key_and_signs_throughout) {
    now += days(90);
    BOOST_TEST(step().changes.size() == std::size_t{domains});
    BOOST_TEST(count(KeyState::active) == domains);
    zone.one_is_away = true;
    now += hours(1);
    BOOST_TEST(step().changes.empty());
    zone.one_is_away = false;
    now += hours(1);
    (void)step();
    BOOST_TEST(count(KeyState::published) == domains);
    now += hours(1);
    (void)step();
    BOOST_TEST(count(KeyState::retired) == domains);
    BOOST_TEST(count(KeyState::active) == domains);
    check_signing();
}

BOOST_AUTO_TEST_CASE(a_state_that_is_none_names_its_file_among_them) {
    (void)folder.write("d7.example/old.state", "{");
    BOOST_TEST(has(rotation().step(now, {}).troubles, "d7.example/old.state: "));
}

BOOST_AUTO_TEST_SUITE_END()
