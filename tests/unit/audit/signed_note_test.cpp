// Signed notes.
#include "audit/signed_note.h"

#include <boost/test/unit_test.hpp>

using msa::parse_note;

namespace {

constexpr std::string_view text = "host/log\n3\nroot\n";
constexpr std::string_view signature = "\u2014 host/log AAAAAWE=\n";  // id 1, "a"

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string whole;
    for (const auto part : parts) {
        whole += part;
    }
    return whole;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signed_note_test)

BOOST_AUTO_TEST_CASE(a_note_has_a_text_and_signatures) {
    const auto octets = joined({text, "\n", signature, "\u2014 other //////8=\n"});
    const auto note = parse_note(octets).value();
    BOOST_TEST(note.text == text);
    BOOST_REQUIRE(note.signatures.size() == 2U);
    BOOST_TEST(note.signatures[0].name == "host/log");
    BOOST_TEST(note.signatures[0].key_id == 1U);
    BOOST_TEST(note.signatures[0].octets == "a");
    BOOST_TEST(note.signatures[1].key_id == 0xffffffffU);
    BOOST_TEST(note.octets() == octets);
}

BOOST_AUTO_TEST_CASE(a_note_without_signatures_is_one) {
    const auto octets = joined({text, "\n"});
    const auto note = parse_note(octets).value();
    BOOST_TEST(note.signatures.empty());
    BOOST_TEST(note.octets() == octets);
}

BOOST_AUTO_TEST_CASE(what_is_no_note_is_refused) {
    std::string many = joined({text, "\n"});
    for (int i = 0; i < 101; ++i) {
        many += signature;
    }
    for (const std::string& octets : {
             std::string(),
             std::string("\n"),
             std::string("\n\n"),
             std::string(text),                          // no blank line
             joined({"\n", text, "\n"}),                 // it begins with one
             joined({text, "\n\n", signature}),          // two of them
             joined({text, "\n", signature, "\n"}),      // behind the signatures
             joined({text, "\n", signature, "more\n"}),  //
             joined({text, "\nno signature\n"}),
             joined({text, "\n", signature.substr(0, signature.size() - 1)}),  // no end
             joined({text, "\n\u2014 host/log\n"}),                            // no base64
             joined({text, "\n\u2014 host/log AAAAAQ==\n"}),                   // an id only
             joined({text, "\n\u2014 host/log AAAA*WE=\n"}),
             joined({text, "\n\u2014  AAAAAWE=\n"}),  // no name
             joined({text, "\n\u2014 a+b AAAAAWE=\n"}),
             joined({text, "\n- host/log AAAAAWE=\n"}),
             joined({"host\xff\n3\nroot\n\n", signature}),  // no UTF-8
             joined({"host\tlog\n3\n\n", signature}),       // a control
             joined({std::string_view("host\0log\n3\n\n", 12), signature}),
             many,
             std::string(70'000, 'x') + "\n\n",
         }) {
        BOOST_TEST(!parse_note(octets).has_value(), octets);
    }
}

BOOST_AUTO_TEST_CASE(a_file_of_notes_is_cut_where_the_next_one_begins) {
    const auto signed_one = joined({text, "\n", signature});
    const auto unsigned_one = joined({text, "\n"});
    const auto length_before = [](std::string_view note, std::string_view next) {
        return msa::note_length(joined({note, next}), false);
    };
    BOOST_TEST(length_before(signed_one, signed_one) == signed_one.size());
    BOOST_TEST(length_before(signed_one, joined({"\n", signed_one})) == signed_one.size() + 1);
    BOOST_TEST(length_before(unsigned_one, signed_one) == unsigned_one.size());
    BOOST_TEST(length_before(signed_one, "") == 0U);
    BOOST_TEST(length_before(signed_one, "torn") == 0U);
    BOOST_TEST(msa::note_length(signed_one, true) == signed_one.size());
    BOOST_TEST(msa::note_length("torn", true) == 4U);
    BOOST_TEST(msa::note_length("", true) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
