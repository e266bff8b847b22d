#include "doctor/postfix/ports.h"

#include "base/text.h"
#include "doctor/postfix/value.h"
#include "doctor/postfix/visit.h"

#include <array>
#include <charconv>

#include <netdb.h>

namespace msa {
namespace {

constexpr unsigned relay_port = 25;

/// As services(5) has it; 0: it has none.
unsigned known_port(const std::string& name) {
    constexpr unsigned submission = 587;
    constexpr unsigned submissions = 465;
    if (name == "submission") {
        return submission;
    }
    if (name == "submissions" || name == "smtps") {  // the name that 465 had before RFC 8314
        return submissions;
    }
    struct servent entry {};
    struct servent* found = nullptr;
    std::array<char, 4096> names{};
    if (::getservbyname_r(name.c_str(), "tcp", &entry, names.data(), names.size(), &found) != 0 ||
        found == nullptr) {
        return 0;
    }
    const auto port = static_cast<unsigned>(entry.s_port);  // in the order of the network
    return (port & 0xffU) << 8U | (port >> 8U & 0xffU);
}

unsigned port_of(const Service& service) {
    constexpr unsigned highest = 65535;
    const auto name = service.name.substr(service.name.rfind(':') + 1);
    unsigned port = 0;
    const char* const end = name.data() + name.size();
    const auto [rest, error] = std::from_chars(name.data(), end, port);
    return error == std::errc() && rest == end ? (port <= highest ? port : 0) : known_port(name);
}

bool is_local(const Service& service) {
    const auto colon = service.name.rfind(':');
    const auto host = colon == std::string::npos ? "" : service.name.substr(0, colon);
    return host.starts_with("127.") || host == "localhost" || host == "[::1]" || host == "::1";
}

void take(const Service& service, unsigned port, unsigned usual, PostfixPort& place) {
    if (place.port == 0 || (port == usual && place.port != usual)) {
        place = {port, service.where()};
    }
}

}  // namespace

Result<PostfixPorts> postfix_ports(const NamedText& main, const NamedText& master) {
    constexpr unsigned usual = 587;
    constexpr unsigned usual_implicit = 465;
    Examination found;  // what is odd in the files is for doctor to tell
    const auto settings = PostfixSettings::read(main, master, "", found);
    if (!settings) {
        return settings.error();
    }
    const DaemonFacts daemon{.socket = {}, .listeners = {}};
    const FileReader read = read_file;
    const PostfixVisit visit{.settings = *settings, .daemon = daemon, .found = found, .read = read};
    PostfixPorts ports;
    for (const Service* each : settings->running("smtpd")) {
        const auto port = port_of(*each);
        if (each->type != "inet" || port == 0 || port == relay_port || is_local(*each) ||
            !is_submission(visit, *each)) {
            continue;
        }
        if (is_yes(visit.text(each, "smtpd_tls_wrappermode"))) {
            take(*each, port, usual_implicit, ports.submissions);
        } else {
            take(*each, port, usual, ports.submission);
        }
    }
    return ports;
}

}  // namespace msa
