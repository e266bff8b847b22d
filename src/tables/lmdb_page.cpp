// Pages of an LMDB file, see lmdb_page.h. Offsets of all numbers in a page, in octets:
//
// - every page: 0 its number (8), 10 its kind (2); of a branch or leaf 12 the end of the list of
//   nodes (2), which begins at 16 with 2 octets each; of an overflow 12 its number of pages (4)
// - meta: 16 magic (4), 20 version (4), 40 the database of free pages, 88 the main one,
//   136 the last page (8), 144 the transaction (8); in a database 0 the page size, if it is that of
//   free pages (4), 4 flags (2), 6 depth (2), 40 root (8)
// - node: 0 size of the value (4), or in a branch 0 page (6); 4 flags (2); 6 size of the key (2);
//   8 key, value
#include "tables/lmdb_page.h"

#include <algorithm>
#include <bit>
#include <string>

namespace msa::lmdb {
namespace {

constexpr std::uint64_t magic = 0xBEEFC0DE;
constexpr std::uint64_t version = 1;
constexpr std::size_t free_database = 40;
constexpr std::size_t main_database = 88;
constexpr std::size_t node_header_size = 8;
constexpr std::uint64_t no_root = UINT64_MAX;
constexpr std::uint64_t most_levels = 32;  // liblmdb goes no deeper
constexpr std::uint64_t smallest_page = 512;
constexpr std::uint64_t largest_page = 32768;

constexpr std::uint64_t is_branch = 0x01;
constexpr std::uint64_t is_leaf_page = 0x02;
constexpr std::uint64_t is_overflow = 0x04;
constexpr std::uint64_t is_meta = 0x08;
constexpr std::uint64_t kinds = 0x6F;  // and those of databases with several values for a key

constexpr std::uint64_t value_in_overflow = 0x01;

/// The caller has seen that they are there.
std::uint64_t number_at(std::string_view octets, std::size_t begin, unsigned size) {
    std::uint64_t number = 0;
    for (unsigned i = 0; i < size; ++i) {
        number |= std::uint64_t{static_cast<unsigned char>(octets[begin + i])} << (8U * i);
    }
    return number;
}

Error malformed(std::uint64_t number, const std::string& what) {
    return {"malformed: page " + std::to_string(number) + ' ' + what};
}

/// The same, where the page itself can say which it is.
Error malformed(std::string_view page, const std::string& what) {
    return malformed(number_at(page, 0, 8), what);
}

std::uint64_t kind_of(std::string_view page) {
    return number_at(page, 10, 2) & kinds;
}

bool is_page_size(std::uint64_t size) {
    return size >= smallest_page && size <= largest_page && std::has_single_bit(size);
}

}  // namespace

Result<Meta> meta_in(std::string_view octets, unsigned number) {
    if (octets.size() < meta_size || number_at(octets, 16, 4) != magic ||
        kind_of(octets) != is_meta || number_at(octets, 0, 8) != number) {
        return malformed(number, "is not a meta page of LMDB");
    }
    if (number_at(octets, 20, 4) != version) {
        return malformed(number, "is of an unknown version");
    }
    const auto page_size = number_at(octets, free_database, 4);
    const auto root = number_at(octets, main_database + 40, 8);
    const auto depth = number_at(octets, main_database + 6, 2);
    const bool is_empty = root == no_root;
    if (!is_page_size(page_size) || depth > most_levels || is_empty != (depth == 0)) {
        return malformed(number, "has impossible numbers");
    }
    if (number_at(octets, main_database + 4, 2) != 0) {
        return malformed(number, "has a database of a kind that postmap does not write");
    }
    return Meta{.page_size = static_cast<std::uint32_t>(page_size),
                .last_page = number_at(octets, 136, 8),
                .root = is_empty ? std::nullopt : std::optional(root),
                .depth = static_cast<unsigned>(depth),
                .transaction = number_at(octets, 144, 8)};
}

Result<Meta> newer(const Meta& page_0, const Meta& page_1) {
    const bool is_new = page_0.transaction == 0 && page_1.transaction == 0;
    const auto [low, high] = std::minmax({page_0.transaction, page_1.transaction});
    const bool by_turns = high - low == 1 && page_0.transaction % 2 == 0;
    if (!(is_new || by_turns) || page_0.page_size != page_1.page_size) {
        return Error{"malformed: the meta pages do not belong together"};
    }
    return page_0.transaction < page_1.transaction ? page_1 : page_0;
}

Result<Page> Page::in(std::string_view octets, std::uint64_t number) {
    if (octets.size() < smallest_page || number_at(octets, 0, 8) != number) {
        return malformed(number, "is another one");
    }
    const auto kind = kind_of(octets);
    if (kind != is_branch && kind != is_leaf_page) {
        return malformed(number, "is not a branch or leaf");
    }
    const auto end = number_at(octets, 12, 2);
    if (end < page_header_size + 2 || end % 2 != 0 || end > octets.size()) {
        return malformed(number, "has an impossible number of nodes");
    }
    return Page(octets, kind == is_leaf_page, (end - page_header_size) / 2);
}

Result<std::string_view> Page::node(std::size_t position) const {
    const auto begin = number_at(octets_, page_header_size + 2 * position, 2);
    if (begin < page_header_size + 2 * nodes_ || begin + node_header_size > octets_.size()) {
        return malformed(octets_, "has a node outside it");
    }
    return octets_.substr(begin);
}

Result<std::string_view> Page::key(std::size_t position) const {
    auto octets = node(position);
    if (!octets) {
        return octets;
    }
    const auto size = number_at(*octets, 6, 2);
    if (node_header_size + size > octets->size()) {
        return malformed(octets_, "has a key beyond its end");
    }
    return octets->substr(node_header_size, size);
}

Result<std::uint64_t> Page::child(std::size_t position) const {
    const auto octets = node(position);
    return octets ? Result<std::uint64_t>(number_at(*octets, 0, 6)) : octets.error();
}

Result<Leaf> Page::leaf(std::size_t position) const {
    const auto name = key(position);
    if (!name) {
        return name.error();
    }
    const auto octets = *node(position);
    const auto size = number_at(octets, 0, 4);
    const auto flags = number_at(octets, 4, 2);
    const auto rest = octets.substr(node_header_size + name->size());
    if (flags == value_in_overflow && rest.size() >= 8) {
        return Leaf{.key = *name,
                    .value = {},
                    .overflow = Overflow{.page = number_at(rest, 0, 8), .size = size}};
    }
    if (flags != 0 || size > rest.size()) {
        return malformed(octets_, flags == 0
                                      ? "has a value beyond its end"
                                      : "has an entry of a kind that postmap does not write");
    }
    return Leaf{.key = *name, .value = rest.substr(0, size), .overflow = {}};
}

/// LMDB compares octets as memcmp() does, and the shorter key first: so does std::string_view.
Result<std::size_t> Page::nodes_up_to(std::string_view wanted) const {
    std::size_t low = is_leaf_ ? 0 : 1;
    std::size_t high = nodes_;
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        const auto name = key(middle);
        if (!name) {
            return name.error();
        }
        if (*name <= wanted) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

Result<std::uint64_t> Page::child_towards(std::string_view key) const {
    const auto count = nodes_up_to(key);
    return count ? child(*count - 1) : count.error();
}

Result<std::optional<Leaf>> Page::find(std::string_view key) const {
    const auto count = nodes_up_to(key);
    if (!count) {
        return count.error();
    }
    if (*count == 0) {
        return std::optional<Leaf>();
    }
    auto found = leaf(*count - 1);
    if (!found) {
        return found.error();
    }
    return found->key == key ? std::optional(*found) : std::nullopt;
}

Result<std::uint64_t> overflow_pages(std::string_view header, std::uint64_t number) {
    const auto pages = number_at(header, 12, 4);
    if (number_at(header, 0, 8) != number || kind_of(header) != is_overflow || pages == 0) {
        return malformed(number, "is not the start of a large value");
    }
    return pages;
}

}  // namespace msa::lmdb
