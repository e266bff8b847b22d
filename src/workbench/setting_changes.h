// What one rule file says otherwise than another, setting by setting, and whether that is stricter.
#pragma once

#include "config/written_settings.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct SettingChange {
    enum class Kind {
        stricter,  // more is refused
        laxer,
        changed,  // who can say
        added,    // a section as a whole, such as a rule
        removed,
        same,  // a default is written out, or no longer: nothing changes
    };
    Kind kind = Kind::changed;
    std::string section;   // as WrittenSettings names it
    std::string key{};     // empty: the section as a whole
    std::string before{};  // as TOML; empty: not written, and there is no default
    std::string after{};
    Place place{};  // in the new file; of what is written in the old one only, in that
    bool is_in_old = false;
};

/// In the order of the names of sections and keys.
[[nodiscard]] std::vector<SettingChange> setting_changes(const WrittenSettings& before,
                                                         const WrittenSettings& after);

[[nodiscard]] std::string_view to_text(SettingChange::Kind kind);

}  // namespace msa
