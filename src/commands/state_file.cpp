#include "commands/state_file.h"

#include <cstdlib>

namespace msa {

std::string state_file(const std::optional<std::string>& setting, std::string_view name) {
    if (setting) {
        return *setting == "none" ? std::string() : *setting;
    }
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment
    const char* const folders = std::getenv("STATE_DIRECTORY");  // with colons between them
    if (folders == nullptr) {
        return {};
    }
    const std::string_view all(folders);
    return std::string(all.substr(0, all.find(':'))).append("/").append(name);
}

}  // namespace msa
