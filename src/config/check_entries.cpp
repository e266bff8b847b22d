#include "config/check_entries.h"

#include "base/text.h"
#include "config/owner_listing.h"
#include "mail/address_key.h"
#include "mail/domain.h"

#include <vector>

namespace msa {
namespace {

using Values = std::vector<std::string>;

std::string fault_of_domain_entry(std::string_view key, const Values& values) {
    const auto labels = a_labels(key);
    if (!labels) {
        return "the key is not a domain";
    }
    if (*labels != key) {
        return "it is asked for as '" + *labels + '\'';
    }
    if (values.size() != 1 || !a_labels(values.front())) {
        return "the value is not one domain";
    }
    return equal_ignoring_case(values.front(), key) ? "it is replaced by itself" : "";
}

std::string fault_of_label_entry(std::string_view key, const Values& values) {
    if (key.find_first_of(".@") != std::string_view::npos || !a_labels(key)) {
        return "the key is not a single label";
    }
    if (ascii_lower(key) != key) {
        return "it is asked for as '" + ascii_lower(key) + '\'';
    }
    return values.size() == 1 && a_labels(values.front()) && is_fully_qualified(values.front())
               ? ""
               : "the value is not one fully qualified domain";
}

std::string fault_of_address_entry(std::string_view key, const Values& values) {
    const auto address = parse_addr_spec(key);
    const auto asked = address ? address_key(*address) : Result<std::string>(Error{"no address"});
    if (!asked) {
        return "the key is not an address";
    }
    if (*asked != key) {
        return "it is asked for as '" + printable(*asked) + '\'';
    }
    return values.size() == 1 && parse_addr_spec(values.front()) ? ""
                                                                 : "the value is not one address";
}

using Fault = std::string (*)(std::string_view key, const Values& values);

Fault fault_for(std::string_view check) {
    if (check == "alias_domains") {
        return fault_of_domain_entry;
    }
    if (check == "expand_domains") {
        return fault_of_label_entry;
    }
    return check == "rewrite_senders" ? fault_of_address_entry : nullptr;
}

}  // namespace

void warn_of_entries(const std::string& check, const Table& table, const Placed<std::string>& name,
                     const RuleFileContext& context) {
    constexpr std::size_t most = 5;
    const auto fault_of = fault_for(check);
    std::size_t faults = 0;
    if (fault_of == nullptr) {
        return;
    }
    (void)for_each_entry(table, [&](std::string_view key, const Values& values) {
        const auto fault = fault_of(key, values);
        if (!fault.empty()) {
            context.diagnostics.warning(name.place, "table " + name.value + ": entry '" +
                                                        printable(key) + "' does nothing in '" +
                                                        check + "': " + fault);
            ++faults;
        }
        return faults < most;
    });  // what cannot be listed is left out
}

}  // namespace msa
