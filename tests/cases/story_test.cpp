// The trail that README.md's sessions for security teams read is one that the daemon's own code
// writes: its rules, its candidate, its tree. With MSA_BLESS set, it is written anew.
#include "audit/audit_trail.h"
#include "audit/note_key.h"
#include "audit/trail_paths.h"
#include "base/file.h"
#include "checks/check_reads.h"
#include "commands/in_force_records.h"
#include "crypto/private_key.h"
#include "fakes/fake_clock.h"
#include "fakes/fake_rate_counter.h"
#include "fakes/temporary_folder.h"
#include "policy/transaction.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace msa;
using namespace std::chrono_literals;

namespace {

constexpr const char* story = "tests/story/";
constexpr const char* host = "mx.example.com";
constexpr const char* main_file = "/etc/msa-milter/rules/main.toml";
constexpr const char* candidate_file = "/etc/msa-milter/rules/candidate.toml";

/// Of this trail and nothing else.
constexpr const char* key =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIPUMl++zot2qf2RIaHaphRv9gKNTOoPCzD1SdRluP2eY\n"
    "-----END PRIVATE KEY-----\n";

std::string text_of(const std::string& path) {
    return read_file(path, 1U << 26U).value();
}

/// The change of the story: carol goes, where dan was only to come.
std::string broken(std::string text) {
    const std::string before = "assistants = [\"carol@example.com\"]";
    return text.replace(text.find(before), before.size(), "assistants = [\"dan@example.com\"]");
}

struct Mail {
    std::string login;
    std::string from;
    std::string to;
    std::string subject;
};

/// Session ids as long as those of a daemon.
class Numbers final : public RandomSource {
public:
    [[nodiscard]] std::string hex(std::size_t octets) override {
        std::string digits;
        while (digits.size() < 2 * octets) {
            state_ = state_ * 6364136223846793005U + 1442695040888963407U;
            digits += "0123456789abcdef"[state_ >> 60U];
        }
        return digits;
    }

private:
    std::uint64_t state_ = 41;
};

class Story {
public:
    explicit Story(const std::string& file)
        : trail_(std::move(AuditTrail::open(settings(file), [](LogLevel, const LogLine&) {
                 })).value()) {}

    void tell() {
        auto start = trail_->control("start");
        start.text("version", "0.1.0").number("pid", 417).truth("clean", true);
        start.number("read_again", 0);
        BOOST_REQUIRE(trail_->write(start).has_value());
        const auto text = text_of(std::string(story) + "main.toml");
        const auto rules = loaded(main_file, text);
        CandidateRules candidate{.paths = {candidate_file},
                                 .loaded = loaded(candidate_file, broken(text)),
                                 .texts = {{candidate_file, broken(text)}}};
        InForceRecords records(*trail_);
        BOOST_REQUIRE(records.begin(rules, {.texts = {{main_file, text}}, .tables = {}}, candidate)
                          .has_value());
        for (int i = 1; i <= 12; ++i) {
            const auto& [login, from] = writers_.at(static_cast<std::size_t>(i - 1) % 3);
            submit(rules, candidate, {login, from, reader(i), "Numbers"});
        }
        submit(rules, candidate, {"eve@example.com", "ceo@example.com", "x@example.net", "Hi"});
        submit(rules, candidate, {"carol@example.com", "carol@example.com", "x@example.net", "Hi"});
        clock_.moment.time += 1s;
        trail_->stop();
    }

private:
    using Writer = std::pair<std::string, std::string>;

    [[nodiscard]] TrailSettings settings(const std::string& file) {
        clock_.moment = {std::chrono::sys_days{std::chrono::year{2026} / 11 / 26} + 12h, 0min};
        return {.file = file,
                .host = host,
                .key = std::make_shared<const PrivateKey>(parse_private_key(key, 2048).value()),
                .now = [this] { return clock_.moment.time; },
                .monotonic =
                    [this] {
                        return std::chrono::steady_clock::time_point(
                            clock_.moment.time.time_since_epoch());
                    }};
    }
    static LoadedRuleFiles loaded(const std::string& path, const std::string& text) {
        auto services = rule_services();
        services.read_file = [&text](const std::string& /*path*/) {
            return Result<std::string>(text);
        };
        return load_rule_files({path}, services,
                               std::chrono::sys_days{std::chrono::year{2026} / 11 / 26});
    }
    static std::string reader(int i) { return "reader" + std::to_string(i) + "@example.net"; }
    void submit(const LoadedRuleFiles& rules, const CandidateRules& candidate, const Mail& mail);

    FakeClock clock_{};
    Numbers random_{};
    FakeRateCounter rates_{};
    int count_ = 0;
    std::vector<Writer> writers_{{"alice@example.com", "Alice <alice@example.com>"},
                                 {"bob@example.com", "bob@example.com"},
                                 {"carol@example.com", "The Boss <ceo@example.com>"}};
    std::unique_ptr<AuditTrail> trail_;
};

void Story::submit(const LoadedRuleFiles& rules, const CandidateRules& candidate,
                   const Mail& mail) {
    const auto number = std::to_string(++count_);
    clock_.moment.time += 37s;
    Session session{.id = random_.hex(8),
                    .host = MtaKind::postfix,
                    .mta = "Postfix 3.7.11",
                    .mta_name = host,
                    .listener = "submission",
                    .client_name = "client.example.com",
                    .client_address = "192.0.2.7",
                    .client_port = 40000 + count_,
                    .helo = "client.example.com",
                    .tls = {"TLSv1.3", "TLS_AES_256_GCM_SHA384", 256},
                    .certificate = {},
                    .sasl_login = mail.login,
                    .sasl_method = "PLAIN"};
    const auto choice = rules.rules->for_session(session);
    const auto other = candidate.loaded.rules->for_session(session);
    Transaction transaction(choice.rules, session, 1,
                            {.clock = clock_,
                             .random = random_,
                             .audit = *trail_,
                             .rates = rates_,
                             .host_name = host,
                             .facts = {FactsKept::judged, reads_of_check}});
    transaction.try_out({other.rules, other.governs});
    BOOST_TEST(!transaction.mail({'<' + mail.login + '>', {}, mail.login}));
    BOOST_TEST(!transaction.recipient({.argument = '<' + mail.to + '>'}));
    for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
             {"Date", "Thu, 26 Nov 2026 12:00:00 +0000"},
             {"From", mail.from},
             {"To", mail.to},
             {"Subject", mail.subject},
             {"Message-ID", '<' + number + "@client.example.com>"}}) {
        transaction.header(name, ' ' + value);
    }
    clock_.moment.time += 130ms;
    if (!transaction.end_of_headers("4dBx" + number)) {
        transaction.body("Hello.\r\n");
        BOOST_TEST(std::holds_alternative<Outcome>(transaction.end_of_message("4dBx" + number)));
        BOOST_TEST(!transaction.conclude({}));
    }
}

void keep(const TrailPaths& from, const TrailPaths& to) {
    namespace fs = std::filesystem;
    const auto parent = fs::path(to.file).parent_path();
    fs::remove_all(parent);
    fs::create_directories(parent);
    for (const auto& [source, target] : {std::pair(from.file, to.file),
                                         {from.checkpoint, to.checkpoint},
                                         {from.checkpoints, to.checkpoints},
                                         {from.rules, to.rules}}) {
        fs::copy(source, target, fs::copy_options::recursive);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(story_test)

BOOST_AUTO_TEST_CASE(the_trail_of_the_story_is_what_the_daemons_code_writes) {
    const TemporaryFolder folder;
    const auto now = TrailPaths::of(folder.path_of("audit.jsonl"));
    const auto kept = TrailPaths::of(std::string(story) + "trail/audit.jsonl");
    Story(now.file).tell();
    // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
    if (std::getenv("MSA_BLESS") != nullptr) {
        keep(now, kept);
    }
    BOOST_TEST(text_of(now.file) == text_of(kept.file));
    BOOST_TEST(text_of(now.checkpoint) == text_of(kept.checkpoint));
    for (const auto& each : std::filesystem::directory_iterator(now.rules)) {
        const auto name = each.path().filename().string();
        BOOST_TEST(text_of(each.path().string()) == text_of(kept.rules + '/' + name));
    }
}

BOOST_AUTO_TEST_SUITE_END()
