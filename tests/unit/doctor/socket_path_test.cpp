#include "doctor/socket_path.h"

#include <map>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

using Paths = std::map<std::string, PathFacts>;

constexpr uid_t milter = 120;
constexpr uid_t postfix = 110;

/// As postfix-example/README.md sets it up.
Paths good() {
    return {{"/", {.mode = 0755, .owner = 0, .group = 0}},
            {"/run", {.mode = 0755, .owner = 0, .group = 0}},
            {"/run/m", {.mode = 0750, .owner = milter, .group = postfix}},
            {"/run/m/s", {.mode = 0660, .owner = milter, .group = postfix}}};
}

LookAtPath look(const Paths& paths) {
    return [paths](const std::string& path) -> std::optional<PathFacts> {
        const auto found = paths.find(path);
        return found == paths.end() ? std::nullopt : std::optional(found->second);
    };
}

std::string text(const Examination& found) {
    std::string result;
    for (const Complaint& each : found.complaints) {
        result += to_text(each);
    }
    return result;
}

std::string for_postfix(const Paths& paths, const std::string& socket = "unix:/run/m/s") {
    Examination found;
    examine_socket_for_postfix(socket, {.name = "postfix", .id = postfix, .groups = {postfix}},
                               look(paths), found);
    return text(found);
}

std::string for_sendmail(const Paths& paths, bool trusts_sticky = false) {
    Examination found;
    examine_socket_for_sendmail("local:/run/m/s", trusts_sticky, look(paths), found);
    return text(found);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(socket_path)

BOOST_AUTO_TEST_CASE(a_group_of_the_account_opens_the_way) {
    BOOST_TEST(for_postfix(good()) == "");
}

BOOST_AUTO_TEST_CASE(a_directory_that_keeps_the_account_out_is_a_problem) {
    auto paths = good();
    paths["/run/m"] = {.mode = 0700, .owner = milter, .group = postfix};
    BOOST_TEST(for_postfix(paths) ==
               "/run/m: problem: mode 0700 keeps user postfix out\n"
               "    smtpd cannot reach the milter: every client is told to try again (451).\n"
               "    fix: chgrp postfix /run/m && chmod g+x /run/m\n");
    // The owner's bits count for the owner, whatever others may.
    paths["/run/m"] = {.mode = 0077, .owner = postfix, .group = 0};
    BOOST_TEST(for_postfix(paths) != "");
}

BOOST_AUTO_TEST_CASE(a_socket_that_the_account_may_not_write_to_is_a_problem) {
    auto paths = good();
    paths["/run/m/s"] = {.mode = 0660, .owner = milter, .group = milter};
    BOOST_TEST(
        for_postfix(paths) ==
        "/run/m/s: problem: mode 0660 keeps user postfix out\n"
        "    smtpd cannot connect to the milter: every client is told to try again (451).\n"
        "    fix: in msa-milter.toml: socket_group = \"postfix\" and socket_mode = \"0660\"\n");
}

BOOST_AUTO_TEST_CASE(a_socket_that_is_not_there_is_a_warning) {
    auto paths = good();
    paths.erase("/run/m/s");
    BOOST_TEST(for_postfix(paths) ==
               "/run/m/s: warning: not there\n"
               "    The daemon does not run, or not with this socket: clients are told to try "
               "again (451).\n"
               "    fix: start it; its log says why if it ends\n");
    paths.erase("/run/m");
    BOOST_TEST(for_postfix(paths).starts_with("/run/m: warning: not there\n"));
}

BOOST_AUTO_TEST_CASE(a_network_socket_has_no_path) {
    BOOST_TEST(for_postfix({}, "inet:8891@localhost") == "");
}

BOOST_AUTO_TEST_CASE(a_socket_for_everybody_is_a_warning) {
    auto paths = good();
    paths["/run/m/s"].mode = 0666;
    BOOST_TEST(for_postfix(paths) == "");  // the folder keeps others out
    paths["/run/m"].mode = 0755;
    const std::string said =
        "/run/m/s: warning: mode 0666: everybody on this host may connect\n"
        "    Whoever connects is taken for the MTA, can name any login, and can have any text "
        "signed with the site's keys.\n";
    BOOST_TEST(for_postfix(paths) ==
               said +
                   "    fix: in msa-milter.toml: socket_group = \"postfix\" and socket_mode = "
                   "\"0660\"\n");
    BOOST_TEST(for_sendmail(paths) ==
               said + "    fix: in msa-milter.toml: socket_mode = \"0660\"\n");
    for (const mode_t mode : {0662U, 0602U, 0777U, 0622U}) {
        paths["/run/m/s"].mode = mode;
        BOOST_TEST(for_postfix(paths).find("everybody on this host may connect") !=
                   std::string::npos);
    }
    for (const mode_t mode : {0660U, 0664U, 0775U, 0661U}) {
        paths["/run/m/s"].mode = mode;
        BOOST_TEST(for_postfix(paths) == "");
    }
}

BOOST_AUTO_TEST_CASE(a_network_socket_on_all_interfaces_is_a_warning) {
    const auto said = [](const std::string& socket) {
        Examination found;
        examine_network_socket(socket, found);
        return text(found);
    };
    BOOST_TEST(said("inet:8891@0.0.0.0") ==
               "inet:8891@0.0.0.0: warning: the daemon listens on all interfaces\n"
               "    Whoever connects is taken for the MTA, can name any login, and can have any "
               "text signed with the site's keys.\n"
               "    fix: socket = \"inet:8891@localhost\" in msa-milter.toml, or a unix socket; "
               "else a firewall that lets only the MTA connect\n");
    for (const char* const open : {"inet6:8891@::", "inet6:8891@[::]", "inet:0.0.0.0:8891"}) {
        BOOST_TEST(said(open) != "");
    }
    for (const char* const closed : {"inet:8891@localhost", "inet:8891@127.0.0.1", "inet6:8891@::1",
                                     "inet:8891@192.0.2.1", "unix:/run/m/s", "/run/m/s"}) {
        BOOST_TEST(said(closed) == "");
    }
}

BOOST_AUTO_TEST_CASE(sendmail_wants_directories_that_only_their_owner_writes_to) {
    auto paths = good();
    BOOST_TEST(for_sendmail(paths) == "");
    paths["/run/m"].mode = 0770;
    BOOST_TEST(for_sendmail(paths) ==
               "/run/m: problem: mode 0770: group or others may write to it\n"
               "    Sendmail considers the socket below it unsafe and does not start.\n"
               "    fix: chmod go-w /run/m, or a socket elsewhere, such as below /run\n");
    paths["/run/m"].mode = 01777;
    BOOST_TEST(for_sendmail(paths) != "");
    BOOST_TEST(for_sendmail(paths, true) == "");
}

BOOST_AUTO_TEST_CASE(what_is_not_on_this_host_is_not_judged_for_sendmail) {
    BOOST_TEST(for_sendmail({}) == "");
}

BOOST_AUTO_TEST_SUITE_END()
