// A whole rotation over two real name servers and with the clock of the test: at every moment what
// is signed verifies, by libopendkim and by dkimpy, with what both servers have then.
#include "rotation/rotation.h"

#include "base/file.h"
#include "crypto/new_key.h"
#include "dkim/dkim_signer.h"
#include "dkim/key_record.h"
#include "dns/unbound_resolver.h"
#include "fakes/dkim_keys.h"
#include "fakes/dkim_verifier.h"
#include "referee/referee.h"
#include "system/program.h"
#include "wire/patience.h"
#include "wire/zone_pair.h"

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace fs = std::filesystem;

namespace {

using namespace msa;
using namespace msa::wire;
using std::chrono::days;
using std::chrono::hours;

constexpr const char* dkimpy = R"(
import sys, dkim
name, record = sys.argv[1], sys.argv[2]
answer = lambda asked, timeout=5: record.encode() if asked.rstrip(b'.') == name.encode() else b''
sys.exit(0 if dkim.verify(sys.stdin.buffer.read(), dnsfunc=answer) else 1)
)";

struct Sent {
    std::string text;
    std::string key_name;
};

struct Site : Publisher {
    Site() : servers({{"old._domainkey.mail.example", record_of(ed25519_pem())}}) {
        settings.path = folder.path().string();
        settings.rotate = days(90);
        settings.servers = {servers.first(), servers.second()};
        fs::create_directory(folder.path() / "mail.example");
        records["old._domainkey.mail.example"] = record_of(ed25519_pem());
        (void)folder.write("mail.example/old.pem", ed25519_pem());
        fs::last_write_time(
            folder.path() / "mail.example/old.pem",
            std::chrono::file_clock::from_sys(std::chrono::floor<std::chrono::seconds>(now)));
    }

    static std::string record_of(const std::string& pem) {
        return key_record(parse_private_key(pem, 1024).value());
    }
    [[nodiscard]] Result<bool> put(const std::string& name, const std::string& record,
                                   bool /*is_revoked*/) override {
        records[name] = record;
        servers.replace(records);
        return true;
    }
    static Result<std::unique_ptr<const Resolver>> one_server(const std::string& server) {
        auto made = make_unbound_resolver({.servers = {server}});
        if (!made) {
            return made.error();
        }
        return std::unique_ptr<const Resolver>(*std::move(made));
    }
    RotationReport step() {
        const auto dns = make_zone_look(
            settings.servers, {.resolver = nullptr, .name_servers = {}, .ask_server = one_server});
        Rotation rotation(settings,
                          {.dns = *dns,
                           .publisher = *this,
                           .make_key = [](KeyAlgorithm, int) { return new_ed25519_key(); },
                           .announce = [](const KeyChange&) { return Result<void>(); }});
        return rotation.step(now, {});
    }
    [[nodiscard]] std::vector<FolderKey> active_keys() const {
        auto keys = keys_in(settings.path).value();
        std::erase_if(keys, [](const auto& key) { return key.life.state != KeyState::active; });
        return keys;
    }
    [[nodiscard]] std::string states() const {
        std::string text;
        for (const auto& key : keys_in(settings.path).value()) {
            text += key.selector + ' ' + to_text(key.life.state) + ' ';
        }
        return text;
    }
    /// What leaves at this moment, one signature each.
    [[nodiscard]] std::vector<Sent> sent() const {
        std::vector<Sent> messages;
        HeaderList header;
        header.receive("From", " alice@mail.example");
        header.receive("Subject", " At " + std::to_string(now.time_since_epoch().count()));
        for (const auto& key : active_keys()) {
            SigningSettings alone{
                .keys = {}, .oversigned = {"From"}, .signed_present = {"Subject"}};
            alone.keys.push_back({.domain = key.domain,
                                  .selector = key.selector,
                                  .file = key.file,
                                  .author_domains = {key.domain},
                                  .activate = std::nullopt,
                                  .retire = std::nullopt});
            const auto signer = make_dkim_signer(alone);
            BOOST_TEST_REQUIRE(signer.has_value());
            const auto signing = (*signer)->begin(header, "mail.example", {.time = now});
            BOOST_TEST_REQUIRE(signing.has_value());
            BOOST_TEST((*signing)->add_body("Hello.\r\n").has_value());
            messages.push_back({wire_message(header, "Hello.\r\n", (*signing)->finish().value()),
                                key_record_name(key.selector, key.domain)});
        }
        return messages;
    }
    [[nodiscard]] static std::string record_at(const std::string& server, const std::string& name) {
        const auto resolver = one_server(server);
        const auto answer =
            (*resolver)->ask(name, RecordType::txt, std::chrono::steady_clock::now() + patience);
        return answer && answer->records.size() == 1 ? answer->records.front().value : "none";
    }
    /// Until both answer.
    void start_servers() {
        servers.start();
        BOOST_TEST(comes_true([this] {
            return record_at(servers.first(), "old._domainkey.mail.example") != "none" &&
                   record_at(servers.second(), "old._domainkey.mail.example") != "none";
        }));
    }
    /// By both, with what each server has.
    void check(const Sent& message) const {
        for (const auto& server : settings.servers) {
            const auto record = record_at(server, message.key_name);
            const auto judged = ask_referee(message.text, {.keys = {{message.key_name, record}}});
            BOOST_TEST_REQUIRE(judged.has_value());
            BOOST_TEST(judged->signatures.at(0).passes(), message.key_name << " at " << server);
            const auto verified = run_program(
                {"/usr/bin/python3", "-c", dkimpy, message.key_name, record}, 65536, message.text);
            BOOST_TEST_REQUIRE(verified.has_value());
            BOOST_TEST(verified->status == 0,
                       message.key_name << " at " << server << verified->err);
        }
    }
    /// An hour: a step, then mail, which is verified, and so is what is under way.
    void pass_hour() {
        now += hours(1);
        (void)step();
        const auto leaving = sent();
        BOOST_TEST(!leaving.empty());
        for (const auto& each : leaving) {
            check(each);
        }
    }
    void transfer() {
        servers.transfer();
        BOOST_TEST(comes_true([&] {
            for (const auto& [name, record] : records) {
                if (record_at(servers.second(), name) != record) {
                    return false;
                }
            }
            return true;
        }));
    }

    KeyDirectory folder;
    ZonePair servers;
    ZonePair::Records records;
    KeyFolderSettings settings;
    Rotation::Instant now = std::chrono::sys_days(std::chrono::year(2020) / 1 / 1);
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(rotation_over_dns, Site)

BOOST_AUTO_TEST_CASE(what_leaves_verifies_at_both_servers_at_every_moment) {
    pass_hour();
    BOOST_TEST(states() == "old active ");
    const auto under_way = sent();
    now += days(90);
    pass_hour();  // the next key is made, and the first server has it
    for (int hour = 0; hour < 5; ++hour) {
        pass_hour();
        BOOST_TEST(states() == "old active s20200331e generated ");
    }
    servers.stop();
    for (int hour = 0; hour < 3; ++hour) {
        now += hours(1);
        BOOST_TEST(!step().troubles.empty());
        BOOST_TEST(states() == "old active s20200331e generated ");
    }
    start_servers();
    transfer();
    pass_hour();
    BOOST_TEST(states() == "old active s20200331e published ");
    servers.stop();
    now += hours(1);
    (void)step();
    BOOST_TEST(states() == "old active s20200331e published ");
    start_servers();
    pass_hour();
    BOOST_TEST(states() == "old retired s20200331e active ");
    now += days(6);
    pass_hour();
    check(under_way.front());
    now += days(1);
    pass_hour();
    BOOST_TEST(states() == "old revoked s20200331e active ");
    BOOST_TEST(record_at(servers.first(), "old._domainkey.mail.example") ==
               "v=DKIM1; k=ed25519; p=");
    transfer();
    pass_hour();
    BOOST_TEST(keys_in(settings.path)->front().life.is_gone);
}

BOOST_AUTO_TEST_SUITE_END()
