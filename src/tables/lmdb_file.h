// An LMDB file, read without mapping it and without taking part in its locks. A transaction that
// was committed stays readable until the second one after it is committed. The format has no
// checksums: damage that makes a well-formed page of before cannot be seen.
#pragma once

#include "base/file.h"
#include "base/result.h"
#include "tables/lmdb_page.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

class LmdbFile {
public:
    /// What the last committed transaction left.
    using Snapshot = lmdb::Meta;
    /// False: it has seen enough.
    using Visitor = std::function<Result<bool>(std::string_view key, std::string_view value)>;

    /// Errors: it cannot be opened or is not of LMDB. Pages other than the first are not looked at.
    [[nodiscard]] static Result<std::shared_ptr<const LmdbFile>> open(const std::string& path);

    /// Errors: as open(), also if a writer commits just now.
    [[nodiscard]] Result<Snapshot> newest() const;

    /// Whether everything that was read for the snapshot until now was of it: neither its pages nor
    /// its meta page have been written to. If not, what was read, values and errors, is void.
    [[nodiscard]] bool holds(const Snapshot& snapshot) const;

    /// The value of a key, up to 1 MiB. Errors: the file is damaged where the key would be.
    [[nodiscard]] Result<std::optional<std::string>> find(const Snapshot& snapshot,
                                                          std::string_view key) const;

    /// Shows all entries by their order. Errors: the file is damaged, the snapshot does not hold,
    /// and those of the visitor.
    [[nodiscard]] Result<void> each(const Snapshot& snapshot, const Visitor& visitor) const;

private:
    class Walk;

    LmdbFile(std::string path, FileDescriptor file)
        : path_(std::move(path)), file_(std::move(file)) {}

    [[nodiscard]] Result<std::string> octets(std::uint64_t begin, std::size_t size) const;
    [[nodiscard]] Result<lmdb::Meta> meta(unsigned number, std::uint64_t begin) const;
    [[nodiscard]] Result<std::string> page_octets(const Snapshot& snapshot,
                                                  std::uint64_t number) const;
    /// A page of the tree, with leaves on the last level and on no other.
    [[nodiscard]] Result<lmdb::Page> page_in(std::string_view octets, const Snapshot& snapshot,
                                             std::uint64_t number, unsigned level) const;
    [[nodiscard]] Result<std::optional<std::string>> find_in(const lmdb::Page& page,
                                                             const Snapshot& snapshot,
                                                             std::string_view key) const;
    [[nodiscard]] Result<std::string> value_of(const Snapshot& snapshot,
                                               const lmdb::Leaf& leaf) const;

    std::string path_;
    FileDescriptor file_;
};

}  // namespace msa
