// The header section before and after.
#include "workbench/header_diff.h"

#include <string>

#include <boost/test/unit_test.hpp>

using msa::DiffLine;
using msa::HeaderList;
using msa::MtaKind;

namespace {

/// What becomes of `A: 1`, `B: 2`, `B: 3`: a line a field.
template <class Change>
std::string diff_after(Change change) {
    HeaderList received;
    received.receive("A", " 1");
    received.receive("B", " 2");
    received.receive("B", " 3");
    HeaderList edited = received;
    change(edited);
    std::string text;
    for (const auto& line :
         msa::header_diff(received, edit_plan(received, edited, MtaKind::postfix))) {
        text += line.kind == DiffLine::Kind::kept      ? ' '
                : line.kind == DiffLine::Kind::removed ? '-'
                                                       : '+';
        text += line.field + '\n';
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(header_diff)

BOOST_AUTO_TEST_CASE(what_stays_is_shown_once) {
    BOOST_TEST(diff_after([](HeaderList&) {}) == " A: 1\n B: 2\n B: 3\n");
}

BOOST_AUTO_TEST_CASE(the_field_that_is_meant_goes) {
    BOOST_TEST(diff_after([](HeaderList& list) { list.remove("b", 2); }) ==
               " A: 1\n B: 2\n-B: 3\n");
}

BOOST_AUTO_TEST_CASE(a_changed_field_is_shown_before_and_after) {
    BOOST_TEST(diff_after([](HeaderList& list) { list.replace("B", 1, " x"); }) ==
               " A: 1\n-B: 2\n+B: x\n B: 3\n");
}

BOOST_AUTO_TEST_CASE(new_fields_stand_where_they_go) {
    BOOST_TEST(diff_after([](HeaderList& list) {
                   list.append("C", " 4");
                   list.append("D", " 5");
                   list.prepend("E", " 6");
                   list.prepend("F", " 7");
               }) == "+F: 7\n+E: 6\n A: 1\n B: 2\n B: 3\n+C: 4\n+D: 5\n");
}

BOOST_AUTO_TEST_SUITE_END()
