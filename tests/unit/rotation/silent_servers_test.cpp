// Servers of a zone that do not answer: of very many keys, not each waits for them.
#include "rotation/zone_look.h"

#include <map>
#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

namespace {

using namespace msa;

constexpr const char* record = "v=DKIM1; k=ed25519; p=AAAA";

struct Servers {
    struct Server : Resolver {
        Server(Servers& servers, std::string name) : all(servers), name_(std::move(name)) {}
        [[nodiscard]] Result<DnsAnswer> ask(std::string_view /*name*/, RecordType /*type*/,
                                            Deadline /*deadline*/) const override {
            ++all.asked[name_];
            if (all.is_silent[name_]) {
                return Error{"no answer"};
            }
            return DnsAnswer{.kind = DnsAnswer::Kind::no_such_domain, .records = {}};
        }
        Servers& all;
        std::string name_;
    };

    [[nodiscard]] std::unique_ptr<ZoneLook> look() {
        return make_zone_look({"one", "two"},
                              {.resolver = nullptr,
                               .name_servers = {},
                               .ask_server =
                                   [this](const std::string& server) {
                                       return Result<std::unique_ptr<const Resolver>>(
                                           std::make_unique<const Server>(*this, server));
                                   },
                               .alias_at =
                                   [this](const std::string& server, const std::string&) {
                                       return has_alias ? Result<std::string>("elsewhere.example")
                                              : is_silent[server]
                                                  ? Result<std::string>(Error{"no answer"})
                                                  : Result<std::string>("");
                                   }});
    }

    std::map<std::string, int> asked;
    std::map<std::string, bool> is_silent;
    bool has_alias = false;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(silent_servers, Servers)

BOOST_AUTO_TEST_CASE(one_that_does_not_answer_is_waited_for_three_times) {
    is_silent["two"] = true;
    const auto dns = look();
    for (int i = 0; i < 10; ++i) {
        const auto sight = dns->look("one._domainkey.mail.example", record);
        BOOST_TEST(!sight.can_tell);
        BOOST_TEST(sight.without == 1U);
        BOOST_TEST(sight.why == "two cannot tell: no answer");
    }
    BOOST_TEST(asked["one"] == 10);
    BOOST_TEST(asked["two"] == 3);
    is_silent["two"] = false;
    BOOST_TEST(look()->look("one._domainkey.mail.example", record).can_tell);  // the next hour
}

BOOST_AUTO_TEST_CASE(one_that_answers_now_and_then_is_asked_on) {
    const auto dns = look();
    for (int i = 0; i < 10; ++i) {
        is_silent["two"] = i % 3 != 0;
        (void)dns->look("one._domainkey.mail.example", record);
    }
    BOOST_TEST(asked["two"] == 10);
}

BOOST_AUTO_TEST_CASE(one_that_knows_an_alias_alone_is_not_silent) {
    is_silent["two"] = true;  // about what the alias leads to
    has_alias = true;
    const auto dns = look();
    for (int i = 0; i < 10; ++i) {
        (void)dns->look("one._domainkey.mail.example", record);
    }
    BOOST_TEST(asked["two"] == 10);
}

BOOST_AUTO_TEST_SUITE_END()
