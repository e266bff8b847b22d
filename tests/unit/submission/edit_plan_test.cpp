// The difference between two header sections as edits.
#include "submission/edit_plan.h"

#include "fakes/mta.h"

#include <utility>

#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

using msa::Edit;
using msa::HeaderList;
using msa::MtaKind;

namespace {

HeaderList received(const msa::PlainFields& fields) {
    HeaderList list;
    for (const auto& [name, value] : fields) {
        list.receive(name, value);
    }
    return list;
}

/// `-Bcc[2]` and the like.
std::string summary(const std::vector<Edit>& plan) {
    std::string text;
    for (const auto& edit : plan) {
        text += (text.empty() ? "" : " ") + std::string(msa::to_text(edit.kind)) + ':' + edit.name;
        if (edit.occurrence != 0) {
            text += '[' + std::to_string(edit.occurrence) + ']';
        }
    }
    return text;
}

/// One random operation of HeaderList, with names that often meet.
void change_somehow(HeaderList& list, MtaKind host) {
    const auto name = *rc::gen::element<std::string>("Date", "DATE", "B", "Date ", "C");
    const auto nth = *rc::gen::inRange<std::size_t>(1, 4);
    const auto value = *rc::gen::element<std::string>(" x", " y", "");
    switch (*rc::gen::inRange(0, 5)) {
        case 0:
            // Beside others of its name Sendmail cannot append; no repair does.
            if (host == MtaKind::postfix || list.count(name) == 0) {
                list.append(name, value);
            }
            break;
        case 1: list.prepend(name, value); break;
        case 2: (void)list.replace(name, nth, value); break;  // none there: nothing happens
        case 3: (void)list.remove(name, nth); break;
        default: (void)list.remove_all(name); break;
    }
}

std::pair<HeaderList, HeaderList> received_and_edited(MtaKind host) {
    HeaderList before;
    const auto fields = *rc::gen::inRange(0, 8);
    for (int i = 0; i < fields; ++i) {
        before.receive(*rc::gen::element<std::string>("Date", "date", "B", "Date ", "D"),
                       *rc::gen::element<std::string>(" x", " y", ""));
    }
    auto after = before;
    const auto operations = *rc::gen::inRange(0, 12);
    for (int i = 0; i < operations; ++i) {
        change_somehow(after, host);
    }
    return {before, after};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(edit_plan_test)

BOOST_AUTO_TEST_CASE(equal_lists_need_no_edits) {
    const auto list = received({{"From", " a"}, {"To", " b"}});
    BOOST_TEST(msa::edit_plan(list, list, MtaKind::postfix).empty());
}

BOOST_AUTO_TEST_CASE(removals_run_from_the_last_occurrence_to_the_first) {
    const auto before = received({{"Bcc", " 1"}, {"To", " t"}, {"BCC", " 2"}, {"bcc ", " 3"}});
    auto after = before;
    (void)after.remove_all("Bcc");
    const auto plan = msa::edit_plan(before, after, MtaKind::postfix);
    BOOST_TEST(summary(plan) == "remove:bcc [3] remove:BCC[2] remove:Bcc[1]");
    BOOST_TEST(plan[0].old_value == " 3");
}

BOOST_AUTO_TEST_CASE(appends_follow_in_order_then_prepends_the_topmost_last) {
    const auto before = received({{"From", " a"}});
    auto after = before;
    after.prepend("P1", " 1");
    after.append("A1", " 1");
    after.prepend("P2", " 2");
    after.append("A2", " 2");
    BOOST_TEST(summary(msa::edit_plan(before, after, MtaKind::postfix)) ==
               "append:A1 append:A2 prepend:P1 prepend:P2");
}

BOOST_AUTO_TEST_CASE(a_change_keeps_both_values_and_a_change_back_is_none) {
    const auto before = received({{"Subject", " old"}});
    auto after = before;
    (void)after.replace("Subject", 1, " new");
    const auto plan = msa::edit_plan(before, after, MtaKind::postfix);
    BOOST_TEST(summary(plan) == "change:Subject[1]");
    BOOST_TEST(plan[0].value == " new");
    BOOST_TEST(plan[0].old_value == " old");
    (void)after.replace("Subject", 1, " old");
    BOOST_TEST(msa::edit_plan(before, after, MtaKind::postfix).empty());
}

BOOST_AUTO_TEST_CASE(a_removed_field_that_is_put_back_is_a_removal_and_an_append) {
    const auto before = received({{"Sender", " a"}, {"To", " b"}});
    auto after = before;
    (void)after.remove("Sender", 1);
    after.append("Sender", " a");
    BOOST_TEST(summary(msa::edit_plan(before, after, MtaKind::postfix)) ==
               "remove:Sender[1] append:Sender");
}

BOOST_AUTO_TEST_CASE(where_nothing_received_is_left_all_is_appended) {
    const auto before = received({{"To", " b"}});
    auto after = before;
    (void)after.remove_all("To");
    after.append("A", " 1");
    after.prepend("P", " 2");
    BOOST_TEST(summary(msa::edit_plan(before, after, MtaKind::postfix)) ==
               "remove:To[1] append:P append:A");
}

BOOST_AUTO_TEST_CASE(sendmail_is_kept_from_adding_its_own_by_an_append) {
    const auto before = received({{"From", " a"}, {"Resent-Date", " 1"}, {"Resent-From", " a"}});
    auto after = before;
    for (const auto* name : {"Date", "X", "Resent-Date", "Resent-Message-ID"}) {
        after.prepend(name, " 1");
    }
    BOOST_TEST(summary(msa::edit_plan(before, after, MtaKind::sendmail)) ==
               "append:Date prepend:X prepend:Resent-Date append:Resent-Message-ID");
    BOOST_TEST(summary(msa::edit_plan(before, after, MtaKind::unknown)) ==
               "prepend:Date prepend:X prepend:Resent-Date prepend:Resent-Message-ID");
}

RC_BOOST_PROP(replaying_the_plan_gives_the_edited_list_in_postfix, ()) {
    const auto [before, after] = received_and_edited(MtaKind::postfix);
    const auto plan = msa::edit_plan(before, after, MtaKind::postfix);
    RC_ASSERT(msa::as_postfix_edits(before, plan) == msa::plain(after));
}

RC_BOOST_PROP(replaying_the_plan_gives_the_same_fields_of_each_name_in_sendmail, ()) {
    const auto [before, after] = received_and_edited(MtaKind::sendmail);
    const auto plan = msa::edit_plan(before, after, MtaKind::sendmail);
    RC_ASSERT(msa::by_name(msa::as_sendmail_edits(before, plan)) ==
              msa::by_name(msa::plain(after)));
}

BOOST_AUTO_TEST_SUITE_END()
