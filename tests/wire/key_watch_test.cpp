// What the daemon sees of its keys in DNS, and says of it.
#include "fakes/dkim_keys.h"
#include "wire/daemon.h"
#include "wire/key_site.h"
#include "wire/name_server.h"
#include "wire/patience.h"
#include "wire/program.h"

#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace msa::wire;

namespace {

using Json = nlohmann::json;

struct Keys : KeySite {
    [[nodiscard]] static Setup setup(const NameServer& server, const std::string& rules) {
        return {.settings = "resolver = [\"" + server.address() + "\"]\nresolver_timeout = 1\n",
                .rules = rules};
    }
    [[nodiscard]] static Json status(const Daemon& daemon) {
        return Json::parse(run({"status", "--json", "--config", daemon.path("settings.toml")}).out);
    }
    /// What was seen of a key, as soon as there is something.
    [[nodiscard]] static Json seen(const Daemon& daemon, std::size_t place) {
        Json dns;
        BOOST_TEST(comes_true([&] {
            dns = status(daemon).at("keys").at(place).at("dns");
            return !dns.is_null() && (!dns.at("fits").is_null() || dns.contains("cannot_tell"));
        }));
        return dns;
    }
};

std::string warnings(const Json& status) {
    return status.at("warnings").dump();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(key_watch, Keys)

BOOST_AUTO_TEST_CASE(tells_keys_that_verifiers_find_from_those_that_they_do_not) {
    const NameServer server(record("rsa", msa::rsa_pem(2048)));
    const Daemon daemon(setup(server, rules(key("rsa") + key("ed"))));
    BOOST_TEST(seen(daemon, 0).at("fits") == true);
    const auto missing = seen(daemon, 1);
    BOOST_TEST(missing.at("fits") == false);
    BOOST_TEST(missing.at("why") == "the name does not exist in DNS");
    const auto warned = warnings(status(daemon));
    BOOST_TEST(warned.find("key mail.example/ed: the name does not exist in DNS") !=
               std::string::npos);
    BOOST_TEST(warned.find("mail.example/rsa") == std::string::npos);
    const auto text = run({"status", "--config", daemon.path("settings.toml")}).out;
    BOOST_TEST(text.find("mail.example/rsa: active, published") != std::string::npos, text);
    BOOST_TEST(
        text.find("mail.example/ed: active, the name does not exist in DNS") != std::string::npos,
        text);
}

BOOST_AUTO_TEST_CASE(sees_another_key_where_dns_has_one) {
    const NameServer server(record("ed", msa::rsa_pem(2048)));
    const Daemon daemon(setup(server, rules(key("ed"))));
    BOOST_TEST(seen(daemon, 0).at("fits") == false);
    BOOST_TEST(seen(daemon, 0).at("why") != "");
}

BOOST_AUTO_TEST_CASE(does_not_guess_while_dns_is_silent) {
    NameServer server("");
    server.stop();
    const Daemon daemon(setup(server, rules(key("ed"))));
    const auto unknown = seen(daemon, 0);
    BOOST_TEST(unknown.at("fits").is_null());
    BOOST_TEST(unknown.at("cannot_tell") != "");
    BOOST_TEST(warnings(status(daemon)).find("mail.example/ed") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(looks_again_after_a_reload_and_leaves_retired_keys_alone) {
    const NameServer server(record("rsa", msa::rsa_pem(2048)));
    const Daemon daemon(setup(server, rules(key("ed"))));
    BOOST_TEST(seen(daemon, 0).at("fits") == false);
    daemon.write_rules(rules(key("rsa") + key("ed", "retire = 2020-01-01T00:00:00Z\n")));
    BOOST_TEST(run({"reload", "--config", daemon.path("settings.toml")}).status == 0);
    BOOST_TEST(seen(daemon, 0).at("fits") == true);
    BOOST_TEST(status(daemon).at("keys").at(1).at("dns").is_null());
    BOOST_TEST(warnings(status(daemon)).find("does not exist") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
