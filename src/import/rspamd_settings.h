// The settings of rspamd's module dkim_signing, and what an import makes of them.
#pragma once

#include <string_view>

namespace msa {

struct RspamdSetting {
    std::string_view name;
    std::string_view why;  // it is not taken over; empty: it need not be, or is
};

/// Null: there is no such setting, as far as is known here.
[[nodiscard]] const RspamdSetting* rspamd_setting(std::string_view name);

}  // namespace msa
