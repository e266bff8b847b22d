#include "commands/doctor_host.h"

#include "doctor/milter_place.h"
#include "milter/milter_server.h"
#include "system/process_limits.h"

#include <charconv>
#include <cstdint>

#include <unistd.h>

namespace msa {

void examine_daemon_limits(const std::string& socket, Examination& found) {
    const auto place = milter_place(socket);
    if (!place || !place->is_unix()) {
        return;
    }
    const auto limits = limits_behind(place->path);
    if (!limits) {
        found.checked.push_back("no running daemon: its limits were not looked at (" +
                                limits.error().what + ')');
        return;
    }
    const std::string process = "process " + std::to_string(limits->process);
    found.checked.push_back("the daemon's limits: " + limits->descriptors + " descriptors, " +
                            limits->threads + " threads of its user (" + process + ')');
    std::uint64_t descriptors = 0;
    const auto& text = limits->descriptors;
    const char* const end = text.data() + text.size();
    if (std::from_chars(text.data(), end, descriptors).ec == std::errc() &&
        descriptors < least_descriptors) {
        found.complain({.severity = Severity::warning,
                        .where = process,
                        .what = "may have " + text + " descriptors",
                        .effect = "Each session of the MTA takes one. If none is left, connections "
                                  "of the MTA are closed and mail is put off with 451.",
                        .fix = "LimitNOFILE=65536 in its systemd unit, or `ulimit -Hn 65536` "
                               "before it is started"});
    }
}

void examine_asker(const DaemonFacts& daemon, Examination& found) {
    if (daemon.holds && ::geteuid() != 0) {
        found.complain({.severity = Severity::note,
                        .where = "user " + std::to_string(::geteuid()),
                        .what = "is not root",
                        .effect = "Rules hold mail. The MTA lets this user neither show nor "
                                  "release nor delete it.",
                        .fix = "msa-milter held as root, by sudo for whoever looks after it"});
    }
}

}  // namespace msa
