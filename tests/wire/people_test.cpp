// `who`, `can`, `table query` and `table check`: what the rule files say about people, and where.
#include "fakes/temporary_folder.h"
#include "fakes/whole_rules.h"
#include "wire/program.h"

#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace msa::wire;

namespace {

struct Site {
    Site() {
        fs::permissions(folder.path(), fs::perms(0755));
        staff = folder.write("staff",
                             "# addresses\nsales@example.com  bob, group:assistants\n"
                             "@apps.example.com  relay1\n");
        rules = folder.write("rules.toml", text());
    }

    [[nodiscard]] std::string text() const {
        return "version = \"people\"\nidentity.sources = [\"sasl\"]\n"
               "[owners]\nself = true\nsubaddress = \"+\"\ntables = [\"staff\", \"more\"]\n"
               "[tables.staff]\ntype = \"file\"\npath = \"" +
               staff +
               "\"\n"
               "[tables.more]\ntype = \"inline\"\n[tables.more.entries]\n"
               "\"sales@example.com\" = [\"dave\"]\n"
               "[groups]\nassistants = [\"carol\", \"dan\"]\n"
               "[[delegation]]\nid = \"ceo-office\"\nas = [\"ceo@example.com\"]\n"
               "who = [\"group:assistants\"]\nuntil = 2099-06-30\nowner = \"sec@example.com\"\n"
               "ticket = \"SEC-1\"\n"
               "[[delegation]]\nid = \"over\"\nas = [\"ceo@example.com\"]\nwho = [\"eve\"]\n"
               "until = 2020-01-01\nowner = \"sec@example.com\"\n";
    }
    /// As somebody who is not root.
    [[nodiscard]] Ended ask(std::vector<std::string> arguments) const {
        return ask_of({rules}, std::move(arguments));
    }
    [[nodiscard]] static Ended ask_of(const std::vector<std::string>& files,
                                      std::vector<std::string> arguments) {
        for (const auto& file : files) {
            arguments.insert(arguments.end(), {"--rules", file});
        }
        if (::geteuid() == 0) {
            arguments.insert(arguments.end(), {"--user", "nobody"});
        }
        return run(arguments);
    }
    [[nodiscard]] nlohmann::json json(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--format", "json"});
        return nlohmann::json::parse(ask(std::move(arguments)).out);
    }

    msa::TemporaryFolder folder;
    std::string staff;
    std::string rules;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(people, Site)

BOOST_AUTO_TEST_CASE(who_names_table_and_line_of_every_owner) {
    const auto ended = ask({"who", "Sales+News@Example.com"});
    BOOST_TEST(ended.err == "");
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(ended.out ==
               "sales@example.com: owner: [owners] self\n"
               "sales+news@example.com: owner: [owners] self\n"
               "bob: owner: table staff, sales@example.com, " +
                   staff +
                   ":2\n"
                   "group:assistants (carol, dan): owner: table staff, sales@example.com, " +
                   staff +
                   ":2\n"
                   "dave: owner: table more, sales@example.com, " +
                   rules + ":13\n");
}

BOOST_AUTO_TEST_CASE(who_names_delegations_that_have_not_ended) {
    const auto answer = json({"who", "ceo@example.com"});
    BOOST_TEST(answer["answer"] == "yes");
    const auto& grants = answer["files"][0]["grants"];
    BOOST_REQUIRE(grants.size() == 2U);
    BOOST_TEST(grants[1] == nlohmann::json::parse(
                                R"({"who": "group:assistants", "members": ["carol", "dan"],
                                    "address": "ceo@example.com", "right": "on_behalf",
                                    "by": "delegation ceo-office", "where": ")" +
                                rules + R"(:16", "ends": "2099-07-01T00:00:00.000000Z",
                                    "owner": "sec@example.com", "ticket": "SEC-1"})"));
    BOOST_TEST(answer["files"][0]["version"] == "people");
}

BOOST_AUTO_TEST_CASE(nobody_may_use_what_is_no_mailbox) {
    const auto ended = ask({"who", "root@[192.0.2.1]"});
    BOOST_TEST(ended.status == 1);
    BOOST_TEST(ended.out == "no: nobody: no valid address\n");
    const auto no_address = ask({"who", "root"});
    BOOST_TEST(no_address.status == 65);
    BOOST_TEST(no_address.err.find("msa-milter: root: not an address: ") == 0U, no_address.err);
}

BOOST_AUTO_TEST_CASE(can_answers_for_one_address_as_the_daemon_would) {
    const auto owner = ask({"can", "relay1", "x@apps.example.com"});
    BOOST_TEST(owner.status == 0);
    BOOST_TEST(owner.out == "relay1: owner: table staff, @apps.example.com, " + staff + ":3\n");
    const auto behalf = ask({"can", "Carol", "ceo@example.com"});
    BOOST_TEST(behalf.status == 0);
    BOOST_TEST(behalf.out ==
               "group:assistants (carol, dan): on behalf: delegation ceo-office, " + rules +
                   ":16, ends 2099-07-01T00:00:00.000000Z, owner sec@example.com, ticket SEC-1\n");
    const auto foreign = ask({"can", "relay1", "sales@example.com"});
    BOOST_TEST(foreign.status == 1);
    BOOST_TEST(foreign.out == "no: owned by others: sales@example.com\n");
    BOOST_TEST(ask({"can", "eve", "ceo@example.com"}).out == "no: in no table\n");
}

BOOST_AUTO_TEST_CASE(can_lists_what_a_login_may_use) {
    const auto carol = ask({"can", "carol"});
    BOOST_TEST(carol.status == 0);
    BOOST_TEST(carol.out ==
               "sales@example.com: owner: table staff, sales@example.com, " + staff +
                   ":2\n"
                   "ceo@example.com: on behalf: delegation ceo-office, " +
                   rules +
                   ":16, ends 2099-07-01T00:00:00.000000Z, owner sec@example.com, ticket SEC-1\n");
    BOOST_TEST(ask({"can", "a@example.org"}).out == "a@example.org: owner: [owners] self\n");
    const auto nobody = ask({"can", "eve"});
    BOOST_TEST(nobody.status == 1);
    BOOST_TEST(nobody.out == "no: nothing\n");
}

BOOST_AUTO_TEST_CASE(several_rule_files_answer_each_for_itself) {
    const auto other =
        folder.write("other.toml",
                     "version = \"1\"\nidentity.sources = [\"sasl\"]\n[scope]\nlistener = "
                     "[\"scan-in\"]\n[owners]\ntables = [\"t\"]\n[tables.t]\n"
                     "type = \"inline\"\nentries = { \"scan@example.com\" = [\"scanner\"] }\n");
    const auto first =
        folder.write("first.toml", msa::whole_rules("allow_none = true\n[scope]\nlistener = "
                                                    "[\"submission\"]\n[owners]\n"));
    const auto ended = ask_of({first, other}, {"who", "scan@example.com"});
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(ended.out == first + ": no: nobody\n" + other +
                                ": scanner: owner: table t, scan@example.com, " + other + ":9\n");
    BOOST_TEST(ask_of({first, rules}, {"who", "scan@example.com"}).status == 78);
}

BOOST_AUTO_TEST_CASE(a_table_is_asked_for_the_key_in_the_form_in_which_the_daemon_asks) {
    const auto found = ask({"table", "query", "staff", "SALES@Example.COM"});
    BOOST_TEST(found.status == 0);
    BOOST_TEST(found.out ==
               "table staff: sales@example.com: bob, group:assistants (" + staff + ":2)\n");
    const auto none = ask({"table", "query", "staff", "nobody@example.com"});
    BOOST_TEST(none.status == 1);
    BOOST_TEST(none.out == "table staff: nobody@example.com: not found\n");
    const auto answer = json({"table", "query", "more", "sales@example.com"});
    BOOST_TEST(answer == nlohmann::json::parse(
                             R"({"table": "more", "key": "sales@example.com", "answer": "yes",
                                 "values": ["dave"], "where": ")" +
                             rules + ":13\"}"));
}

BOOST_AUTO_TEST_CASE(every_table_is_asked_whether_it_answers) {
    const auto whole = ask({"table", "check"});
    BOOST_TEST(whole.status == 0);
    BOOST_TEST(whole.out == "table staff (owners): ok\ntable more (owners): ok\n");
    const auto others =
        folder.write("others.toml", text() +
                                        "[tables.nothing]\ntype = \"inline\"\nentries = {}\n"
                                        "[tables.away]\ntype = \"socketmap\"\nmap = \"x\"\n"
                                        "server = \"unix:" +
                                        folder.path_of("nobody") + "\"\n");
    const auto empty = ask_of({others}, {"table", "check", "nothing"});
    BOOST_TEST(empty.status == 1);
    BOOST_TEST(empty.out == "table nothing (values): empty\n");
    const auto away = ask_of({others}, {"table", "check", "away"});
    BOOST_TEST(away.status == 69);
    BOOST_TEST(away.out == "table away (values): cannot tell: No such file or directory\n");
    BOOST_TEST(ask_of({others}, {"table", "check", "staff"}).status == 0);
    BOOST_TEST(ask_of({others}, {"table", "check"}).status == 69);
    const auto unknown = ask({"table", "check", "stuff"});
    BOOST_TEST(unknown.status == 65);
    BOOST_TEST(unknown.err.find("did you mean 'staff'?") != std::string::npos, unknown.err);
    BOOST_TEST(json({"table", "check", "more"}) ==
               nlohmann::json::parse(R"([{"table": "more", "use": "owners", "state": "ok"}])"));
}

BOOST_AUTO_TEST_CASE(a_question_that_makes_no_sense_is_no_answer) {
    const auto unknown = ask({"table", "query", "staf", "a@example.com"});
    BOOST_TEST(unknown.status == 65);
    BOOST_TEST(unknown.err.find("no table 'staf' in the rule file; did you mean 'staff'?") !=
               std::string::npos);
    BOOST_TEST(ask({"table", "query", "staff", "a@"}).status == 65);
    BOOST_TEST(ask({"table", "query", "staff"}).status == 64);
    BOOST_TEST(ask({"can"}).status == 64);
    const auto bad = folder.write("bad.toml", "vresion = \"1\"\n");
    const auto ended = ask_of({bad}, {"who", "a@example.com"});
    BOOST_TEST(ended.status == 78);
    BOOST_TEST(ended.out == "");
}

BOOST_AUTO_TEST_SUITE_END()
