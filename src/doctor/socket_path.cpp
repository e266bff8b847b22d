#include "doctor/socket_path.h"

#include "doctor/milter_place.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include <sys/stat.h>

namespace msa {
namespace {

/// `/`, `/run`, `/run/msa-milter` of /run/msa-milter/milter.sock.
std::vector<std::string> directories_to(const std::string& path) {
    std::vector<std::string> directories{"/"};
    for (auto slash = path.find('/', 1); slash != std::string::npos;
         slash = path.find('/', slash + 1)) {
        directories.push_back(path.substr(0, slash));
    }
    return directories;
}

std::string octal(mode_t mode) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%04o", static_cast<unsigned>(mode & 07777U));
    return text.data();
}

/// `bit` is that of others: 1 to pass, 2 to write.
bool may(const Account& account, const PathFacts& facts, mode_t bit) {
    if (facts.owner == account.id) {
        return (facts.mode & (bit << 6U)) != 0;
    }
    const bool in_group = std::find(account.groups.begin(), account.groups.end(), facts.group) !=
                          account.groups.end();
    return (facts.mode & (in_group ? bit << 3U : bit)) != 0;
}

void missing(const std::string& path, Examination& found) {
    found.complain({.severity = Severity::warning,
                    .where = path,
                    .what = "not there",
                    .effect = "The daemon does not run, or not with this socket: clients are told "
                              "to try again (451).",
                    .fix = "start it; its log says why if it ends"});
}

/// Whoever connects speaks for the MTA: he names any login and is believed.
void examine_others(const std::string& path, const std::string& group, const LookAtPath& look,
                    Examination& found) {
    const auto facts = look(path);
    if (!facts || (facts->mode & S_IWOTH) == 0) {
        return;
    }
    for (const std::string& directory : directories_to(path)) {
        const auto passed = look(directory);
        if (!passed || (passed->mode & S_IXOTH) == 0) {
            return;  // others do not come near it
        }
    }
    found.complain(
        {.severity = Severity::warning,
         .where = path,
         .what = "mode " + octal(facts->mode) + ": everybody on this host may connect",
         .effect = "Whoever connects is taken for the MTA, can name any login, and can have any "
                   "text signed with the site's keys.",
         .fix = "in msa-milter.toml: " +
                (group.empty() ? std::string() : "socket_group = \"" + group + "\" and ") +
                "socket_mode = \"0660\""});
}

bool is_every_address(std::string_view host) {
    return host == "0.0.0.0" || host == "::" || host == "*";
}

}  // namespace

void examine_network_socket(const std::string& socket, Examination& found) {
    const auto place = milter_place(socket);
    if (!place || place->is_unix()) {
        return;
    }
    found.checked.push_back("the daemon's socket: is it open on all interfaces");
    if (!is_every_address(place->host)) {
        return;
    }
    found.complain(
        {.severity = Severity::warning,
         .where = socket,
         .what = "the daemon listens on all interfaces",
         .effect = "Whoever connects is taken for the MTA, can name any login, and can have any "
                   "text signed with the site's keys.",
         .fix = "socket = \"inet:" + place->port +
                "@localhost\" in msa-milter.toml, or a unix socket; else a firewall that lets "
                "only the MTA connect"});
}

void examine_socket_for_postfix(const std::string& socket, const Account& account,
                                const LookAtPath& look, Examination& found) {
    const auto place = milter_place(socket);
    if (!place || !place->is_unix()) {
        return;
    }
    const std::string path = normal_path(place->path);
    found.checked.push_back("on this host: may user " + account.name + " connect to " + path);
    for (const std::string& directory : directories_to(path)) {
        const auto facts = look(directory);
        if (!facts) {
            missing(directory, found);
            return;
        }
        if (!may(account, *facts, 1)) {
            found.complain(
                {.severity = Severity::problem,
                 .where = directory,
                 .what = "mode " + octal(facts->mode) + " keeps user " + account.name + " out",
                 .effect =
                     "smtpd cannot reach the milter: every client is told to try again (451).",
                 .fix = "chgrp " + account.name + ' ' + directory + " && chmod g+x " + directory});
            return;
        }
    }
    const auto facts = look(path);
    if (!facts) {
        missing(path, found);
        return;
    }
    if (!may(account, *facts, 2)) {
        found.complain(
            {.severity = Severity::problem,
             .where = path,
             .what = "mode " + octal(facts->mode) + " keeps user " + account.name + " out",
             .effect = "smtpd cannot connect to the milter: every client is told to try again "
                       "(451).",
             .fix = "in msa-milter.toml: socket_group = \"" + account.name +
                    "\" and socket_mode = \"0660\""});
    }
    examine_others(path, account.name, look, found);
}

void examine_socket_for_sendmail(const std::string& socket, bool trusts_sticky,
                                 const LookAtPath& look, Examination& found) {
    const auto place = milter_place(socket);
    if (!place || !place->is_unix()) {
        return;
    }
    const std::string path = normal_path(place->path);
    for (const std::string& directory : directories_to(path)) {
        const auto facts = look(directory);
        if (!facts) {
            found.checked.push_back(directory + " is not on this host: not looked at");
            return;
        }
        const bool is_excused = trusts_sticky && (facts->mode & S_ISVTX) != 0;
        if ((facts->mode & (S_IWGRP | S_IWOTH)) != 0 && !is_excused) {
            found.complain(
                {.severity = Severity::problem,
                 .where = directory,
                 .what = "mode " + octal(facts->mode) + ": group or others may write to it",
                 .effect = "Sendmail considers the socket below it unsafe and does not start.",
                 .fix = "chmod go-w " + directory + ", or a socket elsewhere, such as below /run"});
        }
    }
    examine_others(path, {}, look, found);
    found.checked.push_back("on this host: the directories to " + path);
}

}  // namespace msa
