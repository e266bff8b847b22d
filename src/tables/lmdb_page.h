// Pages of an LMDB file (0.9, of a host with 64 bits and the lowest octet first), as views that
// check every number in them: a page may hold anything.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace msa::lmdb {

/// Octets that a meta page needs; page 1 begins where page 0 ends.
constexpr std::size_t meta_size = 152;
constexpr std::size_t page_header_size = 16;
/// Pages 0 and 1 are the meta pages.
constexpr std::uint64_t first_data_page = 2;

/// What the transaction that was committed into this page left.
struct Meta {
    std::uint32_t page_size = 0;        // octets; a power of two from 512 to 32768
    std::uint64_t last_page = 0;        // no page has a higher number
    std::optional<std::uint64_t> root;  // absent: no entries
    unsigned depth = 0;                 // levels of pages, from the root to the leaves
    std::uint64_t transaction = 0;

    [[nodiscard]] bool operator==(const Meta&) const = default;
};

/// From the first meta_size octets of page 0 or 1. Errors: it is none, or its main database is of a
/// kind that postmap does not write.
[[nodiscard]] Result<Meta> meta_in(std::string_view octets, unsigned number);

/// The newer of both meta pages. Transactions are committed into the two by turns, so others do not
/// belong together: one is damaged, or a writer committed between reading the one and the other.
[[nodiscard]] Result<Meta> newer(const Meta& page_0, const Meta& page_1);

/// A value that does not lie in its leaf, but from this page on.
struct Overflow {
    std::uint64_t page = 0;
    std::uint64_t size = 0;  // octets of the value
};

struct Leaf {
    std::string_view key;
    std::string_view value;  // unless there is an overflow
    std::optional<Overflow> overflow;
};

/// A branch or leaf, with at least one node. Views the octets, which stay the caller's.
class Page {
public:
    /// Errors: this is no branch or leaf, or not the page of that number.
    [[nodiscard]] static Result<Page> in(std::string_view octets, std::uint64_t number);

    [[nodiscard]] bool is_leaf() const { return is_leaf_; }
    [[nodiscard]] std::size_t nodes() const { return nodes_; }
    /// The page below a branch at a position less than nodes().
    [[nodiscard]] Result<std::uint64_t> child(std::size_t position) const;
    /// The entry of a leaf at a position less than nodes().
    [[nodiscard]] Result<Leaf> leaf(std::size_t position) const;
    /// The page below a branch that leads to the key, wherever it is.
    [[nodiscard]] Result<std::uint64_t> child_towards(std::string_view key) const;
    /// The entry of a leaf with this key.
    [[nodiscard]] Result<std::optional<Leaf>> find(std::string_view key) const;

private:
    Page(std::string_view octets, bool is_leaf, std::size_t nodes)
        : octets_(octets), is_leaf_(is_leaf), nodes_(nodes) {}

    /// From where a node begins to the end of the page, the fixed part of a node at least.
    [[nodiscard]] Result<std::string_view> node(std::size_t position) const;
    [[nodiscard]] Result<std::string_view> key(std::size_t position) const;
    /// How many nodes from the first one on have keys up to this one. In a branch the first
    /// counts always: its key stands for all lower ones.
    [[nodiscard]] Result<std::size_t> nodes_up_to(std::string_view wanted) const;

    std::string_view octets_;
    bool is_leaf_;
    std::size_t nodes_;
};

/// The number of pages, at least one, of the overflow whose first page begins with these octets
/// (page_header_size). Errors: it is none, or not that of this number.
[[nodiscard]] Result<std::uint64_t> overflow_pages(std::string_view header, std::uint64_t number);

}  // namespace msa::lmdb
