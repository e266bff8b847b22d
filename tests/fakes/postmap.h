// Tables as Postfix's own postmap(1) makes them.
#pragma once

#include "fakes/temporary_folder.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace msa {

/// Writes `text` to the file NAME in the folder, and from it NAME.TYPE; returns the path of that.
inline std::string postmap(const TemporaryFolder& folder, const std::string& type,
                           std::string_view name, std::string_view text) {
    // Postfix finds its folder by it, and waits until it is two seconds old.
    const std::filesystem::path main = folder.write("main.cf", "");
    std::filesystem::last_write_time(
        main, std::filesystem::last_write_time(main) - std::chrono::hours(1));
    const auto source = folder.write(name, text);
    const std::string command =
        "PATH=$PATH:/usr/sbin postmap -c '" + folder.path() + "' " + type + ":'" + source + '\'';
    if (std::system(command.c_str()) != 0) {  // NOLINT(cert-env33-c,concurrency-mt-unsafe): a test
        throw std::runtime_error(command);
    }
    return source + '.' + type;
}

}  // namespace msa
