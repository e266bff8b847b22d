// The items in the order in which they are asked and told: one that others need comes before them.
#include "names/items.h"

namespace msa {

const std::vector<NameItem>& domain_items() {
    static const std::vector<NameItem> items{mx_item(),      spf_item(),    dkim_item(),
                                             dmarc_item(),   srv_item(),    submission_item(),
                                             mta_sts_item(), tls_rpt_item()};
    return items;
}

const std::vector<NameItem>& host_items() {
    static const std::vector<NameItem> items{helo_item(), ptr_item(), servers_item()};
    return items;
}

WantedRecords wanted_records(const SiteDomain& domain) {
    WantedRecords records;
    for (const auto* items : {&domain_items(), &host_items()}) {
        for (const auto& item : *items) {
            if (item.wanted != nullptr) {
                const auto wanted = item.wanted(domain);
                records.insert(records.end(), wanted.begin(), wanted.end());
            }
        }
    }
    return records;
}

}  // namespace msa
