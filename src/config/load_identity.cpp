// [identity]: by which proofs a client has an identity.
#include "base/text.h"
#include "config/rule_sections.h"

#include <algorithm>
#include <array>
#include <utility>

namespace msa {
namespace {

using Use = TableSettings::Use;

bool uses(const IdentityPolicy& policy, IdentitySource source) {
    return std::find(policy.sources.begin(), policy.sources.end(), source) != policy.sources.end();
}

std::ptrdiff_t place_among(const IdentityPolicy& policy, IdentitySource source) {
    const auto& sources = policy.sources;
    const auto found = std::find(sources.begin(), sources.end(), source);
    return found == sources.end() ? -1 : found - sources.begin();
}

void complain_of_source(const Section& section, bool is_used, const std::string& name) {
    if (is_used && !section.has(name)) {
        section.error("sources", '"' + name + "\" needs [identity." + name + ']');
    }
    if (!is_used && section.has(name)) {
        section.error(name, "[identity." + name + "] is given, but \"" + name +
                                "\" is not among the sources");
    }
}

void complain_of_sources(const Section& section, const IdentityPolicy& policy,
                         const RuleFileContext& /*context*/) {
    for (const auto source :
         {IdentitySource::certificate, IdentitySource::recent_login, IdentitySource::local}) {
        complain_of_source(section, uses(policy, source), std::string(to_text(source)));
    }
    if (!uses(policy, IdentitySource::network) && !policy.networks.empty()) {
        section.error("network", "networks are given, but \"network\" is not among the sources");
    }
    if (uses(policy, IdentitySource::network) && !section.has("network")) {
        section.error("sources", "\"network\" needs [[identity.network]]");
    }
    const auto recent = place_among(policy, IdentitySource::recent_login);
    if (recent >= 0 && recent < std::max(place_among(policy, IdentitySource::sasl),
                                         place_among(policy, IdentitySource::certificate))) {
        section.error("sources",
                      "\"recent_login\" comes before a better proof: a login or a certificate must "
                      "come first");
    }
}

/// The login that a proof stands for.
template <class Member>
auto one_login(Member member) {
    return [member](const Section& section, std::string_view key, auto& into,
                    const RuleFileContext& context) {
        const auto login = section.string(key).value_or(std::string());
        const auto fault = group_name(login) ? "an identity is one login, not a group"
                                             : fault_of_login(login, context.groups);
        if (!fault.empty()) {
            section.error(key, fault);
        }
        std::invoke(member, into) = login;
    };
}

const RuleSection<CertificateIdentities>& certificate_section() {
    static const auto section =
        RuleSection<CertificateIdentities>(
            "[identity.certificate]",
            "Client certificates that the MTA has verified: Postfix tells of no others; with "
            "Sendmail, {verify} must be OK.")
            .is_example()
            .key("issuer", &CertificateIdentities::issuers,
                 "Common names of the issuers whose certificates count.",
                 {.required = true, .example = "[\"Example Device CA\"]"})
            .custom("table", opened(&CertificateIdentities::logins, Use::subjects),
                    "Table from the name of a certificate to its one login.",
                    {.required = true, .example = "\"devices\""})
            .word("key", &CertificateIdentities::key,
                  "What the table is asked for: \"cn\", the common name of the subject; "
                  "with Sendmail also \"dn\", the whole name as in {cert_subject} "
                  "(/O=Example+20Org/CN=printer-7), and \"fingerprint\", SHA-256 as "
                  "AB:CD:..., with CertFingerprintAlgorithm=sha256. If the MTA does not "
                  "tell it (Postfix tells only the common name), the reply is 451.",
                  words_of(certificate_key_words(), parse_certificate_key));
    return section;
}

/// [[identity.network]]
struct NetworksOfLogin {
    std::vector<Network> ranges{};
    std::string login{};
};

const RuleSection<NetworksOfLogin>& network_section() {
    static const auto section =
        RuleSection<NetworksOfLogin>(
            "[[identity.network]]",
            "Clients that need not authenticate. Each range has one service identity.")
            .is_example()
            .parsed("range", &NetworksOfLogin::ranges, "Addresses or networks of clients.",
                    Network::parse,
                    {.required = true, .example = "[\"192.0.2.64/27\", \"2001:db8:7::/64\"]"})
            .custom("login", one_login(&NetworksOfLogin::login), "The identity that they have.",
                    {.required = true, .example = "\"scanner\""})
            .known(risk_key());
    return section;
}

void load_networks(const Section& section, std::string_view key, IdentityPolicy& policy,
                   const RuleFileContext& context) {
    for (const auto* table : section.tables(key)) {
        auto read = network_section().read(*table, context);
        for (auto& range : read.ranges) {
            policy.networks.push_back({std::move(range), read.login});
        }
    }
}

void warn_of_everybody(const Section& section, const RecentLogins& logins,
                       const RuleFileContext& /*context*/) {
    if (logins.networks.empty()) {
        section.risk(section.place(),
                     "a recent login counts for everybody at its address; limit it with 'network'");
    }
}

const RuleSection<RecentLogins>& recent_login_section() {
    static const auto section =
        RuleSection<RecentLogins>(
            "[identity.recent_login]",
            "POP before SMTP: whoever comes from the address of a recent login has its identity. "
            "It proves little, never counts if a client has authenticated, and must come after "
            "\"sasl\" and \"certificate\" in the sources.")
            .is_example()
            .custom("table", opened(&RecentLogins::table, Use::recent_logins),
                    "Table of client address to a login and its time in seconds since "
                    "1970.",
                    {.required = true, .example = "\"pop_logins\""})
            .key("ipv6_prefix",  // a household has no less
                 &RecentLogins::ipv6_prefix,
                 "Bits of an IPv6 address that count. With 64 the table has networks, "
                 "2001:db8:7:1::/64: a device keeps its network when its address changes "
                 "for privacy, but shares it with everybody in that network.",
                 {.range = NumberRange{64, 128, "bits"}})
            .key("lifetime", &RecentLogins::lifetime, "Seconds that a login counts.",
                 {.range = NumberRange{1, 1800, "seconds"}})
            .parsed("network", &RecentLogins::networks,
                    "Clients for whom it counts. Absent: all, and a warning, because "
                    "others may have the same address.",
                    Network::parse, {.example = "[\"192.0.2.0/24\"]"})
            .known(risk_key())
            .check(warn_of_everybody);
    return section;
}

const RuleSection<IdentityPolicy>& local_section() {
    static const auto section =
        RuleSection<IdentityPolicy>(
            "[identity.local]",
            "Programs of this host that hand mail to sendmail(1): Postfix's pickup, with "
            "non_smtpd_milters, and `sendmail -bs` of Sendmail. The MTA does not say which user.")
            .is_example()
            .custom("login", one_login(&IdentityPolicy::local_login),
                    "The identity that they have.", {.required = true, .example = "\"local-mail\""})
            .parsed("notifications", &IdentityPolicy::notification_domains,
                    "Names of this host (Postfix: its myorigin). With a null sender, or "
                    "with double-bounce of that name as sender, local programs may write "
                    "as its MAILER-DAEMON or postmaster, as the host's own bounces and "
                    "notices do. Any program on the host may then do so. Absent: none.",
                    listed_domain, {.example = "[\"mail.example.com\"]"});
    return section;
}

void read_sources(const Section& section, std::string_view key, IdentityPolicy& policy) {
    policy.sources = load_sources(section, key);
}

}  // namespace

const RuleSection<IdentityPolicy>& identity_section() {
    static const auto itself = [](IdentityPolicy & policy) -> auto& {
        return policy;
    };
    static const auto section =
        RuleSection<IdentityPolicy>("[identity]",
                                    "Which proofs give a client an identity (RFC 6409, 3.3).")
            .custom("sources", read_sources,
                    "\"sasl\", \"certificate\", \"network\", \"recent_login\", \"local\"; "
                    "the first that proves something decides.",
                    {.type = ValueType::strings, .required = true, .example = "[\"sasl\"]"})
            .parsed("login_domain", &IdentityPolicy::login_domain,
                    "Completes logins without @, here, in tables and from the MTA: one "
                    "account must not have two names.",
                    listed_domain, {.example = "\"example.com\""})
            .parsed("postmaster_domains", &IdentityPolicy::postmaster_domains,
                    "Mail without identity is accepted if it goes to <Postmaster> and the "
                    "postmaster of these domains and to nobody else, so that users who "
                    "are locked out can say so (RFC 6409, 6.4). It is never signed. "
                    "Empty: it is refused.",
                    listed_domain)
            .section("certificate", &IdentityPolicy::certificates, certificate_section())
            .custom("network", load_networks, {},
                    {.type = ValueType::table, .section = &network_section().schema()})
            .section("recent_login", &IdentityPolicy::recent_logins, recent_login_section())
            .section("local", itself, local_section())
            .check(complain_of_sources);
    return section;
}

}  // namespace msa
