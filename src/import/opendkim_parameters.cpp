// What the parameters of opendkim.conf(5) are about.
#include "base/text.h"
#include "import/opendkim_settings.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace msa {
namespace {

constexpr std::string_view own_way;
constexpr std::string_view scripts = "scripts are not run here";
constexpr std::string_view changes =
    "signatures here cover the header as it leaves, and nothing is replaced for them";

// In alphabetical order. Without a reason: taken over, about how that daemon runs, or about
// verifying, which goes on where it was.
constexpr auto parameters = std::to_array<OpendkimParameter>({
    {"AddAllSignatureResults", own_way},
    {"AllowSHA1Only", own_way},
    {"AlwaysAddARHeader", own_way},
    {"AuthservID", own_way},
    {"AuthservIDWithJobID", own_way},
    {"AutoRestart", own_way},
    {"AutoRestartCount", own_way},
    {"AutoRestartRate", own_way},
    {"Background", own_way},
    {"BaseDirectory", own_way},
    {"BodyLengthDB", "signatures here cover the whole body (no l=)"},
    {"BogusKey", own_way},
    {"Canonicalization", own_way},
    {"CaptureUnknownErrors", own_way},
    {"ChangeRootDirectory", "write absolute paths for the keys below it"},
    {"ClockDrift", own_way},
    {"Diagnostics", own_way},
    {"DiagnosticDirectory", own_way},
    {"DisableCryptoInit", own_way},
    {"DNSConnect", own_way},
    {"DNSTimeout", own_way},
    {"Domain", own_way},
    {"DomainKeysCompat", own_way},
    {"DontSignMailTo", "what is signed does not depend on recipients here"},
    {"EnableCoredumps", own_way},
    {"ExemptDomains", "every author's domain that has a key is signed for here"},
    {"ExternalIgnoreList", own_way},
    {"FinalPolicyScript", scripts},
    {"FixCRLF", own_way},
    {"IdentityHeader", "signatures here have no signer (i=)"},
    {"IdentityHeaderRemove", "signatures here have no signer (i=)"},
    {"IgnoreMalformedMail", own_way},
    {"Include", own_way},
    {"InternalHosts", own_way},
    {"KeepAuthResults", own_way},
    {"KeepTemporaryFiles", own_way},
    {"KeyFile", own_way},
    {"KeyTable", own_way},
    {"LDAPAuthMechanism", own_way},
    {"LDAPAuthName", own_way},
    {"LDAPAuthRealm", own_way},
    {"LDAPAuthUser", own_way},
    {"LDAPBindPassword", own_way},
    {"LDAPBindUser", own_way},
    {"LDAPDisableCache", own_way},
    {"LDAPKeepaliveIdle", own_way},
    {"LDAPKeepaliveInterval", own_way},
    {"LDAPKeepaliveProbes", own_way},
    {"LDAPTimeout", own_way},
    {"LDAPUseTLS", own_way},
    {"LogResults", own_way},
    {"LogWhy", own_way},
    {"LuaOnlySigning", scripts},
    {"MacroList", "[scope] says here, by listener, which sessions are signed for"},
    {"MaximumHeaders", own_way},
    {"MaximumSignaturesToVerify", own_way},
    {"MaximumSignedBytes", "signatures here cover the whole body (no l=)"},
    {"MilterDebug", own_way},
    {"Minimum", own_way},
    {"MinimumKeyBits", own_way},
    {"Mode", own_way},
    {"MTA", "[scope] says here, by listener, which sessions are signed for"},
    {"MTACommand", own_way},
    {"MultipleSignatures", own_way},
    {"MustBeSigned", own_way},
    {"Nameservers", own_way},
    {"NoHeaderB", own_way},
    {"OmitHeaders", own_way},
    {"On-BadSignature", own_way},
    {"On-Default", own_way},
    {"On-DNSError", own_way},
    {"On-InternalError", own_way},
    {"On-KeyNotFound", own_way},
    {"On-NoSignature", own_way},
    {"On-Security", own_way},
    {"On-SignatureError", own_way},
    {"OversignHeaders", own_way},
    {"PeerList", "[scope] says here, by listener, which clients pass untouched"},
    {"PidFile", own_way},
    {"POPDBFile", "[identity.recent_login] says here whom a recent login proves"},
    {"Quarantine", own_way},
    {"QueryCache", own_way},
    {"RedirectFailuresTo", own_way},
    {"RemoveARAll", own_way},
    {"RemoveARFrom", own_way},
    {"RemoveOldSignatures", own_way},
    {"ReplaceHeaders", changes},
    {"ReplaceRules", changes},
    {"ReportAddress", own_way},
    {"ReportBccAddress", own_way},
    {"RequestReports", "signatures here ask for no reports (r=y)"},
    {"RequiredHeaders", own_way},
    {"RequireSafeKeys", own_way},
    {"ResignAll", "what others have signed is not signed again here"},
    {"ResignMailTo", "what others have signed is not signed again here"},
    {"ResolverConfiguration", own_way},
    {"ResolverTracing", own_way},
    {"ScreenPolicyScript", scripts},
    {"SelectCanonicalizationHeader", "signatures here are always relaxed/relaxed"},
    {"Selector", own_way},
    {"SelectorHeader", "which key signs does not depend on a field of the message here"},
    {"SenderHeaders", "the author in From decides here which key signs"},
    {"SenderMacro", "the author in From decides here which key signs"},
    {"SendReports", own_way},
    {"SetupPolicyScript", scripts},
    {"SignatureAlgorithm", own_way},
    {"SignatureTTL", "signatures here do not expire (no x=)"},
    {"SignHeaders", own_way},
    {"SigningTable", own_way},
    {"SMTPURI", own_way},
    {"Socket", own_way},
    {"SoftStart", own_way},
    {"SoftwareHeader", own_way},
    {"Statistics", own_way},
    {"StatisticsName", own_way},
    {"StatisticsPolicyScript", own_way},
    {"StatisticsPrefix", own_way},
    {"StrictHeaders", own_way},
    {"StrictTestMode", own_way},
    {"SubDomains", own_way},
    {"Syslog", own_way},
    {"SyslogFacility", own_way},
    {"SyslogName", own_way},
    {"SyslogSuccess", own_way},
    {"TemporaryDirectory", own_way},
    {"TestDNSData", own_way},
    {"TestPublicKeys", own_way},
    {"TrustAnchorFile", own_way},
    {"TrustSignaturesFrom", own_way},
    {"UMask", own_way},
    {"UnboundConfigFile", own_way},
    {"UnprotectedKey", own_way},
    {"UserID", own_way},
    {"VBR-Certifiers", "fields of VBR are not added here"},
    {"VBR-PurgeFields", own_way},
    {"VBR-TrustedCertifiers", own_way},
    {"VBR-TrustedCertifiersOnly", own_way},
    {"VBR-Type", "fields of VBR are not added here"},
    {"WeakSyntaxChecks", own_way},
});

}  // namespace

const OpendkimParameter* opendkim_parameter(std::string_view name) {
    const auto* const found =
        std::find_if(parameters.begin(), parameters.end(),
                     [&](const auto& each) { return equal_ignoring_case(each.name, name); });
    return found == parameters.end() ? nullptr : found;
}

std::string nearest_opendkim_parameter(std::string_view name) {
    std::vector<std::string> names;
    names.reserve(parameters.size());
    for (const auto& each : parameters) {
        names.push_back(ascii_lower(each.name));
    }
    const auto found = nearest(name, names);
    return found ? std::string(opendkim_parameter(*found)->name) : std::string();
}

}  // namespace msa
