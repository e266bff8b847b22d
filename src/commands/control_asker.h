// Who asks the daemon for something that is recorded, and the texts that come with it.
#pragma once

#include "audit/control_line.h"

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace msa {

/// Empty: it is not there. Absent: it is no text, or longer than 1000 octets.
[[nodiscard]] std::optional<std::string> text_of(const nlohmann::ordered_json& parameters,
                                                 const char* key);

/// Whether the parameters say who asks: `caller`, whom the kernel names, and perhaps `sudo_user`.
[[nodiscard]] bool has_asker(const nlohmann::ordered_json& parameters);

/// `user`, `uid` and, where it was given, `sudo_user`, which is only claimed.
void add_asker(ControlLine& line, const nlohmann::ordered_json& parameters);

/// The same as a text: `root (uid 0)`, with `, sudo_user alice` where it was given.
[[nodiscard]] std::string asker_of(const nlohmann::ordered_json& parameters);

/// What a command adds to parameters: the `sudo_user` that sudo(8) names, if it does.
void name_sudo_user(nlohmann::ordered_json& parameters);

}  // namespace msa
