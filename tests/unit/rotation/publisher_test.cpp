// Records brought into DNS by a command of the site: what it reads, and what is said of one that
// fails.
#include "rotation/publisher.h"

#include "base/file.h"
#include "fakes/temporary_folder.h"

#include <chrono>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

namespace {

using namespace msa;

struct Site {
    /// Publishes with a shell that runs `script`; its further words are "one" and "two words".
    [[nodiscard]] Result<bool> published(
        const std::string& script, bool is_revoked = false,
        std::chrono::milliseconds patience = std::chrono::minutes(10)) const {
        const auto publisher =
            make_publisher({.path = folder.path(),
                            .publish = KeyFolderSettings::Publish::command,
                            .command = {"/bin/sh", "-c", script, "one", "two words"}},
                           patience);
        return publisher->put("s._domainkey.mail.example",
                              "v=DKIM1; k=rsa; p=" + std::string(300, 'A'), is_revoked);
    }
    [[nodiscard]] std::string trouble_of(
        const std::string& script,
        std::chrono::milliseconds patience = std::chrono::minutes(10)) const {
        const auto done = published(script, false, patience);
        return done ? "none" : done.error().what;
    }
    [[nodiscard]] std::string contents_of(const std::string& name) const {
        constexpr std::size_t most = 65536;
        const auto read = read_file(folder.path_of(name), most);
        return read ? *read : "";
    }

    TemporaryFolder folder;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(publisher, Site)

BOOST_AUTO_TEST_CASE(a_command_gets_its_words_and_reads_a_line_of_json) {
    const auto done =
        published("echo \"$0/$1\" >" + folder.path_of("words") + "; cat >" + folder.path_of("in"));
    BOOST_TEST_REQUIRE(done.has_value());
    BOOST_TEST(*done);
    BOOST_TEST(contents_of("words") == "one/two words\n");
    const auto text = contents_of("in");
    BOOST_TEST(text.find('\n') == text.size() - 1);
    const auto read = nlohmann::json::parse(text);
    BOOST_TEST(read.at("action") == "publish");
    BOOST_TEST(read.at("name") == "s._domainkey.mail.example");
    BOOST_TEST(read.at("record") == "v=DKIM1; k=rsa; p=" + std::string(300, 'A'));
    BOOST_TEST(read.at("strings").size() == 2U);
    BOOST_TEST(read.at("strings").at(0).get<std::string>().size() == 255U);
    BOOST_TEST(read.at("strings").at(1) == read.at("record").get<std::string>().substr(255));
    BOOST_TEST(read.at("ttl") == 3600);
}

BOOST_AUTO_TEST_CASE(it_is_told_what_is_revoked) {
    BOOST_TEST(published("cat >" + folder.path_of("in"), true).has_value());
    BOOST_TEST(nlohmann::json::parse(contents_of("in")).at("action") == "revoke");
}

BOOST_AUTO_TEST_CASE(what_it_prints_where_it_succeeds_is_nobodys_business) {
    BOOST_TEST(published("head -c 1000 /dev/urandom; head -c 1000 /dev/urandom >&2").has_value());
}

BOOST_AUTO_TEST_CASE(the_last_two_lines_of_one_that_fails_are_told) {
    BOOST_TEST(trouble_of("echo Traceback >&2; echo 'no such zone' >&2; exit 3") ==
               "/bin/sh: ended with status 3: Traceback; no such zone");
    BOOST_TEST(trouble_of("echo first; echo '; second'; echo 'on the other stream'; exit 1") ==
               "/bin/sh: ended with status 1: second; on the other stream");
    BOOST_TEST(trouble_of("exit 75") == "/bin/sh: ended with status 75");
    BOOST_TEST(trouble_of("kill -9 $$") == "/bin/sh: ended with status 137");
}

BOOST_AUTO_TEST_CASE(garbage_is_shown_as_text_of_one_line) {
    BOOST_TEST(trouble_of("printf '\\033[2J\\000\\377 event=stop\\r\\n\\n' >&2; exit 1") ==
               "/bin/sh: ended with status 1: ?[2J?? event=stop");
}

BOOST_AUTO_TEST_CASE(one_that_prints_without_end_is_killed) {
    BOOST_TEST(trouble_of("cat /dev/zero") == "/bin/sh: printed more than 65536 octets");
    BOOST_TEST(trouble_of("cat /dev/zero >&2") == "/bin/sh: printed more than 65536 octets");
}

BOOST_AUTO_TEST_CASE(one_that_hangs_is_killed_with_what_it_has_started) {
    const auto pipe = folder.path_of("pipe");
    BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    // Whoever reads it finds its end when nobody holds the other side any more.
    std::string rest = "something";
    std::thread reader([&] {
        std::ifstream end(pipe);
        rest.assign(std::istreambuf_iterator<char>(end), {});
    });
    BOOST_TEST(trouble_of("exec 3>" + pipe + "; (trap '' TERM HUP; sleep 600; true) & wait",
                          std::chrono::milliseconds(300)) == "/bin/sh: not over after 300 ms");
    reader.join();
    BOOST_TEST(rest.empty());
}

BOOST_AUTO_TEST_CASE(a_program_that_is_not_there_is_named) {
    const auto publisher = make_publisher({.path = folder.path(),
                                           .publish = KeyFolderSettings::Publish::command,
                                           .command = {"/nowhere/publish"}});
    const auto done = publisher->put("s._domainkey.mail.example", "v=DKIM1; p=AA", false);
    BOOST_TEST_REQUIRE(!done.has_value());
    BOOST_TEST(done.error().what == "/nowhere/publish: No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
