#include "config/rule_file.h"

#include "base/text.h"
#include "checks/all_checks.h"
#include "config/reference.h"
#include "unit/config/rule_text.h"

#include <algorithm>
#include <array>
#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace {

struct Row {
    const char* text;
    const char* complaint;
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
    return out << row.text;
}

constexpr auto bad_files = std::to_array<Row>({
    {"version = 7", "1:11: 'version' must be a string\n"},
    {"versoin = \"x\"", "1:1: unknown key 'versoin'; did you mean 'version'?\n"},
    {"mode = \"montor\"", "1:8: unknown mode 'montor'; did you mean 'monitor'?\n"},
    // No weak algorithm and no l= (RFC 8301, 3.1; RFC 6376, 8.2): there is nothing to ask for
    // them with.
    {"[dkim]\nalgorithm = \"rsa-sha1\"\nbody_length = true",
     "2:1: unknown key 'algorithm'; known: on_error, oversign, sign, minimum_rsa_bits, "
     "require_safe_keys, key\n"
     "3:1: unknown key 'body_length'; known: on_error, oversign, sign, minimum_rsa_bits, "
     "require_safe_keys, key\n"},
    {"[owners]\nlocal_part_case = \"exakt\"",
     "2:19: unknown local_part_case 'exakt'; did you mean 'exact'?\n"},
    {"[scope]\nlistener = []", "2:12: an empty list governs nobody\n"},
    {"[identity]\nsources = [\"sasl\", \"kerberos\"]",
     "2:20: unknown source 'kerberos'; known: sasl, certificate, network, recent_login, "
     "local\n"},
    {"[identity]\nsources = []", "2:11: at least one source is needed\n"},
    {"[identity]\nsources = [\"sasl\", \"sasl\"]", "2:20: 'sasl' is named twice\n"},
    {"[identity]\nlogin_domain = \"a_b\"", "2:16: character that no label may hold\n"},
    {"[identity]\n[[identity.network]]\nrange = [\"192.0.2.0/24\"]\nlogin = \"x\"",
     "2:1: networks are given, but \"network\" is not among the sources\n"},
    {"[identity]\nsources = [\"network\"]\n[[identity.network]]\nrange = [\"192.0.2.1/24\"]\n"
     "login = \"x\"",
     "4:10: '192.0.2.1/24' has bits set behind its prefix\n"},
    {"[identity]\nsources = [\"certificate\"]",
     "2:11: \"certificate\" needs [identity.certificate]\n"},
    {"[identity.certificate]\nissuer = [\"CA\"]\ntable = \"d\"\n[tables.d]\ntype = \"inline\"\n"
     "entries = { \"printer\" = \"scanner\" }",
     "1:1: [identity.certificate] is given, but \"certificate\" is not among the sources\n"},
    {"[identity]\nsources = [\"certificate\"]\n[identity.certificate]\nissuer = []\ntable = "
     "\"d\"\n"
     "[tables.d]\ntype = \"inline\"\nentries = { \"printer\" = [\"a\", \"b\"] }",
     "4:10: 'issuer' is empty\n"
     "8:13: 'printer' needs exactly one login in a table of certificates\n"},
    {"[identity]\nsources = [\"certificate\"]\n[identity.certificate]\nissuer = [\"CA\"]\n"
     "table = \"d\"\nkey = \"fingerprnt\"\n[tables.d]\ntype = \"inline\"\n"
     "entries = { \"/O=x/CN=y@example.com/emailAddress=y@example.com\" = [\"a\"] }",
     "6:7: unknown key 'fingerprnt'; did you mean 'fingerprint'?\n"},
    {"[identity]\nsources = [\"certificate\"]\n[[identity.certificate]]\nissuer = [\"CA\"]",
     "3:1: 'certificate' must be a table, not an array\n"},
    {"[identity]\nsources = [\"recent_login\", \"sasl\", \"local\"]\n"
     "[identity.recent_login]\ntable = \"pop\"\nlifetime = 1801\nipv6_prefix = "
     "48\n[identity.local]\nlogin = \"\"\n"
     "[tables.pop]\ntype = \"inline\"\n"
     "entries = { \"192.0.2.0/24\" = [\"alice\", \"1\"], \"192.0.2.7\" = [\"alice\"] }",
     "2:11: \"recent_login\" stands in front of a better proof: a login or a certificate must "
     "come "
     "first\n"
     "3:1: warning: a recent login counts for everybody behind its address; limit it with "
     "'network'\n"
     "5:12: must be from 1 to 1800 seconds\n6:15: must be from 64 to 128 bits\n"
     "8:9: 'login' is empty\n"
     "11:13: '192.0.2.0/24' is no address of a client, as a table of recent logins needs\n"
     "11:46: '192.0.2.7' needs a login and its time in a table of recent logins\n"},
    {"[identity]\nsources = [\"recent_login\", \"local\"]",
     "2:11: \"recent_login\" needs [identity.recent_login]\n"
     "2:11: \"local\" needs [identity.local]\n"},
    {"[identity.local]\nlogin = \"x\"",
     "1:1: [identity.local] is given, but \"local\" is not among the sources\n"},
    {"[owners]\ntables = [\"staf\"]\n[tables.staff]\ntype = \"inline\"\nentries = {}",
     "2:11: unknown table 'staf'; did you mean 'staff'?\n"
     "3:9: warning: nothing uses table 'staff'\n"},
    {"[owners]\ntables = [\"x\"]\n[tables.x]\ntype = \"inline\"\n"
     "entries = { \"alice\" = [\"alice\"], \"a@b.example\" = \"group:g\" }\n[groups]\ng1 = "
     "[\"a\"]",
     "5:13: 'alice' is no address and no @domain, as a table of owners needs\n"
     "5:34: unknown group 'g'\n"},
    {"[owners]\nprimary = \"x\"\n[tables.x]\ntype = \"inline\"\n[tables.x.entries]\n"
     "alice = \"a@b.example\"\nbob = \"bob\"\ncarol = []\ndan = [\"a@b.example\", "
     "\"d@b.example\"]\n"
     "\"@b.example\" = \"a@b.example\"\n\"group:g\" = \"a@b.example\"",
     "7:1: 'bob' is no address: no `@` behind the local part at octet 4\n"
     "8:1: 'carol' needs exactly one address in the primary table\n"
     "9:1: 'dan' needs exactly one address in the primary table\n"
     "10:1: '@b.example' is no login, as the primary table needs\n"
     "11:1: 'group:g' is no login, as the primary table needs\n"},
    {"[owners]\ntables = [\"x\"]\nprimary = \"x\"\n[tables.x]\ntype = \"inline\"\n"
     "entries = { \"a@b.example\" = [\"alice\"] }",
     "6:13: 'alice' is no address: no `@` behind the local part at octet 6\n"},
    {"[tables.x]\ntype = \"inline\"\nentries = { alice = \"a@b.example\" }",
     "1:9: warning: nothing uses table 'x'\n"},
    {"[owners]\nself = 1", "2:8: 'self' must be true or false\n"},
    {"[tables.x]\ntype = \"inlin\"",
     "1:9: warning: nothing uses table 'x'\n2:8: unknown type 'inlin'; did you mean "
     "'inline'?\n"},
    {"[tables.x]\ntype = \"file\"",
     "1:1: 'path' is missing for type \"file\"\n1:9: warning: nothing uses table 'x'\n"},
    {"[tables.x]\ntype = \"inline\"\nentries = {}\npath = \"/x\"\ncache_seconds = 60",
     "1:9: warning: nothing uses table 'x'\n"
     "4:8: 'path' belongs to type \"file\", \"lmdb\", \"cdb\", \"sqlite\"\n"
     "5:17: 'cache_seconds' belongs to type \"sqlite\", \"socketmap\", \"ldap\", \"pgsql\", "
     "\"redis\"\n"},
    {"[tables.x]\ntype = \"socketmap\"\nserver = \"unix:/x\"\nmap = \"m\"\ndeadline_ms = 0\n"
     "stale_seconds = 60",
     "1:9: warning: nothing uses table 'x'\n5:15: must be from 1 to 30000\n"
     "6:17: without 'cache_seconds' there is no answer to keep\n"},
    {"[tables.x]\ntype = \"socketmap\"\nserver = \"unix:x\"\nmap = \"m\"",
     "1:9: warning: nothing uses table 'x'\n"
     "3:10: table x: unix:x: the path must be absolute\n"},
    {"[tables.x]\ntype = \"file\"\npath = \"/nowhere\"",
     "1:9: warning: nothing uses table 'x'\n3:8: table x: /nowhere: No such file or "
     "directory\n"},
    {"[tables.x]\ntype = \"inline\"\nentries = { \"a@b.example\" = 1 }",
     "1:9: warning: nothing uses table 'x'\n3:29: a value must be a string or a list of "
     "strings\n"},
    {"[groups]\na = [\"x\", \"group:b\"]", "2:11: a group cannot be a member of a group\n"},
    {"[[delegation]]\nid = \"d\"\nas = [\"ceo@\"]\nwho = [\"group:x\"]\n"
     "until = 2027-01-01\nowner = \"o\"",
     "3:7: 'ceo@' is no address: no valid domain: empty domain at octet 5\n"
     "4:8: unknown group 'x'\n"},
    {"[[delegation]]\nid = \"d\"\nas = [\"a@b.example\"]\nwho = [\"x\"]\nuntil = 2026-11-20\n"
     "owner = \"o\"",
     "5:9: warning: delegation 'd' has expired\n"},
    {"[[delegation]]\nid = \"d\"\nas = [\"a@b.example\"]\nwho = [\"x\"]",
     "1:1: warning: delegation 'd' has no 'until'\n"
     "1:1: warning: delegation 'd' has no 'owner'\n"},
    {"[check.header_from_right]\naction = \"reject\"",
     "1:1: unknown check 'header_from_right'; did you mean 'header_from_rights'?\n"},
    {"[check.header_from_rights]\naction = \"repair\"",
     "2:10: 'header_from_rights' cannot repair\n"},
    {"[check.header_counts]\nmax_fields = 0", "2:14: 'max_fields': must be from 1 to 100000\n"},
    {"[check.header_counts]\nmax_field = 9",
     "2:1: unknown key 'max_field'; did you mean 'max_fields'?\n"},
    {"[check.add_date]\nmonitor_until = 2027-01-01",
     "2:17: 'monitor_until' needs mode = \"monitor\"\n"},
    {"[check.add_date]\nmode = \"monitor\"\nmonitor_until = 2026-11-20",
     "3:17: warning: monitoring of 'add_date' is over; it is enforced\n"},
    {"[check.add_date]\nreply = \"550 4.7.1 x\"",
     "2:9: the enhanced code is of another class than the code; a reply reads like \"550 5.7.1 "
     "text\"\n"},
    {"[check.header_counts]\nreply = \"450 4.7.1 x\"",
     "2:9: a 4xx reply needs action = \"defer\"\n"},
    {"[check.account_state]\ntable = \"closd\"\n[tables.closed]\ntype = \"inline\"\n"
     "entries = {}",
     "2:9: unknown table 'closd'; did you mean 'closed'?\n"
     "3:9: warning: nothing uses table 'closed'\n"},
    {"[check.account_state]\ntable = 1", "2:9: 'table' must be a string\n"},
    {"[check.account_state]\ndisabled = [\"\", \"group:left\"]",
     "2:13: a login is empty\n2:17: unknown group 'left'\n"},
    {"[check.require_tls]\nminimum = \"1.2\"",
     "2:11: 'minimum': must be one of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3\n"},
    {"[check.require_tls]\nexempt = [\"192.0.2.1/24\"]",
     "2:10: 'exempt': '192.0.2.1/24' has bits set behind its prefix\n"},
    {"[check.recipient_count]\nmaximum = 99", "2:11: 'maximum': must be from 100 to 1000000\n"},
    {"[check.recipient_rights]\nallow = [\"*@example.com\", \"@a_b.example\"]",
     "2:9: 'allow': '@a_b.example' is no address, @domain or @.domain: character that no label "
     "may "
     "hold\n"},
    {"[[rule]]\nid = \"x\"\ncheck = \"add_dat\"",
     "3:9: unknown check 'add_dat'; did you mean 'add_date'?\n"},
    {"[[rule]]\nid = \"x\"", "1:1: [[rule]] needs a 'check' by name\n"},
    {"[[rule]]\nid = \"add_date\"\ncheck = \"add_date\"",
     "2:6: 'add_date' is the name of a check; that rule is [check.add_date]\n"},
    {"[[rule]]\nid = \"x\"\ncheck = \"add_date\"\n[[rule]]\nid = \"x\"\ncheck = \"add_date\"",
     "4:1: two rules have the id 'x'\n"},
    {"[[rule]]\nid = \"x\"\ncheck = \"add_date\"\nwhen = {}",
     "4:8: an empty condition holds for everybody\n"},
    {"[[rule]]\nid = \"x\"\ncheck = \"add_date\"\nwhen = { logn = [\"a\"] }",
     "4:10: unknown key 'logn'; did you mean 'login'?\n"},
    {"[[rule]]\nid = \"x\"\ncheck = \"envelope_syntax\"\n"
     "when = { recipient_domain = [\"b.example\"], from_domain = [\"b.example\"], size_above = "
     "1 }",
     "4:29: 'recipient_domain' is known at RCPT, but 'envelope_syntax' asks at stage mail "
     "already\n"
     "4:58: 'from_domain' is known at the end of the header, but 'envelope_syntax' asks at "
     "stage "
     "mail already\n"
     "4:86: 'size_above' is known at the end of the message, but 'envelope_syntax' asks at "
     "stage "
     "mail already\n"},
    {"[[rule]]\nid = \"x\"\ncheck = \"recipient_rights\"\n"
     "when = { recipient_domain = [\"b.example\"], from_domain = [\"b.example\"] }",
     "4:58: 'from_domain' is known at the end of the header, but 'recipient_rights' asks at "
     "stage "
     "recipient already\n"},
    {"[[rule]]\nid = \"x\"\ncheck = \"header_from_rights\"\n"
     "when = { recipient_domain = [\"b.example\"], from_domain = [\"b_.example\"] }\n"
     "[[rule]]\nid = \"y\"\ncheck = \"undeclared_8bit\"\nwhen = { size_above = -1 }",
     "4:59: character that no label may hold\n8:23: is a number of octets\n"},
    {"[[exception]]\nid = \"e\"\nrule = \"require_tls\"\nwhen = { from_domain = "
     "[\"b.example\"] }\n"
     "action = \"log\"\nuntil = 2027-01-01\nowner = \"o\"\nticket = \"t\"\nwhy = \"w\"",
     "4:24: 'from_domain' is known at the end of the header, but 'require_tls' asks at stage "
     "mail "
     "already\n"},
    {"[groups]\na = 1\nb = { tabel = \"x\" }\nc = { table = \"x\" }\nd = { table = \"t\" }\n"
     "[tables.t]\ntype = \"inline\"\nentries = { \"@b.example\" = [] }",
     "2:5: a group must be a list of logins, or name a table of them\n"
     "3:5: 'table' is missing in [groups.NAME]\n"
     "3:7: unknown key 'tabel'; did you mean 'table'?\n"
     "4:15: unknown table 'x'; did you mean 't'?\n"
     "8:13: '@b.example' is no login, as a table of groups needs\n"},
    {"[[exception]]\nid = \"e\"\nrule = \"header_from_rigts\"\nwhen = { tls = true }\n"
     "action = \"log\"\nuntil = 2027-01-01\nowner = \"o\"\nticket = \"t\"\nwhy = \"w\"",
     "3:8: unknown rule 'header_from_rigts'; did you mean 'header_from_rights'?\n"},
    {"[[exception]]\nid = \"e\"\nrule = \"add_date\"\nwhen = { tls = true }\naction = \"off\"\n"
     "until = 2027-01-01T00:00:00\nowner = \"o\"\nticket = \"t\"\nwhy = \"w\"",
     "5:10: unknown action 'off'; known: log, repair, hold, defer, reject\n"
     "6:9: 'until' needs an offset, as in 2026-09-01T00:00:00Z\n"},
    {"[check.add_date]\nmode = \"monitor\"\nmonitor_until = 2201-01-01\n"
     "[[dkim.key]]\ndomain = \"example.com\"\nselector = \"s\"\nfile = \"good.pem\"\n"
     "activate = 1969-12-31T23:59:59Z",
     "3:17: 'monitor_until' must be in a year from 1970 to 2200\n"
     "8:12: 'activate' must be in a year from 1970 to 2200\n"},
    {"[[exception]]\nid = \"\"\nrule = \"\"\nwhen = { tls = true }\naction = \"\"\n"
     "until = 2027-01-01\nowner = \"\"\nticket = \"\"\nwhy = \"\"",
     "2:6: 'id' is empty\n3:8: 'rule' is empty\n5:10: 'action' is empty\n7:9: 'owner' is "
     "empty\n"
     "8:10: 'ticket' is empty\n9:7: 'why' is empty\n"},
    {"[[delegation]]\nid = \"d\"\nas = []\nwho = []\nowner = \"\"\nticket = \"\"\n"
     "until = 2027-01-01",
     "3:6: 'as' is empty\n4:7: 'who' is empty\n5:9: 'owner' is empty\n6:10: 'ticket' is "
     "empty\n"},
    {"[[rule]]\nid = \"\"\ncheck = \"add_date\"\nreply = \"\"",
     "2:6: 'id' is empty\n4:9: 'reply' is empty\n"},
    {"[[rule]]\ncheck = \"add_date\"", "1:1: 'id' is missing in [[rule]]\n"},
    {"[owners]\nsubaddress = \"\"\nprimary = \"\"", "3:11: 'primary' is empty\n"},
    {"[identity]\nsources = [\"network\"]\n[[identity.network]]\nrange = []\nlogin = \"\"",
     "4:9: 'range' is empty\n5:9: 'login' is empty\n"},
    {"[dkim]\non_error = \"pass\"", "2:12: unknown on_error 'pass'; known: defer, unsigned\n"},
    {"[dkim]\nminimum_rsa_bits = 512", "2:20: must be from 1024 to 4096\n"},
    {"[[dkim.key]]\ndomain = \"example.com\"\nselector = \"s\"\nfile = \"bad.pem\"",
     "4:8: bad.pem: no such key\n"},
    {"[[dkim.key]]\ndomain = \"example.com\"\nselector = \"s\"",
     "1:1: 'file' is missing in "
     "[[dkim.key]]\n"},
    {"[[dkim.key]]\ndomain = \"example.com\"\nselector = \"s\"\nfile = \"good.pem\"\n"
     "[[dkim.key]]\ndomain = \"example.com\"\nselector = \"s\"\nfile = \"good.pem\"",
     "7:12: two keys have this domain and selector\n"},
    {"a = ", "1:5: Error while parsing key-value pair: encountered end-of-file\n"},
});

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_file)

BOOST_DATA_TEST_CASE(names_what_is_wrong_and_where, boost::unit_test::data::make(bad_files), row) {
    BOOST_TEST(msa::complaints(row.text) == row.complaint);
    const auto lines = msa::split(row.complaint, '\n');
    const bool only_warns = std::all_of(lines.begin(), lines.end() - 1, [](std::string_view line) {
        return line.find(": warning: ") != std::string_view::npos;
    });
    BOOST_TEST((msa::load_text(row.text).rules != nullptr) == only_warns);
}

BOOST_AUTO_TEST_CASE(lists_every_error_in_the_order_of_the_file) {
    BOOST_TEST(msa::complaints("[owners]\nslef = true\ntables = [\"x\"]\n[dkim]\non_eror = \"\"") ==
               "2:1: unknown key 'slef'; did you mean 'self'?\n3:11: unknown table 'x'\n"
               "5:1: unknown key 'on_eror'; did you mean 'on_error'?\n");
}

BOOST_AUTO_TEST_CASE(of_nothing_is_every_check_at_its_default) {
    const auto rules = msa::load_text("").rules;
    BOOST_REQUIRE(rules);
    BOOST_REQUIRE(rules->rules.size() == msa::all_checks().size());
    for (std::size_t i = 0; i < rules->rules.size(); ++i) {
        BOOST_TEST(rules->rules[i].id == msa::all_checks()[i].name);
        BOOST_TEST((rules->rules[i].action == msa::all_checks()[i].default_action));
    }
}

BOOST_AUTO_TEST_CASE(puts_a_further_rule_behind_the_check_that_it_uses) {
    const auto rules = msa::load_text(
                           "[[rule]]\nid = \"x\"\ncheck = \"header_counts\"\n"
                           "action = \"log\"\nmax_fields = 9\n")
                           .rules;
    BOOST_REQUIRE(rules);
    const auto at = std::find_if(rules->rules.begin(), rules->rules.end(),
                                 [](const msa::Rule& rule) { return rule.id == "x"; });
    BOOST_REQUIRE((at != rules->rules.end() && at != rules->rules.begin()));
    BOOST_TEST((at - 1)->id == "header_counts");
    BOOST_TEST((at->action == msa::Action::log));
    BOOST_TEST(at->where == "rules.toml:1");
}

BOOST_AUTO_TEST_CASE(takes_a_date_as_the_last_day_on_which_something_holds) {
    BOOST_TEST(msa::complaints("[check.add_date]\nmode = \"monitor\"\n"
                               "monitor_until = 2026-11-21\n") == "");
}

BOOST_AUTO_TEST_CASE(as_the_reference_prints_it_loads_and_changes_nothing) {
    BOOST_TEST(msa::complaints(msa::reference_toml()) == "");
    const auto rules = msa::load_text(msa::reference_toml()).rules;
    BOOST_REQUIRE(rules);
    for (std::size_t i = 0; i < rules->rules.size(); ++i) {
        BOOST_TEST((rules->rules[i].action == msa::all_checks()[i].default_action));
    }
}

BOOST_AUTO_TEST_CASE(whose_only_faults_are_permissions_says_so) {
    const auto loaded = msa::load_text(
        "[[dkim.key]]\ndomain = \"example.com\"\nselector = \"s\"\n"
        "file = \"bad.pem\"");
    BOOST_TEST((loaded.diagnostics.kind() == msa::ErrorKind::no_permission));
}

BOOST_AUTO_TEST_SUITE_END()
