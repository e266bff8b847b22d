// The list of built-in checks.
#include "checks/all_checks.h"

#include "submission/reply.h"

#include <algorithm>
#include <set>

#include <boost/test/unit_test.hpp>

namespace {

/// The position of a check in the order of evaluation.
std::ptrdiff_t position(std::string_view name) {
    return msa::find_check(name) - msa::all_checks().data();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(all_checks_test)

BOOST_AUTO_TEST_CASE(every_check_is_found_by_its_name_and_no_other) {
    std::set<std::string> names;
    for (const auto& kind : msa::all_checks()) {
        BOOST_TEST(names.insert(kind.name).second, kind.name);
        BOOST_TEST(msa::find_check(kind.name) == &kind);
    }
    BOOST_TEST(msa::find_check("no_such_check") == nullptr);
    BOOST_TEST(msa::find_check("") == nullptr);
}

BOOST_AUTO_TEST_CASE(every_check_can_be_made_and_documented) {
    for (const auto& kind : msa::all_checks()) {
        BOOST_TEST(kind.make() != nullptr, kind.name);
        BOOST_TEST(!kind.section.empty(), kind.name);
        BOOST_TEST(kind.summary.back() == '.', kind.name);
        for (const auto& option : kind.options) {
            BOOST_TEST(!option.help.empty(), kind.name + '.' + option.name);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_check_says_at_which_stages_it_asks) {
    for (const auto& kind : msa::all_checks()) {
        BOOST_TEST(!kind.stages.empty(), kind.name);
    }
    const auto* syntax = msa::find_check("envelope_syntax");
    BOOST_TEST((syntax->stages == std::vector{msa::Stage::mail, msa::Stage::recipient}));
    const auto* rights = msa::find_check("header_from_rights");
    BOOST_TEST((rights->stages == std::vector{msa::Stage::headers}));
}

BOOST_AUTO_TEST_CASE(an_example_reply_is_a_reply) {
    for (const auto& kind : msa::all_checks()) {
        if (!kind.reply.empty()) {
            BOOST_TEST(msa::parse_reply(kind.reply).has_value(), kind.name);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_check_that_cannot_repair_does_not_repair_by_default) {
    for (const auto& kind : msa::all_checks()) {
        BOOST_TEST((kind.can_repair || kind.default_action != msa::Action::repair), kind.name);
    }
}

BOOST_AUTO_TEST_CASE(what_refuses_comes_before_what_completes) {
    const auto& kinds = msa::all_checks();
    const auto first_addition = std::find_if(kinds.begin(), kinds.end(), [](const auto& kind) {
        return kind.name.substr(0, 4) == "add_" && kind.name != "add_from";
    });
    BOOST_TEST(std::none_of(first_addition, kinds.end(), [](const auto& kind) {
        return kind.default_action == msa::Action::reject;
    }));
}

BOOST_AUTO_TEST_CASE(an_added_or_rewritten_author_is_judged_like_any_other) {
    for (const char* name :
         {"add_from", "expand_domains", "alias_domains", "rewrite_senders", "blank_folds"}) {
        BOOST_TEST(position(name) < position("header_counts"), name);
        BOOST_TEST(position(name) < position("header_from_rights"), name);
        BOOST_TEST(position(name) < position("envelope_sender_rights"), name);
    }
}

BOOST_AUTO_TEST_CASE(a_foreign_sender_is_taken_out_before_the_right_one_is_put_in) {
    BOOST_TEST(position("header_sender_rights") < position("add_sender"));
}

BOOST_AUTO_TEST_CASE(syntax_is_judged_before_what_depends_on_it) {
    BOOST_TEST(position("control_characters") < position("address_syntax"));
    BOOST_TEST(position("header_counts") < position("header_from_rights"));
    BOOST_TEST(position("address_syntax") < position("qualified_domains"));
    BOOST_TEST(position("address_syntax") < position("header_from_rights"));
}

BOOST_AUTO_TEST_SUITE_END()
