// Address fields: what is accepted is one thing only, however it is asked for, written
// again, or read by GMime.
#include "base/text.h"
#include "fakes/gmime_oracle.h"
#include "fuzz/require.h"
#include "mail/address.h"
#include "mail/address_key.h"
#include "mail/domain.h"
#include "mail/nobody.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace msa {

namespace {

void check_error(const Error& error) {
    require(error.what == printable(error.what, error.what.size()), "errors are printable");
}

void check_accepted(const AddrSpec& address) {
    const auto again = parse_addr_spec(to_text(address));
    require(again && *again == address, "the least quoted spelling is the same address");
    const auto key = address_key(address);
    require(key.has_value(), "an accepted address has a key");
    const std::string_view domain = domain_of(*key);
    const std::string local_part = key->substr(0, key->size() - domain.size() - 1);
    const auto key_again = address_key({.local_part = local_part, .domain = std::string(domain)});
    require(key_again && *key_again == *key, "the key of a key is itself");
}

void check_lists(std::string_view text) {
    const auto addresses = parse_address_list(text);
    const auto mailboxes = parse_mailbox_list(text);
    require(!addresses || !names_nobody(text), "what names nobody is no list");
    if (!addresses) {
        check_error(addresses.error());
        require(!mailboxes, "a mailbox list is an address list");
        return;
    }
    const auto accepted = mailboxes_of(*addresses);
    for (const AddrSpec& address : accepted) {
        check_accepted(address);
    }
    const auto difference = disagreement(text, accepted);
    require(difference.empty(), difference);
    require(!mailboxes || mailboxes->size() == addresses->size(), "without groups lists are equal");
}

void check_single(std::string_view text) {
    const auto mailbox = parse_mailbox(text);
    if (mailbox) {
        const auto list = parse_mailbox_list(text);
        require(list && list->size() == 1, "a mailbox is a list of one");
        require(list->front().address == mailbox->address, "a mailbox is the one of its list");
    }
    const auto bare = parse_addr_spec(text);
    if (bare) {
        require(mailbox && mailbox->address == *bare, "a bare address is a mailbox");
    }
}

void check_domain(std::string_view text) {
    const auto labels = a_labels(text);
    if (!labels) {
        check_error(labels.error());
        return;
    }
    const auto again = a_labels(*labels);
    require(again && *again == *labels, "a-labels stay");
    require(!is_address_literal(text), "a name is no literal");
}

}  // namespace

}  // namespace msa

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    msa::check_lists(text);
    msa::check_single(text);
    msa::check_domain(text);
    return 0;
}
