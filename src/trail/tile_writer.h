// Records as a static transparency log (https://c2sp.org/tlog-tiles), in a folder that any web
// server can show: tiles of 256 hashes, bundles of 256 records, and whatever is left in partial
// ones.
#pragma once

#include "audit/merkle_tree.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// `tile/LEVEL/NNN` or `tile/LEVEL/NNN.p/WIDTH`, numbers above 999 as `x001/234`. `level`: a
/// number, or `entries`. A tile of 256 is whole.
[[nodiscard]] std::string tile_path(const std::string& level, std::uint64_t number,
                                    std::size_t width);

class TileWriter {
public:
    /// Below a folder that is there, and empty.
    explicit TileWriter(std::string folder) : folder_(std::move(folder)) {}

    /// The next record.
    [[nodiscard]] Result<void> add(std::string_view line);
    /// After the last one: what is left, and the checkpoint of all of them, without which nobody
    /// takes the folder for a log.
    [[nodiscard]] Result<void> finish(std::string_view checkpoint);

    [[nodiscard]] std::uint64_t size() const { return size_; }

private:
    struct Level {
        std::uint64_t number = 0;  // of the tile that is being filled
        std::string hashes{};
        MerkleTree tree{};  // of those
    };

    [[nodiscard]] Result<void> add_hash(std::size_t level, const Digest& hash);
    [[nodiscard]] Result<void> write(const std::string& path, std::string_view octets) const;

    std::string folder_;
    std::uint64_t size_ = 0;
    std::string bundle_;
    std::vector<Level> levels_;
};

}  // namespace msa
