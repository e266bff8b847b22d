// The octets of a file from its beginning to its end, a block at a time; of one that was compressed
// with gzip(1) or zstd(1), whatever its name is, what was compressed.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <memory>
#include <string>

namespace msa {

class OctetSource {
public:
    OctetSource() = default;
    OctetSource(const OctetSource&) = delete;
    OctetSource& operator=(const OctetSource&) = delete;
    virtual ~OctetSource() = default;

    /// Up to `size` octets into `to`; 0: the end. Errors, which name the file: what the system
    /// says, and bad_input where what was compressed is damaged or has no end.
    [[nodiscard]] virtual Result<std::size_t> read(char* to, std::size_t size) = 0;

    /// How far in the file it is, and how long the file was when it was opened, in octets.
    [[nodiscard]] virtual std::size_t place() const = 0;
    [[nodiscard]] virtual std::size_t length() const = 0;
    [[nodiscard]] virtual bool is_compressed() const = 0;
};

/// A regular file. Errors: as open_regular_file().
[[nodiscard]] Result<std::unique_ptr<OctetSource>> open_octets(const std::string& path);

}  // namespace msa
