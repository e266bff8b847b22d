#include "mail/field_form.h"

#include <boost/test/unit_test.hpp>

using msa::field_form;
using msa::FieldForm;

BOOST_AUTO_TEST_SUITE(field_form_of_names)

BOOST_AUTO_TEST_CASE(what_no_standard_tells_of_is_free_text) {
    for (const char* name : {"Subject", "subject ", "Comments", "Content-Description", "X-Foo",
                             "Organization", "Thread-Topic", "User-Agent", "X"}) {
        BOOST_TEST((field_form(name) == FieldForm::text), name);
    }
}

BOOST_AUTO_TEST_CASE(structured_fields_are_known_by_name) {
    BOOST_TEST((field_form("from") == FieldForm::addresses));
    BOOST_TEST((field_form("Resent-Cc ") == FieldForm::addresses));
    BOOST_TEST((field_form("Disposition-Notification-To") == FieldForm::addresses));
    BOOST_TEST((field_form("List-ID") == FieldForm::phrases));
    BOOST_TEST((field_form("Content-Disposition") == FieldForm::parameters));
    BOOST_TEST((field_form("Date") == FieldForm::comments));
    BOOST_TEST((field_form("DKIM-Signature") == FieldForm::bare));
}

BOOST_AUTO_TEST_SUITE_END()
