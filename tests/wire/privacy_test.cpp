// What a trail keeps of other people, over the socket, and `audit reveal`.
#include "wire/daemon.h"
#include "wire/flavours.h"
#include "wire/milter_client.h"
#include "wire/patience.h"
#include "wire/program.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace bdata = boost::unit_test::data;
namespace fs = std::filesystem;
using namespace msa::wire;
using Words = std::vector<std::string>;

namespace {

void end(Daemon& daemon) {
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
}

/// A daemon whose trail keeps as much as `audit` says.
struct Site {
    explicit Site(const std::string& audit) {
        end(daemon);
        auto text = contents(daemon.path("settings.toml"));
        const auto at = text.find("audit = ");
        text.erase(at, text.find('\n', at) + 1 - at);
        std::ofstream(daemon.path("settings.toml"))
            << text << "[audit]\nfile = \"" << daemon.path("audit.jsonl") << "\"\n"
            << audit;
        daemon.start();
    }
    [[nodiscard]] Ended reveal(const std::string& address, Words more = {}) const {
        Words words{"audit",       "reveal", "--config", daemon.path("settings.toml"),
                    "--recipient", address};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
    [[nodiscard]] std::string trail() const { return contents(daemon.path("audit.jsonl")); }
    [[nodiscard]] nlohmann::json last_reveal() const {
        nlohmann::json found;
        std::istringstream lines(trail());
        for (std::string line; std::getline(lines, line);) {
            if (line.find(R"("record":"reveal")") != std::string::npos) {
                found = nlohmann::json::parse(line);
            }
        }
        return found;
    }

    Daemon daemon;
};

/// A message to this address, in its envelope, To and Bcc, and one refused of the same.
void submit_to(const Daemon& daemon, const Named& mta, const std::string& address) {
    MilterClient client(daemon.socket(), mta.profile());
    client.greet();
    Submission mail = honest_mail();
    mail.recipients = {"<" + address + ">"};
    mail.header.push_back({"Bcc", " Secret <" + address + ">"});
    for (auto& field : mail.header) {
        if (field.name == "To") {
            field.value = " Secret <" + address + ">";
        }
    }
    BOOST_TEST(client.submit(mail).answer == "");
    BOOST_TEST(client.mail("<alice@example.com>") == "");
    client.macros["{rcpt_mailer}"] = "error";
    client.macros["{rcpt_host}"] = "5.1.1";
    client.macros["{rcpt_addr}"] = "<" + address + ">: User unknown";
    BOOST_TEST(client.recipient("<" + address + ">") == "");
    client.abort();
    client.quit();
    (void)daemon.records(client.client_port(), 2);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(privacy)

BOOST_DATA_TEST_CASE(an_address_stands_nowhere_in_trail_and_log, bdata::make(both_mtas), mta) {
    const Site site("recipients = \"pseudonym\"\nfacts = \"all\"\n");
    submit_to(site.daemon, mta, "hidden.person@private.example");
    for (const auto& text : {site.trail(), site.daemon.log()}) {
        for (const auto* word : {"hidden", "private.example", "Secret"}) {
            BOOST_TEST(text.find(word) == std::string::npos, word);
        }
    }
    BOOST_TEST(site.trail().find(R"("recipients_as":"pseudonym")") != std::string::npos);
    BOOST_TEST(site.trail().find(R"("record":"facts")") != std::string::npos);
    BOOST_TEST(run({"audit", "verify", site.daemon.path("audit.jsonl")}).status == 0);
}

BOOST_AUTO_TEST_CASE(a_client_is_no_more_than_its_network) {
    const Site site("client = \"network\"\n");
    MilterClient client(site.daemon.socket());
    client.greet();
    BOOST_TEST(client.submit(honest_mail()).answer == "");
    client.quit();
    BOOST_TEST(comes_true(
        [&] { return site.trail().find(R"("record":"transaction")") != std::string::npos; }));
    BOOST_TEST(site.trail().find("192.0.2.7") == std::string::npos);
    BOOST_TEST(site.trail().find("192.0.2.0/24") != std::string::npos);
    BOOST_TEST(site.daemon.log().find("client=192.0.2.7") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(who_reveals_an_address_is_recorded_first) {
    const Site site("recipients = \"pseudonym\"\n");
    submit_to(site.daemon, both_mtas[0], "hidden.person@private.example");
    const auto found = site.reveal("Hidden.Person@PRIVATE.example", {"--reason", "case 7"});
    BOOST_TEST(found.status == 0, found.err);
    BOOST_TEST(found.out.find("accepted") != std::string::npos, found.out);
    const auto record = site.last_reveal();
    BOOST_TEST(record["found"] == 2);
    BOOST_TEST(record["uid"] == ::getuid());
    BOOST_TEST(record["user"].is_string());
    BOOST_TEST(record["reason"] == "case 7");
    BOOST_TEST(record["recipient"].get<std::string>().front() == '~');
    BOOST_TEST(site.reveal("other@private.example").status == 1);
    BOOST_TEST(site.last_reveal()["found"] == 0);
}

BOOST_AUTO_TEST_CASE(without_a_daemon_it_is_recorded_all_the_same) {
    Site site("recipients = \"pseudonym\"\n");
    submit_to(site.daemon, both_mtas[0], "hidden.person@private.example");
    end(site.daemon);
    BOOST_TEST(site.reveal("hidden.person@private.example", {"--json"}).status == 0);
    BOOST_TEST(site.last_reveal()["found"] == 2);
    BOOST_TEST(run({"audit", "verify", site.daemon.path("audit.jsonl")}).status == 0);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_recorded_is_not_shown) {
    Site site("recipients = \"pseudonym\"\n");
    submit_to(site.daemon, both_mtas[0], "hidden.person@private.example");
    site.daemon.signal(SIGKILL);
    (void)site.daemon.exit_status();
    fs::remove(site.daemon.path("audit.lock"));
    fs::create_directory(site.daemon.path("audit.lock"));
    const auto refused = site.reveal("hidden.person@private.example");
    BOOST_TEST(refused.status != 0);
    BOOST_TEST(refused.out == "");
    BOOST_TEST(refused.err.find("nothing is shown") != std::string::npos, refused.err);
}

BOOST_AUTO_TEST_CASE(a_month_without_its_key_tells_nothing_more) {
    Site site("recipients = \"pseudonym\"\n");
    submit_to(site.daemon, both_mtas[0], "hidden.person@private.example");
    end(site.daemon);
    fs::remove_all(site.daemon.path("audit.pseudonyms"));
    BOOST_TEST(site.reveal("hidden.person@private.example").status == 1);
    BOOST_TEST(run({"audit", "verify", site.daemon.path("audit.jsonl")}).status == 0);
}

BOOST_AUTO_TEST_SUITE_END()
