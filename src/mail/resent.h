// Resent fields (RFC 5322, 3.6.6) and the purported responsible address (RFC 4407).
#pragma once

#include "mail/header_list.h"

#include <string_view>
#include <vector>

namespace msa {

/// The fields of one resending.
struct ResentBlock {
    std::vector<const HeaderField*> fields;

    /// The only field of this name, or null.
    [[nodiscard]] const HeaderField* find(std::string_view name) const;
};

/// Newest first. A block ends where a trace field (Received, Return-Path) stands between, and where
/// a field that it holds comes again. The pointers are of `headers`.
[[nodiscard]] std::vector<ResentBlock> resent_blocks(const HeaderList& headers);

/// RFC 4407, 2: the field with the mailbox that put the message into the mail system most recently,
/// as far as its header section says so. Null: it does not say, or not clearly. It is no proof of
/// anything, and never to be shown as an author.
[[nodiscard]] const HeaderField* responsible_field(const HeaderList& headers);

}  // namespace msa
