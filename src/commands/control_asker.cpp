#include "commands/control_asker.h"

#include <cstdlib>
#include <vector>

#include <pwd.h>
#include <unistd.h>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t longest_text = 4096;  // there are logins of a kilobyte

std::string user_name(uid_t id) {
    struct passwd entry {};
    struct passwd* found = nullptr;
    std::vector<char> memory(std::size_t{16} * 1024);
    return ::getpwuid_r(id, &entry, memory.data(), memory.size(), &found) == 0 && found != nullptr
               ? found->pw_name
               : std::string();
}

}  // namespace

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

bool has_asker(const Json& parameters) {
    return parameters.contains("caller") && parameters["caller"].is_number_unsigned() &&
           text_of(parameters, "sudo_user").has_value();
}

void add_asker(ControlLine& line, const Json& parameters) {
    const auto user = parameters["caller"].get<uid_t>();
    line.text_or_null("user", user_name(user)).number("uid", user);
    const auto sudo_user = text_of(parameters, "sudo_user").value_or(std::string());
    if (!sudo_user.empty()) {
        line.text("sudo_user", sudo_user);
    }
}

std::string asker_of(const Json& parameters) {
    const auto user = parameters["caller"].get<uid_t>();
    const auto name = user_name(user);
    const auto sudo_user = text_of(parameters, "sudo_user").value_or(std::string());
    return (name.empty() ? "somebody" : name) + " (uid " + std::to_string(user) + ')' +
           (sudo_user.empty() ? "" : ", sudo_user " + sudo_user);
}

void name_sudo_user(Json& parameters) {
    // Claimed only: what the kernel knows stands beside it.
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread sets it
    if (const char* const user = std::getenv("SUDO_USER"); user != nullptr) {
        parameters["sudo_user"] = std::string(user).substr(0, 100);
    }
}

}  // namespace msa
