// Any single edit of any trail is named: at its line, or at the next checkpoint.
#include "unit/trail/verified_site.h"

#include <algorithm>
#include <numeric>
#include <sstream>

#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>

using msa::WrittenTrail;
using msa::trail_test::Strings;

namespace {

/// A trail of chance: how long it is, and after which records there are checkpoints.
struct AnyTrail {
    explicit AnyTrail(const msa::PrivateKey& key) : trail(&key) {
        const auto count = *rc::gen::inRange<std::size_t>(1, 40);
        for (std::size_t i = 1; i < count; ++i) {
            if (*rc::gen::inRange(0, 4) == 0) {
                checkpoint();
            }
            trail.add_transaction("user" + std::to_string(i));
        }
        checkpoint();
    }
    void checkpoint() {
        (void)trail.checkpoint();
        sizes.push_back(trail.lines.size());
    }

    WrittenTrail trail;
    std::vector<std::size_t> sizes;
};

/// Lines of the file, the first and the last, between which an edit has to be named.
struct Lines {
    std::size_t first;
    std::size_t last;
};

/// Of what was done to the record of that index: from behind the last checkpoint in front of it to
/// the next one, and a line behind that, where what is missing is noticed.
Lines span_of(const std::vector<std::size_t>& sizes, std::size_t index) {
    const auto next = std::find_if(sizes.begin(), sizes.end(),
                                   [index](std::size_t size) { return size > index; });
    const auto end = next == sizes.end() ? sizes.back() : *next;
    return {next == sizes.begin() ? 1 : *(next - 1) + 1, end + 2};
}

std::string name_of(const msa::VerificationReport& report, const msa::Observation& each) {
    const auto& path = report.files.at(each.place.file);
    return path.substr(path.rfind('/') + 1);
}

class Attack {
public:
    Attack(const msa::PrivateKey& key, const msa::TemporaryFolder& folder)
        : any_(key), folder_(folder), text_(any_.trail.records()) {}

    /// One octet of the file for another, taken out, or put in.
    void edit_octet() {
        const auto at = *rc::gen::inRange<std::size_t>(0, text_.size());
        touch(static_cast<std::size_t>(
            std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at), '\n')));
        const auto octet = static_cast<char>(*rc::gen::inRange(0, 256));
        const auto how = *rc::gen::inRange(0, 3);
        if (how == 0) {
            RC_PRE(text_[at] != octet);
            text_[at] = octet;
        } else if (how == 1) {
            text_.erase(at, 1);
        } else {
            text_.insert(at, 1, octet);
        }
    }
    /// One line taken out, written twice, forged, or put elsewhere.
    void edit_line() {
        auto lines = any_.trail.lines;
        const auto from = *rc::gen::inRange<std::size_t>(0, lines.size());
        const auto to = *rc::gen::inRange<std::size_t>(0, lines.size());
        const auto begin = lines.begin();
        const auto at = [&](std::size_t i) { return begin + static_cast<std::ptrdiff_t>(i); };
        touch(from);
        switch (*rc::gen::inRange(0, 4)) {
            case 0:
                lines.erase(at(from));
                if (from == lines.size()) {  // a cut tail, which the last line tells of
                    wanted_.push_back({from, from});
                }
                break;
            case 1:
                touch(to);
                lines.insert(at(to), lines[from]);
                break;
            case 2: lines[from].replace(lines[from].find("msa1"), 4, "msa2"); break;
            default:
                RC_PRE(from != to);
                touch(to);
                std::swap(lines[from], lines[to]);
        }
        RC_PRE(!lines.empty());
        text_.clear();
        for (const auto& line : lines) {
            text_ += line + '\n';
        }
    }
    void cut_tail() {
        const auto keep = *rc::gen::inRange<std::size_t>(1, text_.size());
        text_.resize(keep);
        const auto left = static_cast<std::size_t>(std::count(text_.begin(), text_.end(), '\n'));
        // Where something is missing the last line says so.
        wanted_.push_back({left, left + 1});
        touch(left);
    }

    [[nodiscard]] bool is_named() const {
        (void)folder_.write("audit.jsonl", text_);
        (void)folder_.write("audit.checkpoints", any_.trail.checkpoints());
        msa::VerificationRequest request;
        request.paths = {folder_.path_of("audit.jsonl"), folder_.path_of("audit.checkpoints")};
        request.keys = {msa::parse_verifier_key(any_.trail.verifier_key()).value()};
        const auto report = msa::verify_trail(request).value();
        const auto& all = report.observations.kept();
        return std::any_of(all.begin(), all.end(), [&](const msa::Observation& each) {
            // Of a trail of which nothing is left the first checkpoint that is missing tells.
            return name_of(report, each) == "audit.checkpoints" || each.place.line == 0 ||
                   std::any_of(wanted_.begin(), wanted_.end(), [&](const Lines& lines) {
                       return each.place.line >= lines.first && each.place.line <= lines.last;
                   });
        });
    }

private:
    void touch(std::size_t index) { wanted_.push_back(span_of(any_.sizes, index)); }

    AnyTrail any_;
    const msa::TemporaryFolder& folder_;
    std::string text_;
    std::vector<Lines> wanted_;
};

struct Site {
    void check(void (Attack::*attack)()) const {
        const bool holds = rc::check([&] {
            Attack any(key, folder);
            (any.*attack)();
            RC_ASSERT(any.is_named());
        });
        BOOST_TEST(holds);
    }

    msa::PrivateKey key = msa::new_audit_key();
    msa::TemporaryFolder folder;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(any_trail_test, Site)

BOOST_AUTO_TEST_CASE(any_edit_of_an_octet_is_named) {
    check(&Attack::edit_octet);
}

BOOST_AUTO_TEST_CASE(any_edit_of_a_line_is_named) {
    check(&Attack::edit_line);
}

BOOST_AUTO_TEST_CASE(any_cut_tail_is_named) {
    check(&Attack::cut_tail);
}

BOOST_AUTO_TEST_CASE(any_trail_that_nobody_was_at_is_whole) {
    const bool holds = rc::check([&] {
        const AnyTrail any(key);
        any.trail.write_into(folder);
        msa::VerificationRequest request;
        request.paths = {folder.path()};
        request.keys = {msa::parse_verifier_key(any.trail.verifier_key()).value()};
        const auto report = msa::verify_trail(request).value();
        RC_ASSERT(report.has_integrity() && report.is_complete());
        RC_ASSERT(report.observations.kept().empty());
    });
    BOOST_TEST(holds);
}

BOOST_AUTO_TEST_SUITE_END()
