// Debian's Prometheus scrapes a daemon with mail in it, knows what every alert is about, and
// answers every query of every panel of the dashboard.
#include "wire/prometheus.h"

#include "wire/daemon.h"
#include "wire/key_site.h"
#include "wire/milter_client.h"
#include "wire/name_server.h"
#include "wire/patience.h"
#include "wire/program.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace msa::wire;

namespace {

using Json = nlohmann::json;

/// Mail of which something is signed, something repaired, something refused.
class Load {
public:
    explicit Load(const std::string& socket) : thread_([this, socket] { submit(socket); }) {}
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;
    ~Load() {
        is_over_ = true;
        thread_.join();
    }

private:
    void submit(const std::string& socket) const {
        Submission unfinished{.sender = "<alice@mail.example>",
                              .header = {{"From", " alice@mail.example"},
                                         {"To", " rcpt@example.net"},
                                         {"Message-ID", " <1@mail.example>"}}};
        auto foreign = unfinished;
        foreign.header.front().value = " bob@mail.example";
        while (!is_over_) {
            MilterClient client(socket);
            client.greet();
            for (const auto* mail : {&unfinished, &foreign}) {
                (void)client.submit(*mail);  // whatever is said to it
            }
            client.quit();
        }
    }

    std::atomic<bool> is_over_ = false;
    std::thread thread_;
};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
        text.replace(at, what.size(), by);
    }
    return text;
}

/// What the selectors of an expression name, with their matchers, without their ranges.
std::set<std::string> series_in(const std::string& expression) {
    static const std::regex selector(R"((?:msa_milter|process)_[a-z_]+(?:\{[^}]*\})?|up\{[^}]*\})");
    std::set<std::string> found;
    for (std::sregex_iterator each(expression.begin(), expression.end(), selector), end;
         each != end; ++each) {
        found.insert(each->str());
    }
    return found;
}

Json shipped(const std::string& file) {
    return Json::parse(contents("contrib/" + file));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(prometheus)

BOOST_AUTO_TEST_CASE(finds_data_for_every_alert_and_every_panel) {
    const KeySite site;
    const NameServer names(KeySite::zone());
    const int port = free_port();
    const Daemon daemon(
        {.settings = "metrics = \"inet:" + std::to_string(port) + "@127.0.0.1\"\nresolver = [\"" +
                     names.address() + "\"]\n",
         .rules = KeySite::rules(site.key("rsa", "retire = 2099-01-01T00:00:00Z\n") +
                                 site.key("ed", "activate = 2020-01-01T00:00:00Z\n")) +
                  "[check.message_rate]\naction = \"defer\"\nmessages = 100000\nper = 60\n"
                  "[check.add_date]\naction = \"repair\"\n"});
    const Prometheus prometheus(
        port, std::filesystem::absolute("contrib/prometheus/msa-milter.rules.yml"));
    const Load load(daemon.socket());

    const auto has_data = [&prometheus](const std::string& expression) {
        return comes_true([&] { return !prometheus.query(expression).empty(); });
    };
    const auto groups = prometheus.get("/api/v1/rules").at("groups");
    BOOST_REQUIRE(groups.size() == 1U);
    BOOST_TEST(groups.at(0).at("rules").size() > 10U);
    for (const auto& alert : groups.at(0).at("rules")) {
        const auto name = alert.at("name").get<std::string>();
        const auto expression = alert.at("query").get<std::string>();
        BOOST_CHECK_NO_THROW((void)prometheus.query(expression));
        const auto series = series_in(expression);
        BOOST_TEST(!series.empty(), name);
        for (const auto& each : series) {
            BOOST_TEST(has_data(each), name + ": " + each);
        }
    }
    for (const auto& panel : shipped("grafana/msa-milter.json").at("panels")) {
        for (const auto& target : panel.value("targets", Json::array())) {
            const auto written = target.at("expr").get<std::string>();
            const auto expression =
                replaced(replaced(written, "$__rate_interval", "1m"), "$instance", ".*");
            BOOST_TEST(has_data(expression), panel.at("title").get<std::string>() + ": " + written);
        }
    }
    // Nothing is wrong with this daemon, and nobody says so.
    BOOST_TEST(comes_true([&] {
        const auto rules = prometheus.get("/api/v1/rules").at("groups").at(0).at("rules");
        return std::all_of(rules.begin(), rules.end(),
                           [](const Json& each) { return each.at("health") == "ok"; });
    }));
    BOOST_TEST(prometheus.query("ALERTS{alertstate=\"firing\"}").dump() == "[]");
}

BOOST_AUTO_TEST_SUITE_END()
