// What the fields of a header say that hold addresses, each read once a transaction however many
// checks ask for it.
#pragma once

#include "mail/address.h"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace msa {

/// The mailboxes of an address list in their order, members of groups among them.
using Mailboxes = std::span<const Mailbox* const>;

/// parse_address_list() of a field body.
class AddressReading {
public:
    explicit AddressReading(std::string_view field_body);
    AddressReading(const AddressReading&) = delete;
    AddressReading& operator=(const AddressReading&) = delete;

    [[nodiscard]] const Result<std::vector<Address>>& list() const { return list_; }
    /// Error: as of list().
    [[nodiscard]] Result<Mailboxes> mailboxes() const;
    /// Also an error where a group stands in the list.
    [[nodiscard]] Result<Mailboxes> mailboxes_without_groups() const;

private:
    Result<std::vector<Address>> list_;
    std::vector<const Mailbox*> mailboxes_;  // in list_
    bool has_group_ = false;
};

/// Not for two threads at once.
class AddressReadings {
public:
    /// Stands as long as this does.
    [[nodiscard]] const AddressReading& of(std::string_view field_body) const;
    /// Of a field that names one mailbox alone, as parse_mailbox() reads it.
    [[nodiscard]] Result<const Mailbox*> mailbox_of(std::string_view field_body) const;

private:
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    mutable std::unordered_map<std::string, AddressReading, Hash, std::equal_to<>> readings_;
};

}  // namespace msa
