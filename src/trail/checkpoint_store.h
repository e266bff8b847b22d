// The checkpoints of a trail's files and those that somebody kept elsewhere, by tree and size. It
// keeps where each stands, not what it says: a busy year has millions.
#pragma once

#include "audit/checkpoint.h"
#include "audit/signed_note.h"
#include "base/file.h"
#include "trail/verdict.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace msa {

struct StoredCheckpoint {
    std::uint64_t size = 0;    // of the tree
    std::uint64_t offset = 0;  // in its file, as what was compressed
    std::uint32_t length = 0;
    bool is_anchor = false;
    TrailPlace place;
};

class CheckpointStore {
public:
    /// Error: the file cannot be read. What is no checkpoint in it is an observation.
    [[nodiscard]] Result<void> add_file(const std::string& path, std::size_t file, bool is_anchor,
                                        Observations& observations);
    /// After the last file.
    void sort();

    /// Of a tree, by their sizes.
    [[nodiscard]] const std::vector<StoredCheckpoint>& of(const std::string& origin) const;
    /// Names of trees that begin so, in their order.
    [[nodiscard]] std::vector<std::string> origins(std::string_view beginning) const;
    [[nodiscard]] std::uint64_t count() const { return count_; }

    /// Again, whole. Error: the file changed meanwhile.
    [[nodiscard]] Result<SignedNote> note(const StoredCheckpoint& checkpoint) const;

private:
    struct Source {
        FileDescriptor file;  // of one that is not compressed
        std::string octets;   // of one that is
    };

    void add_note(std::string_view octets, StoredCheckpoint stored, Observations& observations);

    std::map<std::size_t, Source> sources_;
    std::map<std::string, std::vector<StoredCheckpoint>, std::less<>> origins_;
    std::uint64_t count_ = 0;
};

}  // namespace msa
