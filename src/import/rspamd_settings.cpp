#include "import/rspamd_settings.h"

#include <algorithm>
#include <array>

namespace msa {
namespace {

constexpr std::string_view taken;
constexpr std::string_view who = "[owners] says here who may write as whom";
constexpr auto settings = std::to_array<RspamdSetting>({
    {"allow_envfrom_empty", taken},
    {"allow_hdrfrom_mismatch", who},
    {"allow_hdrfrom_mismatch_local", who},
    {"allow_hdrfrom_mismatch_sign_networks", who},
    {"allow_hdrfrom_multiple", "a message with several From fields is refused here"},
    {"allow_pubkey_mismatch", taken},
    {"allow_username_mismatch", who},
    {"auth_only", taken},
    {"check_pubkey", taken},
    {"domain", taken},
    {"enabled", taken},
    {"key_prefix", taken},
    {"key_table", taken},
    {"path", taken},
    {"path_map", taken},
    {"selector", taken},
    {"selector_map", taken},
    {"selector_prefix", taken},
    {"sign_authenticated", taken},
    {"sign_condition", "programs in the settings are not run here"},
    {"sign_headers", taken},
    {"sign_inbound", "what is signed is what a proved identity submits here"},
    {"sign_local", taken},
    {"sign_networks", "clients without a login need [[identity.network]] here"},
    {"signing_table", taken},
    {"symbol", taken},
    {"try_fallback", taken},
    {"use_domain", taken},
    {"use_domain_custom", "programs in the settings are not run here"},
    {"use_domain_sign_inbound", "the author in From decides here which key signs"},
    {"use_domain_sign_local", "the author in From decides here which key signs"},
    {"use_domain_sign_networks", "the author in From decides here which key signs"},
    {"use_esld", taken},
    {"use_redis", taken},
    {"use_vault", taken},
});

}  // namespace

const RspamdSetting* rspamd_setting(std::string_view name) {
    const auto* const found = std::find_if(settings.begin(), settings.end(),
                                           [&](const auto& each) { return each.name == name; });
    return found == settings.end() ? nullptr : found;
}

}  // namespace msa
