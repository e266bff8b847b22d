// What one rule file says otherwise than another.
#include "workbench/setting_changes.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;

namespace {

/// `KIND SECTION KEY: BEFORE -> AFTER @LINE`, a line each.
std::string changes(std::string_view before, std::string_view after) {
    std::string text;
    for (const auto& each :
         msa::setting_changes(msa::written_settings(before), msa::written_settings(after))) {
        text += std::string(to_text(each.kind)) + ' ' + each.section + ' ' + each.key + ": " +
                each.before + " -> " + each.after + (each.is_in_old ? " @old " : " @") +
                std::to_string(each.place.line) + '\n';
    }
    return text;
}

struct Pair {
    const char* before;
    const char* after;
    const char* change;
};

std::ostream& operator<<(std::ostream& out, const Pair& pair) {
    return out << pair.before << " => " << pair.after;
}

constexpr Pair pairs[] = {
    {"[check.hop_count]\naction = 'log'", "[check.hop_count]\naction = 'reject'",
     "stricter [check.hop_count] action: \"log\" -> \"reject\" @2\n"},
    {"[check.hop_count]\naction = 'defer'", "[check.hop_count]\naction = 'hold'",
     "laxer [check.hop_count] action: \"defer\" -> \"hold\" @2\n"},
    {"", "[check.hop_count]\nmode = 'monitor'",
     "laxer [check.hop_count] mode:  -> \"monitor\" @2\n"},
    {"[check.hop_count]\nmaximum = 50", "[check.hop_count]\nmaximum = 30",
     "stricter [check.hop_count] maximum: 50 -> 30 @2\n"},
    {"[check.hop_count]\nmaximum = 30", "", "laxer [check.hop_count] maximum: 30 -> 50 @old 2\n"},
    {"[check.hop_count]\nmaximum = 50", "", "same [check.hop_count] maximum: 50 -> 50 @old 2\n"},
    {"", "mode = 'enforce'", "same  mode: \"enforce\" -> \"enforce\" @1\n"},
    {"[check.address_syntax]\nstrict = true", "[check.address_syntax]\nstrict = false",
     "laxer [check.address_syntax] strict: true -> false @2\n"},
    {"[owners]\nsubaddress = '+'", "[owners]\nsubaddress = '+-'",
     "changed [owners] subaddress: \"+\" -> \"+-\" @2\n"},
    {"[scope]\nlistener = ['a']", "", "changed [scope] listener: [\"a\"] ->  @old 2\n"},
    {"[[delegation]]\nid = 'x'\nuntil = 2026-12-31", "[[delegation]]\nid = 'x'\nuntil = 2027-01-31",
     "laxer [[delegation]] x until: 2026-12-31 -> 2027-01-31 @3\n"},
    {"[[delegation]]\nid = 'x'\nuntil = 2026-12-31", "[[delegation]]\nid = 'x'",
     "laxer [[delegation]] x until: 2026-12-31 ->  @old 3\n"},
    {"[[delegation]]\nid = 'x'", "[[delegation]]\nid = 'x'\nuntil = 2026-12-31",
     "stricter [[delegation]] x until:  -> 2026-12-31 @3\n"},
    {"[[delegation]]\nid = 'x'\nright = 'on_behalf'", "[[delegation]]\nid = 'x'\nright = 'send_as'",
     "laxer [[delegation]] x right: \"on_behalf\" -> \"send_as\" @3\n"},
    {"[[rule]]\nid = 'r'\ncheck = 'hop_count'\nwhen = { login = ['a'] }",
     "[[rule]]\nid = 'r'\ncheck = 'hop_count'",
     "stricter [[rule]] r when: { login = [\"a\"] } ->  @old 4\n"},
    {"[[exception]]\nid = 'e'\nwhen = { login = ['a'] }", "[[exception]]\nid = 'e'",
     "laxer [[exception]] e when: { login = [\"a\"] } ->  @old 3\n"},
    {"", "[[rule]]\nid = 'r'\ncheck = 'hop_count'\nmaximum = 3",
     "added [[rule]] r :  -> check = \"hop_count\", id = \"r\", maximum = 3 @1\n"},
    {"[tables.t]\ntype = 'file'", "", "removed [tables.t] : type = \"file\" ->  @old 1\n"},
    {"[groups]\na = ['x']", "[groups]\na = ['x', 'y']",
     "changed [groups] a: [\"x\"] -> [\"x\", \"y\"] @2\n"},
    {"[groups]\na = { table = 't' }", "[groups]\na = { table = 'u' }",
     "changed [groups.a] table: \"t\" -> \"u\" @2\n"},
    {"[identity]\nsources = ['sasl']\n[[identity.network]]\nlogin = 's'\nrange = '10.0.0.1'",
     "[identity]\nsources = ['sasl']\n[[identity.network]]\nlogin = 's'\nrange = '10.0.0.2'",
     "changed [[identity.network]] s range: \"10.0.0.1\" -> \"10.0.0.2\" @5\n"},
    {"[dkim]\n[[dkim.key]]\ndomain = 'a'\nselector = 's'\nretire = 2026-01-01T00:00:00Z",
     "[dkim]\n[[dkim.key]]\ndomain = 'a'\nselector = 's'\nretire = 2027-01-01T00:00:00Z",
     "changed [[dkim.key]] a/s retire: 2026-01-01T00:00:00Z -> 2027-01-01T00:00:00Z @5\n"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(setting_changes_test)

BOOST_DATA_TEST_CASE(each_change_is_named_with_its_direction_and_place, bdata::make(pairs), pair) {
    BOOST_TEST(changes(pair.before, pair.after) == pair.change);
}

BOOST_DATA_TEST_CASE(a_file_does_not_differ_from_itself, bdata::make(pairs), pair) {
    BOOST_TEST(changes(pair.after, pair.after) == "");
}

BOOST_AUTO_TEST_CASE(order_spelling_and_comments_change_nothing) {
    BOOST_TEST(changes("[scope]\nlistener = [ 'a' , \"b\" ] # c\n[owners]\nself = true",
                       "owners.self = true\nscope = { listener = [\"a\", 'b'] }") == "");
}

BOOST_AUTO_TEST_SUITE_END()
