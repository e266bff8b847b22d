#include "config/suspensions_settings.h"

#include "config/daemon_settings.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

LoadedSettings loaded(const std::string& lines) {
    return load_daemon_settings("/etc/d.toml", [&lines](const std::string&) {
        return Result<std::string>("[suspensions]\n" + lines);
    });
}

std::string complaint(const std::string& lines) {
    const auto settings = loaded(lines);
    const auto found = settings.diagnostics.sorted();
    return found.empty() ? "" : settings.diagnostics.line_of(found.front());
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(suspensions_settings)

BOOST_AUTO_TEST_CASE(are_what_the_file_says) {
    const auto suspensions =
        loaded(
            "file = \"s.json\"\nnotify = [\"/bin/tell\", \"two words\"]\nmail = \"a@b.example\"\n")
            .settings.value()
            .suspensions;
    BOOST_TEST(suspensions.file.value() == "/etc/s.json");
    BOOST_TEST(suspensions.notify == (std::vector<std::string>{"/bin/tell", "two words"}));
    BOOST_TEST(suspensions.mail == (std::vector<std::string>{"a@b.example"}));
    BOOST_TEST(loaded("file = \"none\"\n").settings.value().suspensions.file.value() == "none");
    BOOST_TEST(!loaded("").settings.value().suspensions.file.has_value());
}

BOOST_AUTO_TEST_CASE(that_cannot_work_are_errors) {
    BOOST_TEST(says(complaint("notify = [\"tell\"]\n"), "begins with the path of a program"));
    BOOST_TEST(
        says(complaint("mail = [\"a@b.example\", \"security\"]\n"), "'security' is no address"));
    BOOST_TEST(says(complaint("notfy = [\"/bin/tell\"]\n"), "did you mean 'notify'"));
    BOOST_TEST(says(complaint("notify = 1\n"), "notify"));
}

BOOST_AUTO_TEST_SUITE_END()
