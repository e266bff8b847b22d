// Addresses of records, see recorded_addresses.h.
#include "inquiry/recorded_addresses.h"

#include "base/text.h"
#include "mail/address.h"
#include "mail/address_key.h"
#include "mail/path.h"
#include "mail/shown_address.h"

#include <algorithm>

namespace msa {

namespace {

std::string key_or(const AddrSpec& address, std::string_view otherwise) {
    auto key = address_key(address);
    return key ? *std::move(key) : std::string(otherwise);
}

std::string key_of(const Result<Path>& path, std::string_view argument) {
    if (!path || path->address.domain.empty()) {
        return path && path->is_null() ? "<>" : std::string(argument);
    }
    return key_or(path->address, argument);
}

void add_new(std::vector<std::string>& all, std::string value) {
    if (std::find(all.begin(), all.end(), value) == all.end()) {
        all.push_back(std::move(value));
    }
}

}  // namespace

std::string sender_of(const TransactionRecord& record) {
    const auto argument = record.claimed.mail_from;
    return argument.empty() ? std::string() : key_of(parse_reverse_path(argument), argument);
}

std::vector<std::string> senders_of(const TransactionRecord& record) {
    std::vector<std::string> all{sender_of(record)};
    if (const auto read = parse_addr_spec(record.envelope_sender)) {
        add_new(all, key_or(*read, record.envelope_sender));
    }
    return all;
}

std::vector<std::string> authors_of(const TransactionRecord& record) {
    std::vector<std::string> all;
    for (const auto& author : record.authors) {
        if (equal_ignoring_case(author.field, "From")) {
            const auto address = parse_addr_spec(author.address);
            add_new(all, address ? key_or(*address, author.address) : std::string(author.address));
        }
    }
    if (!all.empty()) {
        return all;
    }
    // Older records do not tell them, and no record those of a From that nobody can read.
    for (const auto field : record.claimed.from) {
        auto list = parse_address_list(field);
        if (list) {
            for (const auto& mailbox : all_mailboxes(*std::move(list))) {
                add_new(all, key_or(mailbox.address, to_text(mailbox.address)));
            }
            continue;
        }
        const auto shown = addresses_in(field);
        for (const auto& address : shown) {
            add_new(all, key_or(address, to_text(address)));
        }
        if (shown.empty()) {
            add_new(all, std::string(trimmed(field)));
        }
    }
    return all;
}

std::string recipient_of(std::string_view argument) {
    if (!argument.starts_with('<')) {
        const auto address = parse_addr_spec(argument);
        return address ? key_or(*address, argument) : std::string(argument);
    }
    return key_of(parse_forward_path(argument), argument);
}

std::string_view domain_in(std::string_view key) {
    const auto at = key.rfind('@');
    return at == std::string_view::npos ? std::string_view() : key.substr(at + 1);
}

}  // namespace msa
