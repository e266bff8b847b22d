#include "commands/audit_options.h"

#include "commands/rule_options.h"
#include "commands/services.h"
#include "trail/trail_files.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <unistd.h>

namespace msa {
namespace {

class ProgressBar {
public:
    ProgressBar() = default;
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ~ProgressBar() {
        if (is_shown_) {
            std::cerr << "\r\x1b[K" << std::flush;
        }
    }

    void show(std::uint64_t done, std::uint64_t all) {
        const auto now = std::chrono::steady_clock::now();
        if (!is_terminal_ || now < next_) {
            return;
        }
        constexpr std::chrono::milliseconds pace(100);
        constexpr std::uint64_t width = 40;
        next_ = now + pace;
        is_shown_ = true;
        const auto part = all == 0 ? 0 : std::min(done, all) * width / all;
        std::cerr << "\r[" << std::string(part, '#') << std::string(width - part, ' ') << "] "
                  << (all == 0 ? 0 : std::min(done, all) * 100 / all) << " %" << std::flush;
    }

private:
    bool is_terminal_ = ::isatty(STDERR_FILENO) == 1;
    bool is_shown_ = false;
    std::chrono::steady_clock::time_point next_ =
        std::chrono::steady_clock::now() + std::chrono::seconds(1);
};

}  // namespace

void add_trail_options(CLI::App& command, TrailOptions& options) {
    command.add_option("FILE", options.files,
                       "Trail files, or folders with them, under any names, .gz and .zst too; "
                       "absent: the trail that the settings name");
    command.add_option("--config", options.config,
                       std::string("Daemon settings; absent: ") + default_config +
                           " if it exists, or else the defaults");
}

Result<std::vector<std::string>> trail_paths(const TrailOptions& options) {
    if (!options.files.empty()) {
        return options.files;
    }
    const auto loaded = load_settings(options.config);
    if (!loaded.settings) {
        for (const auto& each : loaded.diagnostics.sorted()) {
            std::cerr << loaded.diagnostics.block_of(each);
        }
        return Error{"the settings are not valid", loaded.diagnostics.kind()};
    }
    const auto& trail = loaded.settings->audit;
    auto paths = paths_beside(trail);
    if (paths.empty()) {
        return Error{trail + ": no trail file is there, or it may not be read",
                     ErrorKind::unavailable};
    }
    return paths;
}

std::function<void(std::uint64_t done, std::uint64_t all)> progress_bar() {
    auto bar = std::make_shared<ProgressBar>();
    return [bar](std::uint64_t done, std::uint64_t all) { bar->show(done, all); };
}

}  // namespace msa
