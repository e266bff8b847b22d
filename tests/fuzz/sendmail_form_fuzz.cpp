// Lists as Sendmail writes them: the same mailboxes, and nothing left to write anew.
#include "fuzz/require.h"
#include "mail/address.h"
#include "mail/sendmail_form.h"

#include <cstddef>
#include <cstdint>

namespace {

std::vector<msa::Mailbox> mailboxes_of(std::string_view list) {
    auto addresses = msa::parse_unqualified_list(list);
    msa::require(addresses.has_value(), "a list");
    return msa::all_mailboxes(*std::move(addresses));
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view list(reinterpret_cast<const char*>(data), size);
    const auto form = msa::sendmail_form(list);
    if (!form) {
        return 0;
    }
    msa::require(form->longest_member <= form->value.size(), "a member is within the list");
    const auto before = mailboxes_of(list);
    const auto after = mailboxes_of(form->value);
    msa::require(before.size() == after.size(), "as many mailboxes");
    for (std::size_t i = 0; i < before.size(); ++i) {
        msa::require(before[i].address == after[i].address, "the same addresses");
    }
    const auto again = msa::sendmail_form(form->value);
    msa::require(again && again->value == form->value, "its own form");
    return 0;
}
