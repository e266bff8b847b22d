// A whole rotation by a daemon that signs mail all the while, with nsupdate and two real servers:
// whatever lags, is away or is killed, each signature verifies, by libopendkim and by dkimpy, with
// what both servers have when it leaves. Time passes in the states of the keys, which grow older.
#include "base/guarded.h"
#include "dkim/key_record.h"
#include "dkim/tag_list.h"
#include "dns/unbound_resolver.h"
#include "fakes/dkim_keys.h"
#include "referee/referee.h"
#include "rotation/key_folder.h"
#include "rotation/record_forms.h"
#include "system/program.h"
#include "wire/key_folder_site.h"
#include "wire/left_message.h"
#include "wire/milter_client.h"
#include "wire/name_server.h"
#include "wire/patience.h"
#include "wire/update_server.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace msa;
using namespace msa::wire;
using std::chrono::days;
using std::chrono::hours;

namespace {

// Lines of JSON: a message, and the records that DNS has.
constexpr const char* dkimpy = R"(
import json, sys, dkim
for line in sys.stdin:
    sent = json.loads(line)
    records = {(name + ".").encode(): record.encode() for name, record in sent["records"].items()}
    answer = lambda name, timeout=5: records.get(name.rstrip(b".") + b".", b"")
    if not dkim.verify(sent["message"].encode(), dnsfunc=answer):
        sys.exit("does not verify: " + line)
)";

using Records = std::map<std::string, std::string>;

struct Sent {
    std::string text;
    std::string key_name;
    std::vector<Records> seen{};  // of each server, when it left
};

Sent sent_of(const MessageModel& message, const std::string& body) {
    Sent sent{.text = left_message(message, body), .key_name = "unsigned"};
    const auto signatures = message.values("DKIM-Signature");
    if (const auto tags = tag_list(signatures.empty() ? "" : signatures.front());
        tags && tags->contains("s")) {
        sent.key_name = key_record_name(tags->at("s"), tags->at("d"));
    }
    return sent;
}

/// TXT records of that name at that server; absent: nobody answers.
std::optional<Records> records_at(const std::string& server, const std::string& name) {
    const auto resolver = make_unbound_resolver({.servers = {server}});
    const auto answer = (*resolver)->ask(
        name, RecordType::txt, std::chrono::steady_clock::now() + std::chrono::seconds(1));
    if (!answer) {
        return std::nullopt;
    }
    Records records;
    if (answer->records.size() == 1) {
        records[name] = answer->records.front().value;
    }
    return records;
}

/// Mail for the daemon, from a thread of its own, until it is over.
class Load {
public:
    Load(std::string socket, std::vector<std::string> servers)
        : socket_(std::move(socket)), servers_(std::move(servers)), thread_([this] { run(); }) {}
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;
    ~Load() { end(); }

    void end() {
        is_over_ = true;
        if (thread_.joinable()) {
            thread_.join();
        }
    }
    [[nodiscard]] std::size_t count() const {
        return sent_.with([](const auto& sent) { return sent.size(); });
    }
    [[nodiscard]] std::vector<Sent> sent() const {
        return sent_.with([](const auto& sent) { return sent; });
    }

private:
    void run() {
        while (!is_over_) {
            try {
                MilterClient client(socket_);
                client.greet();
                for (int i = 0; i < 5; ++i) {
                    submit(client);
                }
                client.quit();
            } catch (const std::exception&) {
                std::this_thread::sleep_for(std::chrono::milliseconds(20));  // it was killed
            }
        }
    }
    void submit(MilterClient& client) {
        auto mail = honest_mail();
        mail.sender = "<alice@mail.example>";
        for (auto& field : mail.header) {
            field.value = field.name == "From" ? " alice@mail.example" : field.value;
        }
        const auto ending = client.submit(mail);
        auto sent = sent_of(ending.message, mail.body);
        if (!ending.is_accepted()) {
            sent.key_name = "refused: " + ending.answer;
        }
        look(sent);
        sent_.with([&sent](auto& all) { all.push_back(std::move(sent)); });
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    /// As soon as DNS answers.
    void look(Sent& sent) const {
        for (const auto& server : servers_) {
            auto records = records_at(server, sent.key_name);
            while (!records && !is_over_) {
                records = records_at(server, sent.key_name);
            }
            sent.seen.push_back(records.value_or(Records()));
        }
    }

    std::string socket_;
    std::vector<std::string> servers_;
    Guarded<std::vector<Sent>> sent_;
    std::atomic<bool> is_over_ = false;
    std::thread thread_;
};

struct Site : KeyFolderSite {
    static std::string old_record() {
        return key_record(parse_private_key(ed25519_pem(), 1024).value());
    }

    Site()
        : primary(zone_line("old._domainkey.mail.example", old_record()) + '\n'),
          secondary("", primary.transfer_settings()) {
        std::filesystem::create_directory(keys + "/mail.example");
        (void)folder.write("keys/mail.example/old.pem", ed25519_pem());
        for (const auto& path : {keys + "/mail.example", keys + "/mail.example/old.pem"}) {
            std::filesystem::permissions(path, std::filesystem::perms(0700));
            BOOST_REQUIRE(::geteuid() != 0 || ::chown(path.c_str(), nobody, nobody) == 0);
        }
        transfer();
    }

    [[nodiscard]] std::string daemon_rules() const {
        return rules("rotate = \"90d\"\npublish = \"nsupdate\"\nnsupdate_key = \"" +
                     primary.key_file() + "\"\nnsupdate_server = \"" + primary.address() +
                     "\"\nservers = [\"" + primary.address() + "\", \"" + secondary.address() +
                     "\"]\n");
    }
    [[nodiscard]] std::vector<FolderKey> folder_keys() const { return keys_in(keys).value(); }
    /// `old STATE new STATE `, as far as they are there.
    [[nodiscard]] std::string lives() const {
        std::string text;
        for (const auto& key : folder_keys()) {
            text += (key.selector == "old" ? "old " : "new ") +
                    std::string(to_text(key.life.state)) + ' ';
        }
        return text;
    }
    /// Time passes.
    void age(hours time) const {
        const FileOwner owner{.user = ::geteuid() == 0 ? nobody : ::geteuid(),
                              .group = ::geteuid() == 0 ? nobody : ::getegid()};
        BOOST_TEST(comes_true([&] {
            const auto lock = KeyFolderLock::take(keys, owner);
            if (!lock) {
                return false;  // the daemon looks at them
            }
            for (auto& key : folder_keys()) {
                key.life.since -= time;
                BOOST_TEST((!key.has_state || keep_state(key, owner).has_value()));
            }
            return true;
        }));
    }
    /// The secondary server has what the primary one has.
    void transfer() {
        secondary.forget();
        BOOST_TEST(comes_true([&] {
            for (const auto& key : folder_keys()) {
                const auto name = key_record_name(key.selector, key.domain);
                if (records_at(secondary.address(), name) != records_at(primary.address(), name)) {
                    return false;
                }
            }
            return true;
        }));
    }
    void reach(const Daemon& daemon, const std::string& wanted) const {
        BOOST_TEST(comes_true([&] {
                       (void)rotate(daemon);
                       return lives() == wanted;
                   }),
                   lives() << "is not " << wanted);
    }
    static void kill(Daemon& daemon) {
        daemon.signal(SIGKILL);
        BOOST_TEST(daemon.exit_status() == 128 + SIGKILL);
        daemon.start();
    }
    /// The same, but it is killed `moment` after it began.
    void reach_killed(Daemon& daemon, const std::string& wanted,
                      std::chrono::milliseconds moment) const {
        std::thread asking([&daemon] { (void)rotate(daemon); });
        std::this_thread::sleep_for(moment);
        daemon.signal(SIGKILL);
        BOOST_TEST(daemon.exit_status() == 128 + SIGKILL);
        asking.join();
        daemon.start();
        reach(daemon, wanted);
    }
    /// Neither a kill, nor time, nor silent servers change this state.
    void check_steadiness(Daemon& daemon, const Load& load, hours time) {
        const auto before = lives();
        kill(daemon);
        BOOST_TEST(lives() == before);
        primary.stop();
        secondary.freeze();  // where it started again it would ask for the zone
        (void)rotate(daemon);
        BOOST_TEST(lives() == before);
        kill(daemon);
        primary.start();
        secondary.go_on();
        for (int i = 0; i < 3; ++i) {
            age(time);
            (void)rotate(daemon);
            BOOST_TEST(lives() == before);
        }
        const auto so_far = load.count();  // mail flows in this state
        BOOST_TEST(comes_true([&] { return load.count() >= so_far + 3; }));
    }
    void check(const std::vector<Sent>& all) const {
        std::string lines;
        for (const auto& each : all) {
            BOOST_TEST_REQUIRE(each.key_name.ends_with("._domainkey.mail.example"),
                               each.key_name << '\n'
                                             << each.text);
            for (const auto& records : each.seen) {
                const auto found = records.find(each.key_name);
                BOOST_TEST_REQUIRE((found != records.end()), each.key_name);
                const auto judged =
                    ask_referee(each.text, {.keys = {{found->first, found->second}}});
                BOOST_TEST_REQUIRE(judged.has_value());
                BOOST_TEST(judged->signatures.at(0).passes(), each.key_name);
                lines += nlohmann::json{{"message", each.text}, {"records", records}}.dump() + '\n';
            }
        }
        constexpr std::size_t most = 1000000;
        const auto verified = run_program({"/usr/bin/python3", "-c", dkimpy}, most, lines);
        BOOST_TEST_REQUIRE(verified.has_value());
        BOOST_TEST(verified->status == 0, verified->err);
    }

    UpdateServer primary;
    NameServer secondary;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(rotation_load, Site)

BOOST_AUTO_TEST_CASE(each_signature_verifies_when_it_leaves_whatever_happens) {
    using std::chrono::milliseconds;
    Daemon daemon({.rules = daemon_rules()});
    Load load(daemon.socket(), {primary.address(), secondary.address()});
    reach(daemon, "old active ");
    check_steadiness(daemon, load, hours(1));

    age(days(90));
    reach_killed(daemon, "old active new generated ", milliseconds(20));
    check_steadiness(daemon, load, hours(2));  // the secondary server lags

    transfer();
    reach_killed(daemon, "old active new published ", milliseconds(5));
    check_steadiness(daemon, load, hours(0));

    age(hours(1));
    reach_killed(daemon, "old retired new active ", milliseconds(10));
    check_steadiness(daemon, load, days(2));

    age(days(1) + hours(1));
    reach_killed(daemon, "old revoked new active ", milliseconds(10));
    check_steadiness(daemon, load, hours(1));
    BOOST_TEST(!std::filesystem::exists(keys + "/mail.example/old.pem"));

    transfer();
    BOOST_TEST(comes_true([&] {
        (void)rotate(daemon);
        return folder_keys().front().life.is_gone;
    }));
    load.end();
    const auto sent = load.sent();
    check(sent);
    BOOST_TEST(sent.front().key_name == "old._domainkey.mail.example");
    BOOST_TEST(sent.back().key_name != sent.front().key_name);
}

BOOST_AUTO_TEST_SUITE_END()
