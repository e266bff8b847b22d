// msa-milter-audit(5) has all kinds of records.
#include "base/file.h"
#include "trail/record_head.h"

#include <boost/test/unit_test.hpp>

namespace {

/// Whether a paragraph of the manual begins with it, perhaps beside another kind.
bool has_paragraph(const std::string& manual, std::string_view kind) {
    const std::string name(kind);
    return manual.find("\n.TP\n.B " + name + '\n') != std::string::npos ||
           manual.find("\n.TP\n.BR " + name + " \", \" ") != std::string::npos ||
           manual.find(" \", \" " + name + '\n') != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(manual_of_the_trail)

BOOST_AUTO_TEST_CASE(each_kind_of_control_record_has_a_paragraph) {
    constexpr std::size_t enough = 1U << 20U;
    const auto manual = msa::read_file("src/man/msa-milter-audit.5", enough).value();
    const auto first = static_cast<int>(msa::RecordKind::tree);
    const auto end = static_cast<int>(msa::RecordKind::other);
    for (int i = first; i < end; ++i) {
        const auto kind = to_text(static_cast<msa::RecordKind>(i));
        BOOST_TEST(has_paragraph(manual, kind), kind << " is not in msa-milter-audit(5)");
    }
}

BOOST_AUTO_TEST_SUITE_END()
