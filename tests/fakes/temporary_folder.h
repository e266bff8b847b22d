// A folder that is gone with its owner.
#pragma once

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include <stdlib.h>  // mkdtemp is of POSIX

namespace msa {

class TemporaryFolder {
public:
    TemporaryFolder() {
        constexpr std::size_t random_letters = 6;  // mkdtemp(3) puts its own in place of these
        path_ = (std::filesystem::temp_directory_path() / "msa-milter-").string() +
                std::string(random_letters, 'X');
        if (::mkdtemp(path_.data()) == nullptr) {
            throw std::runtime_error("no temporary folder");
        }
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    TemporaryFolder(TemporaryFolder&&) = delete;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;  // at worst something stays in /tmp
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::string path_of(std::string_view name) const {
        return path_ + '/' + std::string(name);
    }
    /// Writes a file and returns its path.
    [[nodiscard]] std::string write(std::string_view name, std::string_view octets) const {
        auto path = path_of(name);
        std::ofstream(path, std::ios::binary) << octets;
        return path;
    }

private:
    std::string path_;
};

}  // namespace msa
