// require_tls: MAIL only over TLS, and not over one that is too old (RFC 8314, 4.1; RFC 3207, 4).
// The MTA should not offer AUTH without it; this is the second line. What does not leave the host
// needs none.
#include "base/text.h"
#include "ownership/network.h"
#include "policy/check_kind.h"

#include <algorithm>
#include <array>
#include <optional>

namespace msa {
namespace {

/// From the oldest to the newest, as both MTAs name them in {tls_version}.
constexpr std::array<std::string_view, 4> versions{"TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"};

/// Absent: none that we know, so older than every one that is asked for.
std::optional<std::ptrdiff_t> rank(std::string_view version) {
    const auto* const found = std::find(versions.begin(), versions.end(), version);
    return found == versions.end() ? std::nullopt : std::optional(found - versions.begin());
}

Result<void> is_version(const std::string& version) {
    if (rank(version)) {
        return {};
    }
    return Error{"must be one of " + join({versions.begin(), versions.end()}, ", "),
                 ErrorKind::bad_config};
}

struct RequireTls final : Check {
    std::string minimum = "TLSv1.2";
    std::vector<Network> exempt;

    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        const auto& version = at.session.tls.version;
        if (is_exempt(at.session.client_address) || rank(version) >= rank(minimum)) {
            return {};
        }
        if (version.empty()) {
            return {{.what = "the session is not encrypted",
                     .reply = {530, "5.7.0", "Must issue a STARTTLS command first"}}};
        }
        return {{.what = printable(version) + " is below " + minimum,
                 .reply = {554, "5.7.0", "A newer version of TLS is required"}}};
    }

private:
    [[nodiscard]] bool is_exempt(const std::string& client) const {
        return client.empty() ||  // a local process, or a client on a socket of the host
               std::any_of(exempt.begin(), exempt.end(),
                           [&](const Network& network) { return network.contains(client); });
    }
};

}  // namespace

CheckKind require_tls() {
    return Describe<RequireTls>("require_tls", "RFC 8314, 4.1; RFC 3207, 4",
                                "MAIL is accepted only over TLS of a sufficient version.")
        .option<std::string>("minimum", &RequireTls::minimum,
                             "The oldest version that is enough: \"TLSv1\", \"TLSv1.1\", "
                             "\"TLSv1.2\" or \"TLSv1.3\". Versions with other names never are.",
                             is_version)
        .list("exempt", &RequireTls::exempt, {"127.0.0.0/8", "::1/128"}, Network::parse,
              "Client networks that need no TLS. Local processes never do.")
        .replies("530 5.7.0 Must issue a STARTTLS command first");
}

}  // namespace msa
