// `audit verify` before files that want to cost more than they are worth, and before those that
// cannot be read.
#include "wire/signed_trail.h"

#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace msa::wire;

namespace {

struct Site {
    /// What the shell makes in a copy of the trail.
    void make(const std::string& command) const {
        const auto made = ask_shell("cd " + folder.path() + " && " + command);
        BOOST_REQUIRE_MESSAGE(made.status == 0, made.out);
    }
    [[nodiscard]] Ended verified() const {
        return run({"audit", "verify", "--key", signed_trail().key, folder.path()});
    }

    msa::TemporaryFolder folder;
    std::string records = folder.write("audit.jsonl", signed_trail().records);
    std::string checkpoints = folder.write("audit.checkpoints", signed_trail().checkpoints);
};

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(audit_verify, Site)

BOOST_AUTO_TEST_CASE(a_line_of_a_hundred_megabytes_takes_no_memory) {
    make("(cat audit.jsonl; head -c 100000000 /dev/zero) | gzip -1 >audit.jsonl.1.gz");
    std::filesystem::remove(records);
    const auto out = folder.path_of("out");
    const auto verifier = start({"audit", "verify", "--key", signed_trail().key, folder.path()},
                                out, folder.path_of("err"));
    int status = 0;
    rusage usage{};
    BOOST_REQUIRE(::wait4(verifier, &status, 0, &usage) == verifier);
    BOOST_TEST(status_of(status) == 1);
    BOOST_TEST(holds(contents(out), ".gz:" + std::to_string(signed_trail().count + 1) +
                                        ": unreadable: a line of 100000000 octets"));
#ifndef __SANITIZE_ADDRESS__
    constexpr long kilobytes = 80'000;
    BOOST_TEST(usage.ru_maxrss < kilobytes);
#endif
}

BOOST_AUTO_TEST_CASE(a_compressed_trail_that_was_damaged_is_named) {
    make("zstd -q --rm audit.jsonl && truncate -s -40 audit.jsonl.zst");
    const auto judged = verified();
    BOOST_TEST(judged.status == 1);
    BOOST_TEST(holds(judged.out, "audit.jsonl.zst: unreadable: "));
    BOOST_TEST(holds(judged.out, "integrity: NOT GIVEN"));
}

BOOST_AUTO_TEST_CASE(what_is_no_trail_at_all_is_said) {
    make("head -c 300000 /dev/urandom >audit.jsonl");
    BOOST_TEST(run({"audit", "verify", records, checkpoints}).status == 1);
    BOOST_TEST(verified().status == 65);
    make("rm audit.jsonl audit.checkpoints");
    BOOST_TEST(verified().status == 65);
    const auto none = run({"audit", "verify", folder.path_of("none")});
    BOOST_TEST(none.status == 78);
    BOOST_TEST(holds(none.err, "none: No such file or directory"));
    make("mkfifo pipe");
    BOOST_TEST(run({"audit", "verify", folder.path_of("pipe")}).status == 78);
}

BOOST_AUTO_TEST_CASE(a_file_that_may_not_be_read_is_said_by_name) {
    make("chmod 000 audit.jsonl");
    // Root may read all.
    const auto judged =
        ::geteuid() == 0
            ? ask_shell("chmod 711 " + folder.path() + "; setpriv --reuid=65534 --clear-groups " +
                        "env PATH=/usr/bin \"$MSA_MILTER\" audit verify " + records)
            : run({"audit", "verify", records});
    BOOST_TEST(judged.status == 77, judged.out + judged.err);
    BOOST_TEST(holds(judged.out + judged.err, "audit.jsonl: Permission denied"));
}

BOOST_AUTO_TEST_SUITE_END()
