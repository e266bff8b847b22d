#include "config/limits_settings.h"

#include "config/daemon_settings.h"
#include "config/section_of.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

std::string complaint(const std::string& lines) {
    const auto loaded = load_daemon_settings("d.toml", [&lines](const std::string&) {
        return Result<std::string>("[limits]\n" + lines);
    });
    const auto found = loaded.diagnostics.sorted();
    return found.empty() ? "" : loaded.diagnostics.line_of(found.front());
}

std::string shared(const std::string& more) {
    return "store = \"redis\"\nredis = \"rediss://limits.example.com\"\nsecret_file = "
           "\"/etc/s\"\n" +
           more;
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limits_settings)

BOOST_AUTO_TEST_CASE(are_what_the_file_says) {
    const auto table = toml::parse(
        shared("redis_sentinel = \"mymaster\"\nuser = \"msa\"\npassword_file = \"/etc/p\"\n"
               "ca_file = \"/etc/ca.pem\"\non_error = \"defer\"\nhosts = 3\ndeadline = 80\n"));
    Diagnostics diagnostics("d.toml", "");
    const auto limits = limits_section().read(table, SettingsContext{diagnostics});
    BOOST_TEST(diagnostics.sorted().empty());
    BOOST_TEST(limits.store == "redis");
    BOOST_TEST(limits.redis.front() == "rediss://limits.example.com");
    BOOST_TEST(limits.redis_sentinel == "mymaster");
    BOOST_TEST(limits.user == "msa");
    BOOST_TEST(limits.password_file == "/etc/p");
    BOOST_TEST(limits.ca_file == "/etc/ca.pem");
    BOOST_TEST(limits.secret_file == "/etc/s");
    BOOST_TEST(limits.on_error == "defer");
    BOOST_TEST(limits.hosts == 3);
    BOOST_TEST(limits.deadline.count() == 80);
}

BOOST_AUTO_TEST_CASE(count_in_memory_where_nothing_is_said) {
    const auto table = toml::parse("");
    Diagnostics diagnostics("d.toml", "");
    const auto limits = limits_section().read(table, SettingsContext{diagnostics});
    BOOST_TEST(limits.store == "memory");
    BOOST_TEST(limits.on_error == "local");
    BOOST_TEST(limits.hosts == 1);
    BOOST_TEST(limits.deadline.count() == 50);
    BOOST_TEST(complaint("") == "");
}

BOOST_AUTO_TEST_CASE(that_contradict_each_other_are_errors) {
    BOOST_TEST(complaint(shared("")) == "");
    BOOST_TEST(
        says(complaint("store = \"redis\"\nredis = \"redis://h\"\n"), "needs 'secret_file'"));
    BOOST_TEST(says(complaint("store = \"redis\"\nsecret_file = \"/s\"\n"), "needs 'redis'"));
    BOOST_TEST(says(complaint("hosts = 2\n"), "only with store = \"redis\""));
    BOOST_TEST(says(complaint("store = \"sqlite\"\n"), "redis"));
    BOOST_TEST(says(complaint(shared("hosts = 0\n")), "from 1 to 1000"));
    BOOST_TEST(says(complaint(shared("deadline = 5001\n")), "from 1 to 5000"));
    BOOST_TEST(says(complaint(shared("on_error = \"pass\"\n")), "accept"));
    BOOST_TEST(
        says(complaint(shared("redis_cluster = true\nredis_sentinel = \"m\"\n")), "Sentinels"));
    BOOST_TEST(says(complaint("store = \"redis\"\nsecret_file = \"/s\"\nredis = \"h:6379\"\n"),
                    "redis://HOST"));
}

BOOST_AUTO_TEST_SUITE_END()
