// Which fields are signed, and how h= names them.
#include "dkim/signed_fields.h"

#include "base/text.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

SignedNames names_of(std::vector<std::string> oversigned, std::vector<std::string> present) {
    SigningSettings settings;
    settings.oversigned = std::move(oversigned);
    settings.signed_present = std::move(present);
    auto names = signed_names(settings);
    BOOST_TEST_REQUIRE(names.has_value());
    return std::move(names).value();
}

bool accepts(const std::string& oversigned) {
    SigningSettings settings;
    settings.oversigned = {oversigned};
    const auto names = signed_names(settings);
    return names.has_value() || names.error().kind != ErrorKind::bad_config;
}

HeaderList header(std::initializer_list<std::pair<const char*, const char*>> fields) {
    HeaderList list;
    for (const auto& [name, value] : fields) {
        list.receive(name, value);
    }
    return list;
}

std::string list_of(const HeaderList& headers, const SignedNames& names) {
    const auto fields = signed_fields(headers, names);
    BOOST_TEST_REQUIRE(fields.has_value());
    return join(fields->list, ":");
}

std::string refusal_of(std::string value) {
    HeaderList headers;
    headers.receive("From", " a@example.org");
    headers.receive("Subject", std::move(value));
    const auto fields = signed_fields(headers, names_of({"Subject"}, {}));
    BOOST_TEST_REQUIRE(!fields.has_value());
    BOOST_TEST((fields.error().kind == ErrorKind::bad_input));
    return fields.error().what;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signed_fields_test)

BOOST_AUTO_TEST_CASE(oversigned_fields_are_named_once_more_than_they_occur) {
    const auto headers = header({{"From", " a@example.org"}, {"To", " b@example.org"}});
    BOOST_TEST(list_of(headers, names_of({"From", "To", "Cc"}, {})) == "From:To:From:To:Cc");
}

BOOST_AUTO_TEST_CASE(present_fields_are_named_as_often_as_they_occur) {
    const auto headers =
        header({{"LIST-ID", " <x>"}, {"From", " a@example.org"}, {"list-id", " <y>"}});
    BOOST_TEST(list_of(headers, names_of({}, {"List-Id", "Sender"})) == "LIST-ID:From:list-id");
}

BOOST_AUTO_TEST_CASE(from_is_signed_even_if_nobody_asks) {
    const auto headers = header({{"Subject", " x"}, {"From", " a@example.org"}});
    BOOST_TEST(list_of(headers, names_of({}, {})) == "From");
}

BOOST_AUTO_TEST_CASE(a_name_in_both_lists_or_twice_is_oversigned_once) {
    const auto headers = header({{"From", " a@example.org"}});
    BOOST_TEST(list_of(headers, names_of({"From", "FROM"}, {"from"})) == "From:From");
}

BOOST_AUTO_TEST_CASE(blanks_in_front_of_the_colon_are_not_part_of_the_name) {
    const auto headers = header({{"From \t", " a@example.org"}});
    BOOST_TEST(list_of(headers, names_of({"From"}, {})) == "From:From");
}

// RFC 6376, 5.4.2.
BOOST_AUTO_TEST_CASE(repeated_fields_are_taken_from_the_bottom_up) {
    const auto headers = header({{"To", " first"}, {"From", " f"}, {"To", " second"}});
    const auto fields = signed_fields(headers, names_of({"To"}, {}));
    BOOST_TEST_REQUIRE(fields.has_value());
    BOOST_TEST(canonical_form(fields->fields) == "to:second\r\nfrom:f\r\nto:first\r\n");
}

BOOST_AUTO_TEST_CASE(a_header_without_from_cannot_be_signed) {
    const auto fields = signed_fields(header({{"To", " x"}}), names_of({"From", "To"}, {}));
    BOOST_TEST(!fields.has_value());
}

BOOST_AUTO_TEST_CASE(octets_that_canonical_forms_disagree_about_are_refused) {
    BOOST_TEST(refusal_of(std::string(" a\0b", 4)).find("NUL") != std::string::npos);
    BOOST_TEST(refusal_of(" a\vb").find("vertical tab") != std::string::npos);
    BOOST_TEST(refusal_of(" a\fb").find("form feed") != std::string::npos);
    BOOST_TEST(refusal_of(" a\rb").find("CR") != std::string::npos);
    BOOST_TEST(refusal_of(" a\r\n b").find("CR") != std::string::npos);
    BOOST_TEST(refusal_of(" a\nb").find("LF") != std::string::npos);
    BOOST_TEST(refusal_of(" a\n").find("LF") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(such_octets_do_not_matter_in_fields_that_are_not_signed) {
    const auto headers = header({{"From", " a@example.org"}, {"X-Odd", " a\v\rb"}});
    BOOST_TEST(list_of(headers, names_of({"From"}, {})) == "From:From");
}

BOOST_AUTO_TEST_CASE(more_fields_than_h_can_name_are_refused) {
    HeaderList headers;
    for (int i = 0; i < 1500; ++i) {
        headers.receive("To", " x@example.org");
    }
    headers.receive("From", " a@example.org");
    const auto fields = signed_fields(headers, names_of({"From", "To"}, {}));
    BOOST_TEST_REQUIRE(!fields.has_value());
    BOOST_TEST((fields.error().kind == ErrorKind::bad_input));
}

BOOST_AUTO_TEST_CASE(fields_that_must_not_be_signed_are_a_fault_of_the_rule_file) {
    for (const char* name : {"DKIM-Signature", "Return-Path", "received", "Bcc", "Resent-Bcc",
                             "Comments", "Keywords"}) {
        BOOST_TEST(!accepts(name), name);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_field_name_is_a_fault_of_the_rule_file) {
    BOOST_TEST(!accepts(""));
    BOOST_TEST(!accepts("To; x=1"));
    BOOST_TEST(!accepts("To:From"));
    BOOST_TEST(!accepts("T\xc3\xb6"));
    BOOST_TEST(!accepts(std::string(999, 'x')));
    BOOST_TEST(accepts("Content-Type"));
}

BOOST_AUTO_TEST_CASE(a_list_longer_than_h_can_hold_is_a_fault_of_the_rule_file) {
    SigningSettings settings;
    for (int i = 0; i < 200; ++i) {
        settings.oversigned.push_back("X-Quite-Long-Name-" + std::to_string(i));
    }
    BOOST_TEST(!signed_names(settings).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
