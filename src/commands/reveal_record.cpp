#include "commands/reveal_record.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include <pwd.h>
#include <unistd.h>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t longest_text = 1000;

std::string user_name(uid_t id) {
    struct passwd entry {};
    struct passwd* found = nullptr;
    std::vector<char> memory(std::size_t{16} * 1024);
    return ::getpwuid_r(id, &entry, memory.data(), memory.size(), &found) == 0 && found != nullptr
               ? found->pw_name
               : std::string();
}

/// Empty: it is not there. Absent: it is no such text.
std::optional<std::string> text_of(const Json& parameters, const char* key) {
    if (!parameters.contains(key)) {
        return std::string();
    }
    const auto& value = parameters[key];
    if (!value.is_string() || value.get_ref<const std::string&>().size() > longest_text) {
        return std::nullopt;
    }
    return value.get<std::string>();
}

bool has_number(const Json& parameters, const char* key) {
    return parameters.contains(key) && parameters[key].is_number_unsigned();
}

}  // namespace

Result<void> write_reveal(AuditTrail& trail, const Json& parameters) {
    const auto address = text_of(parameters, "address");
    const auto reason = text_of(parameters, "reason");
    const auto sudo_user = text_of(parameters, "sudo_user");
    if (!address || address->empty() || !reason || !sudo_user || !has_number(parameters, "found") ||
        !has_number(parameters, "files") || !has_number(parameters, "caller")) {
        return Error{"the parameters must be as `audit reveal` sends them", ErrorKind::bad_input};
    }
    const auto named = trail.recipient(*address);
    if (!named) {
        return named.error();
    }
    const auto user = parameters["caller"].get<uid_t>();
    auto line = trail.control("reveal");
    line.text_or_null("user", user_name(user)).number("uid", user);
    if (!sudo_user->empty()) {
        line.text("sudo_user", *sudo_user);
    }
    line.text("recipient", *named)
        .number("found", parameters["found"].get<std::uint64_t>())
        .number("files", parameters["files"].get<std::uint64_t>());
    if (!reason->empty()) {
        line.text("reason", *reason);
    }
    return trail.write(line);
}

}  // namespace msa
