// What name servers say, compared.
#include "names/zone_view.h"

#include "workbench/given_resolver.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

struct Server {
    GivenResolver records;
    std::map<std::string, std::vector<std::string>> name_servers{};
    std::map<std::string, std::vector<std::string>> services{};
    bool is_silent = false;
    int questions = 0;
};

/// A view of a server that the test keeps.
class Asked final : public NamesResolver {
public:
    explicit Asked(Server& server) : server_(server) {}

    [[nodiscard]] Result<DnsAnswer> ask(std::string_view name, RecordType type,
                                        Deadline deadline) const override {
        ++server_.questions;
        return server_.is_silent ? Error{"no answer in time"}
                                 : server_.records.ask(name, type, deadline);
    }
    [[nodiscard]] Result<std::vector<std::string>> name_servers(
        std::string_view zone, Deadline /*deadline*/) const override {
        return server_.name_servers[std::string(zone)];
    }
    [[nodiscard]] Result<DnsAnswer> services(std::string_view name,
                                             Deadline /*deadline*/) const override {
        DnsAnswer answer;
        for (const auto& each : server_.services[std::string(name)]) {
            answer.kind = DnsAnswer::Kind::records;
            answer.records.push_back({.value = each});
        }
        return answer;
    }
    [[nodiscard]] Result<std::string> alias(std::string_view /*name*/,
                                            Deadline /*deadline*/) const override {
        return std::string();
    }

private:
    Server& server_;
};

struct World {
    [[nodiscard]] OneServer one_server() {
        return [this](const std::string& address) -> Result<std::unique_ptr<const NamesResolver>> {
            return std::unique_ptr<const NamesResolver>(std::make_unique<Asked>(servers[address]));
        };
    }
    [[nodiscard]] ZoneView view(std::vector<std::string> named = {"192.0.2.1", "192.0.2.2"}) {
        return {std::move(named), asked, one_server()};
    }
    void text(const std::string& server, const std::string& value) {
        servers[server].records.add("d.example", RecordType::txt, value);
    }

    std::map<std::string, Server> servers;
    Server resolver;
    Asked asked{resolver};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(zone_view, World)

BOOST_AUTO_TEST_CASE(servers_agree_whatever_the_order_of_their_records) {
    text("192.0.2.1", "a");
    text("192.0.2.1", "b");
    text("192.0.2.2", "b");
    text("192.0.2.2", "a");
    resolver.records.add("d.example", RecordType::txt, "a").add("d.example", RecordType::txt, "b");
    auto zone = view();
    const auto& seen = zone.look("d.example", RecordType::txt);
    BOOST_REQUIRE(seen.answer.has_value());
    BOOST_TEST(seen.answer->records.size() == 2U);
    BOOST_TEST(seen.note == "");
}

BOOST_AUTO_TEST_CASE(servers_that_differ_have_no_answer) {
    text("192.0.2.1", "old");
    auto zone = view();
    const auto& seen = zone.look("d.example", RecordType::txt);
    BOOST_TEST(!seen.answer.has_value());
    BOOST_TEST(seen.differs);
    BOOST_TEST(seen.why == "the name servers differ: 192.0.2.1 has \"old\", 192.0.2.2 has nothing");
}

BOOST_AUTO_TEST_CASE(the_resolver_is_compared_too) {
    text("192.0.2.1", "new");
    text("192.0.2.2", "new");
    resolver.records.add("d.example", RecordType::txt, "old");
    auto zone = view();
    BOOST_TEST(zone.look("d.example", RecordType::txt).note ==
               "; the resolver still has \"old\", for 300 s at most");
    BOOST_TEST(zone.ask("D.Example", RecordType::txt, {})->records.at(0).value == "new");
    resolver.records.add("other.example", RecordType::txt, "theirs");
    BOOST_TEST(zone.ask("other.example", RecordType::txt, {})->records.at(0).value == "theirs");
}

BOOST_AUTO_TEST_CASE(a_silent_server_is_asked_once) {
    text("192.0.2.1", "a");
    servers["192.0.2.2"].is_silent = true;
    auto zone = view();
    BOOST_TEST(zone.look("d.example", RecordType::txt).answer.has_value());
    BOOST_TEST(zone.look("d.example", RecordType::mx).answer.has_value());
    BOOST_TEST(servers["192.0.2.2"].questions == 1);
    BOOST_TEST(zone.silent().size() == 1U);
    BOOST_TEST(zone.silent().at("192.0.2.2") == "no answer in time");
    BOOST_TEST(zone.answering() == 1U);
}

BOOST_AUTO_TEST_CASE(a_failure_about_one_name_says_nothing_about_others) {
    text("192.0.2.1", "a");
    servers["192.0.2.1"].records.add_failing("broken.example");
    auto zone = view({"192.0.2.1"});
    for (const auto type : {RecordType::txt, RecordType::mx, RecordType::a, RecordType::aaaa}) {
        BOOST_TEST(!zone.look("broken.example", type).answer.has_value());
        BOOST_TEST(zone.look("d.example", type).answer.has_value());
    }
    BOOST_TEST(zone.silent().empty());
    BOOST_TEST(zone.answering() == 1U);
}

BOOST_AUTO_TEST_CASE(a_server_that_never_tells_anything_is_asked_no_more) {
    servers["192.0.2.1"].records.add_failing("broken.example");
    auto zone = view({"192.0.2.1"});
    for (const auto type : every_record_type) {
        (void)zone.look("broken.example", type);
    }
    BOOST_TEST(servers["192.0.2.1"].questions == 3);
    BOOST_TEST(zone.silent().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_resolver_that_tells_nothing_of_many_domains_is_asked_no_more) {
    resolver.is_silent = true;
    auto zone = view({"192.0.2.1"});
    for (int i = 0; i < 100; ++i) {
        BOOST_TEST(zone.look("d.example", RecordType::txt).note ==
                   "; the resolver cannot tell: no answer in time");
        zone.forget();
    }
    BOOST_TEST(resolver.questions == 10);
}

BOOST_AUTO_TEST_CASE(one_answer_about_a_domain_is_trust_in_the_resolver) {
    resolver.records.add_failing("d.example", RecordType::txt);
    auto zone = view({"192.0.2.1"});
    for (int i = 0; i < 100; ++i) {
        (void)zone.look("d.example", RecordType::txt);
        (void)zone.look("d.example", RecordType::mx);
        zone.forget();
    }
    BOOST_TEST(resolver.questions == 200);
}

BOOST_AUTO_TEST_CASE(a_question_is_asked_once) {
    auto zone = view();
    (void)zone.look("d.example", RecordType::txt);
    (void)zone.look("d.example", RecordType::txt);
    BOOST_TEST(servers["192.0.2.1"].questions == 1);
}

BOOST_AUTO_TEST_CASE(where_all_are_silent_nobody_can_tell) {
    servers["192.0.2.1"].is_silent = true;
    auto zone = view({"192.0.2.1"});
    const auto& seen = zone.look("d.example", RecordType::txt);
    BOOST_TEST(!seen.answer.has_value());
    BOOST_TEST(!seen.differs);
    BOOST_TEST(seen.why == "192.0.2.1: no answer in time");
}

BOOST_AUTO_TEST_CASE(the_servers_are_those_of_the_longest_part_with_ns_records) {
    resolver.name_servers["example"] = {"ns.example"};
    resolver.name_servers["d.example"] = {"ns1.d.example", "ns2.d.example"};
    resolver.records.add("ns1.d.example", RecordType::a, "192.0.2.1");
    resolver.records.add("ns2.d.example", RecordType::aaaa, "2001:db8::2");
    servers["192.0.2.1"].services["_submission._tcp.d.example"] = {"0 1 587 m.d.example"};
    servers["2001:db8::2"].services["_submission._tcp.d.example"] = {"0 1 587 m.d.example"};
    auto zone = view({});
    const auto& seen = zone.look_for_services("_submission._tcp.d.example");
    BOOST_REQUIRE(seen.answer.has_value());
    BOOST_TEST(seen.answer->records.at(0).value == "0 1 587 m.d.example");
    BOOST_TEST(zone.answering() == 2U);
    BOOST_TEST(zone.look("a.example", RecordType::txt).why ==
               "the name server ns.example has no address");
    BOOST_TEST(zone.look("a.org", RecordType::txt).why == "no part of a.org has name servers");
}

BOOST_AUTO_TEST_CASE(answers_are_cut_for_people) {
    DnsAnswer answer{.kind = DnsAnswer::Kind::records, .records = {}};
    for (const auto* value : {"a", "b\n", "c", "d", "e"}) {
        answer.records.push_back({.value = value});
    }
    BOOST_TEST(shown_answer(answer) == "\"a\", \"b\\x0a\", \"c\" and 2 more");
    BOOST_TEST(shown_answer({}) == "nothing");
}

BOOST_AUTO_TEST_SUITE_END()
