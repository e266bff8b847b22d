// Key files that are not what they should be, in a folder that a daemon signs with: what was loaded
// signs on, and what is wrong is named.
#include "dkim/key_record.h"
#include "fakes/dkim_keys.h"
#include "referee/referee.h"
#include "rotation/record_forms.h"
#include "wire/key_folder_site.h"
#include "wire/name_server.h"
#include "wire/signed_mail.h"

#include <atomic>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

namespace fs = std::filesystem;
using namespace msa::wire;

namespace {

constexpr const char* key_name = "one._domainkey.mail.example";

struct Site : KeyFolderSite {
    Site() {
        const auto made = key_command(
            {"new", "mail.example", "--selector", "one", "--algorithm", "ed25519", "--active"});
        BOOST_TEST(made.status == 0, made.err);
        file = keys + "/mail.example/one.pem";
    }

    /// As an editor does it: the file itself stays.
    void overwrite(const std::string& text) const {
        std::ofstream(file, std::ios::trunc | std::ios::binary) << text;
    }
    /// As a careful program does it.
    void replace(const std::string& text) const {
        const auto other = folder.write("keys/mail.example/.new", text);
        fs::permissions(other, fs::perms(0600));
        BOOST_REQUIRE(::geteuid() != 0 || ::chown(other.c_str(), nobody, nobody) == 0);
        fs::rename(other, file);
    }
    [[nodiscard]] static std::string record_of(const std::string& pem) {
        return msa::key_record(msa::parse_private_key(pem, 1024).value());
    }
    [[nodiscard]] static Ended reload(const Daemon& daemon) {
        return run({"reload", "--config", daemon.path("settings.toml")});
    }

    std::string file;
};

/// By libopendkim, with this record in DNS.
bool verifies(const std::string& text, const std::string& record) {
    const auto judged = msa::ask_referee(text, {.keys = {{key_name, record}}});
    BOOST_TEST_REQUIRE(judged.has_value());
    return !judged->signatures.empty() && judged->signatures.front().passes();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(key_hazards, Site)

BOOST_AUTO_TEST_CASE(a_key_that_is_replaced_while_it_signs_is_the_old_one_until_a_reload) {
    const auto record = record_of(contents(file));
    const NameServer server(msa::zone_line(key_name, record_of(msa::ed25519_pem())) + '\n');
    const Daemon daemon(
        {.settings = "resolver = [\"" + server.address() + "\"]\n", .rules = rules()});
    std::atomic<bool> is_over = false;
    std::string trouble;
    std::size_t count = 0;
    std::thread mail([&] {
        try {
            MilterClient client(daemon.socket());
            client.greet();
            while (!is_over) {
                const auto text = signed_message(client);
                trouble += !text.empty() && verifies(text, record) ? "" : text + '\n';
                ++count;
            }
            client.quit();
        } catch (const std::exception& error) {
            trouble += error.what();
        }
    });
    for (int i = 0; i < 50; ++i) {
        replace(msa::ed25519_pem());
        overwrite("no key");
        fs::remove(file);
        overwrite(msa::rsa_pem(2048).substr(0, 100));
    }
    BOOST_TEST(verifies(signed_message(daemon), record));
    is_over = true;
    mail.join();
    BOOST_TEST(count > 0U);
    BOOST_TEST(trouble.empty(), trouble);

    const auto broken = reload(daemon);
    BOOST_TEST(broken.status == 78);
    BOOST_TEST(broken.err.find(file) != std::string::npos, broken.err);
    BOOST_TEST(verifies(signed_message(daemon), record));

    fs::remove(file);
    replace(msa::ed25519_pem());
    const auto good = reload(daemon);
    BOOST_TEST(good.status == 0, good.err);
    BOOST_TEST(verifies(signed_message(daemon), record_of(msa::ed25519_pem())));
}

BOOST_AUTO_TEST_CASE(what_is_no_key_is_named_and_does_not_load) {
    const Daemon daemon({.rules = rules()});
    const auto record = record_of(contents(file));
    for (const auto& [bad, why] : {std::pair{std::string(), "PEM"},
                                   {std::string("no key\n"), "PEM"},
                                   {std::string(100, '\0'), "PEM"},
                                   {std::string(100000, 'x'), "longer than 64 KB"},
                                   {msa::ec_pem(), "EC"},
                                   {msa::encrypted_pem(), "encrypted"},
                                   {msa::mismatched_rsa_pem(), "private half"},
                                   {msa::rsa_pem(2048) + msa::ed25519_pem(), "PEM"}}) {
        replace(bad);
        const auto reloaded = reload(daemon);
        BOOST_TEST(reloaded.status == 78, bad.substr(0, 50));
        BOOST_TEST(reloaded.err.find(file) != std::string::npos, reloaded.err);
        BOOST_TEST(reloaded.err.find(why) != std::string::npos, reloaded.err);
    }
    fs::remove(file);
    fs::create_directory(file);
    BOOST_TEST(reload(daemon).status == 78);
    BOOST_TEST(verifies(signed_message(daemon), record));
}

BOOST_AUTO_TEST_CASE(a_key_that_others_may_read_does_not_load) {
    auto careful = rules();
    const std::string careless = "require_safe_keys = false\n";
    careful.erase(careful.find(careless), careless.size());
    const Daemon daemon({.rules = careful});
    BOOST_TEST(reload(daemon).status == 0, reload(daemon).err);
    for (const unsigned mode : {0644U, 0604U, 0666U, 0602U}) {
        fs::permissions(file, fs::perms(mode));
        const auto reloaded = reload(daemon);
        BOOST_TEST(reloaded.status == 78, mode << reloaded.err);
        BOOST_TEST(reloaded.err.find(file) != std::string::npos, reloaded.err);
    }
    if (::geteuid() != 0) {  // root's daemon is nobody, who would be refused in another way
        fs::permissions(file, fs::perms(0));
        BOOST_TEST(reload(daemon).status == 78);
    }
    fs::permissions(file, fs::perms(0600));
    BOOST_TEST(reload(daemon).status == 0);
}

BOOST_AUTO_TEST_CASE(a_state_that_is_none_is_named_and_does_not_load) {
    const Daemon daemon({.rules = rules()});
    const auto record = record_of(contents(file));
    const auto state = keys + "/mail.example/one.state";
    const auto good = contents(state);
    for (const auto& bad : {std::string(), std::string("{}"), std::string("[1]\n"),
                            good.substr(0, good.size() / 2), std::string(100000, ' ')}) {
        std::ofstream(state, std::ios::trunc | std::ios::binary) << bad;
        const auto reloaded = reload(daemon);
        BOOST_TEST(reloaded.status == 78, bad.substr(0, 50));
        BOOST_TEST(reloaded.err.find(state) != std::string::npos, reloaded.err);
        const auto listed = key_command({"list"});
        BOOST_TEST(listed.status != 0);
        BOOST_TEST(listed.err.find(state) != std::string::npos, listed.err);
        const auto looked = rotate(daemon);
        BOOST_TEST(looked.status == 1);
        BOOST_TEST(looked.err.find(state) != std::string::npos, looked.err);
    }
    BOOST_TEST(verifies(signed_message(daemon), record));
}

BOOST_AUTO_TEST_SUITE_END()
