// Descriptions of sections: what is read goes into the struct, and nowhere else.
#include "config/section_of.h"

#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

namespace {

struct Part {
    std::string name = "none";
};
struct Settings {
    Part part;
    bool is_on = false;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(section_of)

BOOST_AUTO_TEST_CASE(a_member_may_be_within_another) {
    msa::SectionOf<Settings> section("[x]", "A section.");
    section.key("on", &Settings::is_on, "Whether.")
        .key(
            "name", [](Settings& settings) -> std::string& { return settings.part.name; }, "Who.");
    const auto table = toml::parse("name = \"alice\"\non = true\n");
    msa::Diagnostics diagnostics("x.toml", "");
    const auto read = section.read(table, msa::SettingsContext{diagnostics});
    BOOST_TEST(read.part.name == "alice");
    BOOST_TEST(read.is_on);
    BOOST_TEST(section.schema().find("name")->default_value == "\"none\"");
}

BOOST_AUTO_TEST_CASE(a_member_of_something_else_is_refused) {
    msa::SectionOf<Settings> section("[x]", "A section.");
    std::string elsewhere;
    const auto member = [&elsewhere](Settings&) -> std::string& { return elsewhere; };
    BOOST_CHECK_THROW(section.key("name", member, "Who."), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()
