// MIME fields.
#include "mail/content_type.h"

#include <boost/test/unit_test.hpp>

using msa::parse_content_type;
using msa::parse_transfer_encoding;

namespace {

std::string read_back(const char* field_body) {
    const auto type = parse_content_type(field_body);
    return type ? to_text(*type) : "error: " + type.error().what;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(content_type)

BOOST_AUTO_TEST_CASE(type_subtype_and_parameters_are_read) {
    BOOST_TEST(read_back(" text/plain; charset=utf-8") == "text/plain; charset=utf-8");
    BOOST_TEST(read_back("Text/HTML") == "text/html");
    BOOST_TEST(read_back(" text/plain;\n\tcharset=\"us-ascii\";format=flowed") ==
               "text/plain; charset=us-ascii; format=flowed");
    BOOST_TEST(read_back(" application/x-y; name*0*=utf-8''a%20; name*1=b") ==
               "application/x-y; name*0*=utf-8''a%20; name*1=b");
}

BOOST_AUTO_TEST_CASE(comments_and_quotes_are_no_content) {
    BOOST_TEST(read_back(" (a) text (b(c)) / plain (;) ; (d) charset (e) = (f) \"ut\\f-8\" (g)") ==
               "text/plain; charset=utf-8");
    BOOST_TEST(read_back(" a/b; c=\"x;\\\"y\"") == "a/b; c=\"x;\\\"y\"");
    BOOST_TEST(read_back(" a/b; c=\"\"") == "a/b; c=\"\"");
}

BOOST_AUTO_TEST_CASE(what_is_no_content_type_is_an_error) {
    for (const char* text : {"",
                             " ",
                             " text",
                             " text/",
                             " /plain",
                             " text/plain/x",
                             " text plain",
                             " text/plain; charset",
                             " text/plain; charset=",
                             " text/plain; =x",
                             " text/plain charset=x",
                             " text/plain; charset=utf-8 x",
                             " text/plain; a=b c=d",
                             " text/plain; a=\"b",
                             " text/plain (",
                             " text/plain; a=b; A=c",
                             " text/plain; a=b@c",
                             " text/plain; a=\"b\"c",
                             " te\xc3\xbct/plain",
                             " \"text\"/plain",
                             " text/plain,text/html",
                             " text/plain\nX: y"}) {
        BOOST_TEST(!parse_content_type(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(more_parameters_than_anybody_writes_are_an_error) {
    std::string most = " a/b";
    for (int i = 0; i < 1000; ++i) {
        most += "; p" + std::to_string(i) + "=v";
    }
    BOOST_TEST(parse_content_type(most)->parameters.size() == 1000U);
    BOOST_TEST(read_back((most + "; more=v").c_str()).substr(0, 26) ==
               "error: too many parameters");
    // One that is there already is none more.
    BOOST_TEST(parse_content_type(most + "; p0=v").has_value());
}

BOOST_AUTO_TEST_CASE(a_multipart_needs_a_boundary_that_is_one) {
    const std::string longest(70, 'x');
    for (const std::string& good : {std::string("b"), std::string("\"=_a b\""), longest,
                                    std::string("\"'()+_,-./:=?\""), std::string("a*b")}) {
        BOOST_TEST(parse_content_type(" multipart/mixed; boundary=" + good).has_value(), good);
    }
    for (const std::string& bad :
         {std::string("\"\""), std::string("\"a \""), longest + 'x', std::string("\"a\\\\b\""),
          std::string("\"a\\\"b\""), std::string("\"a\tb\""), std::string("\"\xc3\xa4\"")}) {
        BOOST_TEST(!parse_content_type(" multipart/mixed; boundary=" + bad).has_value(), bad);
    }
    BOOST_TEST(!parse_content_type(" multipart/mixed").has_value());
    BOOST_TEST(parse_content_type(" text/plain; boundary=\"\"").has_value());
}

BOOST_AUTO_TEST_CASE(what_every_reader_reads_alike_is_read_and_said_to_deviate) {
    for (const char* text :
         {" text/plain;", " text/plain; ", " text/plain;; charset=utf-8",
          " text/plain; charset=utf-8;;", " text/plain; (c)",
          " text/plain; charset=utf-8; Charset=\"UTF-8\"", " text/plain; name=a; name=a"}) {
        const auto type = parse_content_type(text);
        BOOST_REQUIRE_MESSAGE(type.has_value(), text);
        BOOST_TEST(!type->deviation.empty(), text);
        BOOST_TEST(parse_content_type(to_text(*type)).value().deviation.empty(), text);
    }
    for (const char* text : {" text/plain; charset=utf-8; charset=latin1", " text/plain; a=b; a=B",
                             " text/plain;, a=b"}) {
        BOOST_TEST(!parse_content_type(text).has_value(), text);
    }
    for (const char* text : {" base64;", " base64 ; ;", " 8bits", " 7Bits;"}) {
        BOOST_TEST(!parse_transfer_encoding(text).value().deviation.empty(), text);
    }
    BOOST_TEST(parse_transfer_encoding(" 8bits").value().name == "8bit");
}

BOOST_AUTO_TEST_CASE(a_boundary_may_be_of_any_printable_characters) {
    for (const char* odd : {"\"#BOUNDARY#\"", "\"{GUID-1234}\"", "\"$x\"", "\"a;b\"", "\"<a@b>\"",
                            "a*b", "\"[x] y!\""}) {
        const auto type = parse_content_type(std::string(" multipart/mixed; boundary=") + odd);
        BOOST_REQUIRE_MESSAGE(type.has_value(), odd);
        BOOST_TEST(type->has_odd_boundary, odd);
        BOOST_TEST(type->deviation.empty(), odd);
    }
    BOOST_TEST(!parse_content_type(" a/b; boundary=\"#\"").value().has_odd_boundary);
}

BOOST_AUTO_TEST_CASE(the_forms_of_rfc_2231_name_a_boundary) {
    const std::string multipart = "multipart/mixed; ";
    for (const char* text :
         {"boundary*=utf-8''abcdef", "boundary*=''abcdef", "boundary*=US-ASCII'en'abc%64ef",
          "boundary*0=abc; boundary*1=def", "boundary*1=def; boundary*0=\"abc\"",
          "boundary*0*=utf-8''a%62c; boundary*1=def", "boundary=abcdef; boundary*=utf-8''abcdef",
          "boundary*0=abcdef"}) {
        BOOST_TEST(read_back((multipart + text).c_str()) == multipart + "boundary=abcdef", text);
    }
    for (const char* text :
         {"boundary*=abcdef", "boundary*=utf-7''abcdef", "boundary*=utf-8''abc%6",
          "boundary*=utf-8''%zz", "boundary*=utf-8''", "boundary*=utf-8''a%22b",
          "boundary*=utf-8''%c3%a4", "boundary*0=abc; boundary*2=def", "boundary*1=abc",
          "boundary*00=abc", "boundary*x=abc", "boundary*0=abc; boundary*0*=''abc",
          "boundary=abc; boundary*=''def", "boundary*=''abc; boundary*0=def", "boundaryx=a",
          "boundary*0=a; boundary=b", "boundary**=''a"}) {
        BOOST_TEST(!parse_content_type(multipart + text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(an_encoding_is_a_known_one_or_private) {
    BOOST_TEST(parse_transfer_encoding(" 7BIT").value().name == "7bit");
    BOOST_TEST(parse_transfer_encoding(" (c) Quoted-Printable (d)").value().name ==
               "quoted-printable");
    BOOST_TEST(parse_transfer_encoding("base64").value().name == "base64");
    BOOST_TEST(parse_transfer_encoding(" X-uuencode").value().name == "x-uuencode");
    for (const char* bad : {"", " ", " 8-bit", " x-", " base64 x", " base64; x=y", " base64;;x",
                            " 9bits", " \"base64\"", " utf-8", " 7bit, 8bit"}) {
        BOOST_TEST(!parse_transfer_encoding(bad).has_value(), bad);
    }
    BOOST_TEST(msa::is_identity_encoding("binary"));
    BOOST_TEST(!msa::is_identity_encoding("x-uuencode"));
}

BOOST_AUTO_TEST_CASE(a_version_is_1_0_whatever_the_comments) {
    for (const char* good : {" 1.0", "1.0", " 1.0 (produced by x)", " (a) 1.0", " 1.(b)0"}) {
        BOOST_TEST(msa::is_mime_1_0(good), good);
    }
    for (const char* bad :
         {"", " ", " 1.1", " 2.0", " 1", " 1.0 x", " 1.0 (", " \"1.0\"", " 1.0;"}) {
        BOOST_TEST(!msa::is_mime_1_0(bad), bad);
    }
}

BOOST_AUTO_TEST_SUITE_END()
