// Keys and their states on disk: half of a key is none, whoever was killed and whatever the disk
// takes.
#include "rotation/key_folder.h"

#include "fakes/dkim_keys.h"
#include "fakes/file_size_limit.h"

#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>

namespace fs = std::filesystem;

namespace {

using namespace msa;

struct Site {
    [[nodiscard]] FolderKey key(KeyState state) const {
        return {.domain = "mail.example",
                .selector = "one",
                .file = (folder.path() / "mail.example/one.pem").string(),
                .life = {.state = state, .algorithm = "ed25519-sha256", .bits = 256}};
    }
    [[nodiscard]] bool is_empty() const { return fs::is_empty(folder.path() / "mail.example"); }

    KeyDirectory folder;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(key_folder, Site)

BOOST_AUTO_TEST_CASE(of_a_key_that_does_not_fit_on_the_disk_nothing_stays) {
    const std::string long_key(4000, 'x');
    for (const auto state : {KeyState::generated, KeyState::active}) {
        const auto kept = [&] {
            const FileSizeLimit limit(1000);  // the state fits, the key does not
            return keep_new_key(key(state), long_key);
        }();
        BOOST_TEST_REQUIRE(!kept.has_value());
        BOOST_TEST((kept.error().kind == ErrorKind::cannot_create));
        BOOST_TEST(kept.error().what == key(state).file + ": File too large");
        BOOST_TEST(is_empty());
    }
    BOOST_TEST(keep_new_key(key(KeyState::generated), long_key).has_value());
}

BOOST_AUTO_TEST_CASE(a_state_without_its_key_is_none_while_it_waits) {
    for (const auto& [state, is_none] : {std::pair{KeyState::generated, true},
                                         {KeyState::published, true},
                                         {KeyState::active, false},
                                         {KeyState::retired, false},
                                         {KeyState::revoked, false}}) {
        BOOST_TEST(keep_new_key(key(state), ed25519_pem()).has_value());
        BOOST_TEST(!drop_unborn(keys_in(folder.path().string())->front()));
        fs::remove(key(state).file);
        BOOST_TEST(drop_unborn(keys_in(folder.path().string())->front()) == is_none);
        BOOST_TEST(is_empty() == is_none);
        fs::remove_all(folder.path() / "mail.example");
    }
}

BOOST_AUTO_TEST_CASE(a_lock_that_cannot_be_made_says_so) {
    fs::create_directory(folder.path() / ".lock");
    const auto lock = KeyFolderLock::take(folder.path().string());
    BOOST_TEST_REQUIRE(!lock.has_value());
    BOOST_TEST((lock.error().kind == ErrorKind::cannot_create));
    const auto none = KeyFolderLock::take((folder.path() / "none").string());
    BOOST_TEST_REQUIRE(!none.has_value());
    BOOST_TEST(none.error().what ==
               (folder.path() / "none").string() + ": No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
