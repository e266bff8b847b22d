// Whom a message names, see named_authors.h.
#include "ownership/named_authors.h"

#include "mail/address.h"
#include "mail/resent.h"

#include <string_view>
#include <unordered_map>
#include <utility>

namespace msa {

namespace {

/// Those that are known so far; a field may name very many.
class Named {
public:
    NamedAuthor& entry(std::string_view field, std::string address, std::string spelled) {
        const auto [place, is_new] =
            places_.emplace(std::string(field) + ' ' + address, all_.size());
        if (is_new) {
            const bool is_spelled_so = spelled == address;
            all_.push_back({.field = std::string(field),
                            .address = std::move(address),
                            .spelled = is_spelled_so ? "" : std::move(spelled)});
        }
        return all_[place->second];
    }
    [[nodiscard]] std::vector<NamedAuthor> all() && { return std::move(all_); }

private:
    std::vector<NamedAuthor> all_;
    std::unordered_map<std::string, std::size_t> places_;
};

/// All of them at one of the moments.
class AtMoment {
public:
    AtMoment(Named& all, const Rights& rights, const AddressReadings& addresses,
             bool NamedAuthor::*when)
        : all_(all), rights_(rights), addresses_(addresses), when_(when) {}

    void add(const HeaderList& headers) {
        for (const char* name : {"From", "Sender"}) {
            for (std::size_t nth = 1; const auto* field = headers.find(name, nth); ++nth) {
                add(*field);
            }
        }
        const auto blocks = resent_blocks(headers);
        for (const char* name : {"Resent-From", "Resent-Sender"}) {
            if (const auto* field = blocks.empty() ? nullptr : blocks.front().find(name)) {
                add(*field);
            }
        }
    }

private:
    void add(const HeaderField& field) {
        const auto mailboxes = addresses_.of(field.value).mailboxes();
        if (!mailboxes) {
            return;
        }
        for (const auto* mailbox : *mailboxes) {
            all_.entry(bare_name(field.name), rights_.name_of(mailbox->address),
                       to_text(mailbox->address)).*
                when_ = true;
        }
    }

    Named& all_;
    const Rights& rights_;
    const AddressReadings& addresses_;
    bool NamedAuthor::*when_;
};

/// What a repair had written before the right was asked for.
void add_asked(Named& all, const Rights& rights) {
    for (const auto& [address, right] : rights.asked()) {
        for (const auto& field : right.fields) {
            if (field == "From" || field == "Sender") {
                all.entry(field, address, address).is_judged = true;
            }
        }
    }
}

}  // namespace

std::string responsible_address(const HeaderList& headers, const AddressReadings& addresses) {
    const auto* field = responsible_field(headers);
    if (field == nullptr) {
        return {};
    }
    const auto mailbox = addresses.mailbox_of(field->value);
    return mailbox ? to_text((*mailbox)->address) : std::string();
}

std::vector<NamedAuthor> named_authors(const HeaderList& received, const HeaderList* leaving,
                                       const Rights& rights, const AddressReadings& addresses) {
    Named all;
    AtMoment(all, rights, addresses, &NamedAuthor::is_judged).add(received);
    add_asked(all, rights);
    if (leaving != nullptr) {
        AtMoment(all, rights, addresses, &NamedAuthor::leaves).add(*leaving);
    }
    return std::move(all).all();
}

}  // namespace msa
