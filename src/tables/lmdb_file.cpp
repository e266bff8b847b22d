// Reading LMDB files, see lmdb_file.h.
//
// Why a snapshot can be read without a lock: a writer never writes to pages of the last committed
// transaction, n, and transaction n+1 only marks pages as free. Without registered readers, the
// transactions that take free pages are those from the second after that on: what n+1 freed is
// taken from n+3 on, and n+3 begins when n+2 is committed. n+2 goes into the meta page that n went
// into. So while that meta page stays as it was, the pages of n do. A meta page that was read while
// it was written differs from how it is afterwards, too.
#include "tables/lmdb_file.h"

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace msa {
namespace {

constexpr std::uint64_t largest_value = std::uint64_t{1} << 20U;  // octets
constexpr std::uint64_t largest_offset = std::numeric_limits<::off_t>::max();

}  // namespace

Result<std::shared_ptr<const LmdbFile>> LmdbFile::open(const std::string& path) {
    FileDescriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!descriptor.is_open()) {
        return file_error(path, errno);
    }
    const std::shared_ptr<const LmdbFile> file(new LmdbFile(path, std::move(descriptor)));
    const auto meta = file->meta(0, 0);
    return meta ? Result<std::shared_ptr<const LmdbFile>>(file) : meta.error();
}

Result<std::string> LmdbFile::octets(std::uint64_t begin, std::size_t size) const {
    std::string read(size, '\0');
    for (std::size_t done = 0; done < size;) {
        const auto got = ::pread(file_.get(), read.data() + done, size - done,
                                 static_cast<::off_t>(begin + done));
        if (got == 0) {
            return Error{path_ + ": the file is cut off"};
        }
        if (got < 0 && errno != EINTR) {
            return file_error(path_, errno);
        }
        done += got > 0 ? static_cast<std::size_t>(got) : 0;
    }
    return read;
}

Result<lmdb::Meta> LmdbFile::meta(unsigned number, std::uint64_t begin) const {
    const auto read = octets(begin, lmdb::meta_size);
    if (!read) {
        return read.error();
    }
    auto meta = lmdb::meta_in(*read, number);
    return meta ? meta : within(path_, meta.error());
}

Result<LmdbFile::Snapshot> LmdbFile::newest() const {
    auto first = meta(0, 0);
    if (!first) {
        return first;
    }
    auto second = meta(1, first->page_size);
    if (!second) {
        return second;
    }
    auto newest = lmdb::newer(*first, *second);
    return newest ? newest : within(path_, newest.error());
}

bool LmdbFile::holds(const Snapshot& snapshot) const {
    const auto number = static_cast<unsigned>(snapshot.transaction % 2);
    const auto now = meta(number, std::uint64_t{number} * snapshot.page_size);
    return now && *now == snapshot;
}

Result<std::string> LmdbFile::page_octets(const Snapshot& snapshot, std::uint64_t number) const {
    if (number < lmdb::first_data_page || number > snapshot.last_page ||
        number >= largest_offset / snapshot.page_size) {
        return Error{path_ + ": malformed: there is no page " + std::to_string(number)};
    }
    return octets(number * snapshot.page_size, snapshot.page_size);
}

Result<std::string> LmdbFile::value_of(const Snapshot& snapshot, const lmdb::Leaf& leaf) const {
    if (!leaf.overflow) {
        return std::string(leaf.value);
    }
    const auto [number, size] = *leaf.overflow;
    if (size > largest_value) {
        return Error{path_ + ": malformed: a value of " + std::to_string(size) + " octets"};
    }
    auto first = page_octets(snapshot, number);
    if (!first) {
        return first;
    }
    const auto pages = lmdb::overflow_pages(*first, number);
    if (!pages) {
        return within(path_, pages.error());
    }
    if (lmdb::page_header_size + size > *pages * snapshot.page_size ||
        *pages > snapshot.last_page - number + 1) {
        return Error{path_ + ": malformed: a value beyond its pages"};
    }
    return octets(number * snapshot.page_size + lmdb::page_header_size, size);
}

Result<lmdb::Page> LmdbFile::page_in(std::string_view octets, const Snapshot& snapshot,
                                     std::uint64_t number, unsigned level) const {
    auto page = lmdb::Page::in(octets, number);
    if (!page) {
        return within(path_, page.error());
    }
    if (page->is_leaf() != (level == snapshot.depth)) {
        return Error{path_ + ": malformed: page " + std::to_string(number) +
                     " is not as deep in the tree as leaves are"};
    }
    return page;
}

Result<std::optional<std::string>> LmdbFile::find_in(const lmdb::Page& page,
                                                     const Snapshot& snapshot,
                                                     std::string_view key) const {
    const auto leaf = page.find(key);
    if (!leaf) {
        return within(path_, leaf.error());
    }
    if (!*leaf) {
        return std::optional<std::string>();
    }
    auto value = value_of(snapshot, **leaf);
    if (!value) {
        return value.error();
    }
    return std::optional(*std::move(value));
}

Result<std::optional<std::string>> LmdbFile::find(const Snapshot& snapshot,
                                                  std::string_view key) const {
    auto number = snapshot.root.value_or(0);
    for (unsigned level = 1; level <= snapshot.depth; ++level) {
        const auto read = page_octets(snapshot, number);
        if (!read) {
            return read.error();
        }
        const auto page = page_in(*read, snapshot, number, level);
        if (!page) {
            return page.error();
        }
        if (page->is_leaf()) {
            return find_in(*page, snapshot, key);
        }
        const auto child = page->child_towards(key);
        if (!child) {
            return within(path_, child.error());
        }
        number = *child;
    }
    return std::optional<std::string>();  // there are no entries: the last level is of leaves
}

/// One pass over all entries. Keys that do not rise end it, so a tree that leads back into itself
/// ends too.
class LmdbFile::Walk {
public:
    Walk(const LmdbFile& file, const Snapshot& snapshot, const Visitor& visitor)
        : file_(file), snapshot_(snapshot), visitor_(visitor) {}

    /// False: the visitor has seen enough.
    // NOLINTNEXTLINE(misc-no-recursion): no deeper than a snapshot says, which is at most 32
    [[nodiscard]] Result<bool> below(std::uint64_t number, unsigned level) {
        const auto read = file_.page_octets(snapshot_, number);
        if (!read) {
            return read.error();
        }
        const auto page = file_.page_in(*read, snapshot_, number, level);
        if (!page) {
            return page.error();
        }
        if (page->is_leaf() && !file_.holds(snapshot_)) {
            return changed();
        }
        for (std::size_t i = 0; i < page->nodes(); ++i) {
            auto goes_on = page->is_leaf() ? show(page->leaf(i)) : descend(page->child(i), level);
            if (!goes_on || !*goes_on) {
                return goes_on;
            }
        }
        return true;
    }

private:
    [[nodiscard]] Error changed() const {
        return {file_.path_ + ": the file has changed while it was listed; try again"};
    }
    // NOLINTNEXTLINE(misc-no-recursion): see below()
    [[nodiscard]] Result<bool> descend(const Result<std::uint64_t>& child, unsigned level) {
        return child ? below(*child, level + 1) : within(file_.path_, child.error());
    }
    [[nodiscard]] Result<bool> show(const Result<lmdb::Leaf>& leaf) {
        if (!leaf) {
            return within(file_.path_, leaf.error());
        }
        if (last_key_ && leaf->key <= *last_key_) {
            return Error{file_.path_ + ": malformed: keys are out of order"};
        }
        last_key_ = leaf->key;
        const auto value = file_.value_of(snapshot_, *leaf);
        if (leaf->overflow && !file_.holds(snapshot_)) {
            return changed();
        }
        return value ? visitor_(leaf->key, *value) : value.error();
    }

    const LmdbFile& file_;
    const Snapshot& snapshot_;
    const Visitor& visitor_;
    std::optional<std::string> last_key_;
};

Result<void> LmdbFile::each(const Snapshot& snapshot, const Visitor& visitor) const {
    if (!snapshot.root) {
        return {};
    }
    const auto done = Walk(*this, snapshot, visitor).below(*snapshot.root, 1);
    return done ? Result<void>() : done.error();
}

}  // namespace msa
