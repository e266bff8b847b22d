// Reports, of what anybody may have written into a trail.
#include "inquiry/report_page.h"

#include "fakes/written_trail.h"
#include "trail/verification.h"

#include <regex>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using Strings = std::vector<std::string>;

namespace {

constexpr const char* hostile = R"(\"'><script>alert(1)</script><img src=//evil.example/>&amp;)";

/// A trail of a host whose every value is `value`.
struct Site {
    explicit Site(const std::string& value = "v")
        : key(msa::new_audit_key()), trail(&key, "a.example.net") {
        const auto quoted = '"' + value + '"';
        trail.add_transaction(value, "\"disposition\":\"accepted\",\"unsigned\":" + quoted +
                                         ",\"tls\":{\"version\":" + quoted +
                                         "},\"rights\":[{\"right\":\"owner\",\"by\":"
                                         "\"delegation " +
                                         value + "\"}],\"findings\":[{\"rule\":" + quoted +
                                         ",\"exception\":" + quoted + "}],\"rules\":{\"file\":" +
                                         quoted + ",\"hash\":" + quoted + "}");
        trail.add_transaction(value, "\"disposition\":" + quoted + ",\"reply\":" + quoted);
        trail.add("rules", "\"event\":" + quoted + ",\"file\":" + quoted +
                               ",\"version\":" + quoted + ",\"hash\":" + quoted);
        trail.add("gap", "\"records\":" + quoted + ",\"why\":" + quoted + ",\"from\":" + quoted +
                             ",\"to\":" + quoted);
        trail.add("delegation", "\"id\":" + quoted + ",\"event\":" + quoted +
                                    ",\"owner\":" + quoted + ",\"ticket\":" + quoted +
                                    ",\"until\":" + quoted + ",\"right\":" + quoted);
        trail.add("exception", "\"id\":" + quoted + ",\"rule\":" + quoted + ",\"action\":" +
                                   quoted + ",\"until\":\"2026-03-15T00:00:00.000000Z\"");
        trail.add("start", "\"clean\":false");
        trail.checkpoint();
        trail.write_into(folder);
    }

    std::string page(const std::string& from, const std::string& to, const Strings& proof = {}) {
        msa::VerificationRequest request;
        request.paths = {folder.path()};
        request.keys = {msa::parse_verifier_key(trail.verifier_key()).value()};
        const auto verification = msa::verify_trail(request).value();
        const auto files = msa::record_files(request.paths).value();
        const auto numbers = msa::report_numbers(files, msa::time_span(from, to).value(),
                                                 [](std::uint64_t, std::uint64_t) {})
                                 .value();
        return msa::report_page({.verification = verification,
                                 .numbers = numbers,
                                 .rules = {"add_date", "v"},
                                 .from = from,
                                 .to = to,
                                 .trail = {folder.path(), "it's <b>"},
                                 .proof = proof,
                                 .written = "2026-04-01T00:00:00Z"});
    }

    msa::PrivateKey key;
    msa::WrittenTrail trail;
    msa::TemporaryFolder folder;
};

bool holds(const std::string& page, const std::string& text) {
    return page.find(text) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(report_page)

BOOST_AUTO_TEST_CASE(no_value_of_a_record_becomes_markup) {
    Site site(hostile);
    const auto page = site.page("2026-03-01", "2026-03-31");
    BOOST_TEST(!holds(page, "<script"));
    BOOST_TEST(!holds(page, "<img"));
    BOOST_TEST(holds(page, "&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
    BOOST_TEST(!holds(page, "it's <b>"));
    // Attributes are only ours: whatever stands in one has no quotation mark.
    const std::regex attribute(R"re(=("[^"<>]*")[ />])re");
    std::string rest = std::regex_replace(page, attribute, " ");
    rest = std::regex_replace(rest, std::regex("<style>[^<]*</style>"), "");
    const std::regex tags("<[a-z][^>]*>");
    for (std::sregex_iterator tag(rest.begin(), rest.end(), tags), end; tag != end; ++tag) {
        BOOST_TEST(!holds(tag->str(), "\""), tag->str());
    }
}

BOOST_AUTO_TEST_CASE(it_asks_nobody_for_anything) {
    Site site(hostile);
    const auto page = site.page("2026-03-01", "2026-03-31");
    for (const char* word : {" src=", "url(", "@import", "<link", "<object", "<iframe", "<base",
                             "<form", "javascript:", " onload", "http-equiv=\"refresh"}) {
        BOOST_TEST(!holds(std::regex_replace(page, std::regex("&lt;img src="), ""), word), word);
    }
    const std::regex link("href=\"([^\"]*)\"");
    for (std::sregex_iterator each(page.begin(), page.end(), link), end; each != end; ++each) {
        BOOST_TEST((*each)[1].str().front() == '#');
    }
    BOOST_TEST(holds(page, "default-src 'none'"));
}

BOOST_AUTO_TEST_CASE(it_says_what_happened_and_how_to_count_it_again) {
    Site site;
    const auto page = site.page("2026-03-01", "2026-03-31");
    BOOST_TEST(holds(page, "<html lang=\"en\">"));
    BOOST_TEST(holds(page, "given, signed with the key that was given"));
    BOOST_TEST(holds(page, "given up to the last checkpoint, except for what the trail declares"));
    BOOST_TEST(holds(page, "a.example.net/msa-milter/2026"));
    BOOST_TEST(holds(page, "--since 2026-03-01 --until 2026-03-31 --count-by day,disposition " +
                               site.folder.path()));
    BOOST_TEST(holds(page, "--unsigned --count-by unsigned"));
    BOOST_TEST(holds(page, ">add_date</li>"));
    BOOST_TEST(!holds(page, "<li>v</li>"));
    BOOST_TEST(holds(page, "declared gap"));
    BOOST_TEST(holds(page, ">ended</span>"));  // the exception, by its date
}

BOOST_AUTO_TEST_CASE(days_without_messages_are_shown_and_other_days_are_not) {
    Site site;
    const auto nothing = site.page("2026-04-01", "2026-04-02");
    BOOST_TEST(holds(nothing, "No message came in this time."));
    BOOST_TEST(holds(nothing, "The trail tells of no change."));
    const auto page = site.page("2026-02-27", "2026-03-02");
    for (const char* day : {"2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"}) {
        BOOST_TEST(holds(page, ">" + std::string(day) + "</th>"), day);
    }
}

BOOST_AUTO_TEST_CASE(a_long_time_is_shown_by_months) {
    Site site;
    const auto page = site.page("2025-01-01", "2026-12-31");
    BOOST_TEST(holds(page, "--count-by month,disposition"));
    BOOST_TEST(holds(page, ">2025-02</th>"));
}

BOOST_AUTO_TEST_CASE(without_anchors_it_says_so) {
    Site site;
    BOOST_TEST(holds(site.page("2026-03-01", "2026-03-02"), "No checkpoint that was kept"));
    BOOST_TEST(holds(site.page("2026-03-01", "2026-03-02", {"--anchor", "x"}),
                     "audit verify --anchor x "));
}

BOOST_AUTO_TEST_SUITE_END()
