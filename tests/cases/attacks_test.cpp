// Whatever the bytes: in a message that leaves under the common rules, no reader sees an author, a
// Sender or a Resent-* that is not the identity's. Every case is an attack here, as either MTA
// would show it; the readers are GMime, one who decodes all and looks for at signs, and one who
// counts.
#include "base/text.h"
#include "cases/case_file.h"
#include "fakes/gmime_oracle.h"
#include "fakes/mta.h"
#include "mail/decoded_text.h"
#include "mail/shown_address.h"

#include <algorithm>
#include <array>
#include <set>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace {

using namespace msa;

constexpr const char* folder = "tests/cases";
constexpr std::array<std::string_view, 4> shown_names{"from", "sender", "resent-from",
                                                      "resent-sender"};

/// The loosest reading of a field name: blanks on either side mean nothing.
std::string loose_name(std::string_view name) {
    return ascii_lower(trimmed(name));
}

bool is_shown(std::string_view name) {
    return std::find(shown_names.begin(), shown_names.end(), loose_name(name)) != shown_names.end();
}

/// Spelled in both ways that readers have: quoted and not.
std::vector<AddrSpec> seen_in(const std::string& value) {
    auto seen = gmime_reading(value.substr(0, value.find('\0'))).mailboxes;
    for (const auto& text : {value, decoded_text(value)}) {
        for (auto& found : addresses_in(text)) {
            if (!found.local_part.empty()) {  // quoted: GMime has read it
                seen.push_back(std::move(found));
            }
        }
    }
    return seen;
}

std::string foreign_in(const PlainFields& fields, const Rights& rights) {
    std::string foreign;
    std::size_t authors = 0;
    bool is_resent = false;
    for (const auto& [name, value] : fields) {
        is_resent = is_resent || loose_name(name) == "resent-from";
    }
    for (const auto& [name, value] : fields) {
        authors += loose_name(name) == "from" ? 1 : 0;
        // The Sender that a list gave to what came back from it stays where it is resent.
        if (!is_shown(name) || (is_resent && loose_name(name) == "sender")) {
            continue;
        }
        for (const auto& address : seen_in(value)) {
            const auto kind = rights.to_use(address).kind;
            if (kind != Right::Kind::owner && kind != Right::Kind::on_behalf) {
                foreign += name + ": " + printable(to_text(address)) + "; ";
            }
        }
    }
    return authors == 1 ? foreign : foreign + std::to_string(authors) + " From fields";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(attacks)

BOOST_DATA_TEST_CASE(nobody_foreign_is_seen_in_what_leaves,
                     boost::unit_test::data::make(case_paths(folder)) *
                         boost::unit_test::data::make({"postfix", "sendmail"}),
                     path, host) {
    auto tested = read_case(path);
    if (tested.has_own_rules || tested.listener != "submission") {
        BOOST_TEST(true);  // what its rules allow is its own affair
        return;
    }
    tested.host = host;
    const auto played = play(tested);
    if (played.record.disposition != Disposition::accepted) {
        BOOST_TEST(true);
        return;
    }
    const auto leaves =
        as_edited_by(played.record.session.host, played.received, played.record.edits);
    const Lookups lookups;
    const auto& record = played.record;
    const Rights rights(played.rules->owners, record.identity, {record.began, {}}, lookups,
                        played.rules->identity.notifies_as(record.identity, record.envelope));
    BOOST_TEST_CONTEXT(path << " by " << host) {
        BOOST_TEST(foreign_in(leaves, rights) == "");
    }
}

BOOST_AUTO_TEST_SUITE_END()
