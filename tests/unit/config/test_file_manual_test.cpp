// The manual of test files names every key.
#include "base/file.h"
#include "config/test_sections.h"

#include <string>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(test_file_manual)

BOOST_AUTO_TEST_CASE(every_key_is_there) {
    constexpr std::size_t enough = 1U << 20U;
    std::string manual = msa::read_file("src/man/msa-milter-test.5", enough).value();
    for (char& c : manual) {  // words of .BR stand between blanks and quotation marks
        c = c == '"' || c == ',' || c == '\n' || c == '[' || c == ']' || c == '.' ? ' ' : c;
    }
    for (const auto* schema :
         {&msa::test_file_section().schema(), &msa::given_name_section().schema(),
          &msa::test_case_section().schema(), &msa::test_expect_section().schema(),
          &msa::test_ownership_section().schema(), &msa::case_section().schema()}) {
        for (const auto& key : schema->keys) {
            BOOST_TEST(manual.find(' ' + key.name + ' ') != std::string::npos,
                       schema->header << ' ' << key.name << " is not in msa-milter-test(5)");
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
