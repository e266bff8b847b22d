// The items, and what several of them need.
#pragma once

#include "names/name_item.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

[[nodiscard]] NameItem mx_item();
[[nodiscard]] NameItem spf_item();
[[nodiscard]] NameItem dkim_item();
[[nodiscard]] NameItem dmarc_item();
[[nodiscard]] NameItem srv_item();
[[nodiscard]] NameItem submission_item();
[[nodiscard]] NameItem mta_sts_item();
[[nodiscard]] NameItem tls_rpt_item();
[[nodiscard]] NameItem helo_item();
[[nodiscard]] NameItem ptr_item();
[[nodiscard]] NameItem servers_item();

/// Lines of a zone file without their notes.
[[nodiscard]] std::string zone_lines(const WantedRecords& records);

/// IPv4 first. Error: DNS cannot tell.
[[nodiscard]] Result<std::vector<std::string>> addresses_of(const std::string& name,
                                                            const Inquiry& inquiry);

/// Of TXT records those that begin with this version, such as "v=DMARC1".
[[nodiscard]] std::vector<std::string> texts_of(const DnsAnswer& answer, std::string_view version);

/// Of a TXT record that need not be there. `fault`: why nobody follows what it says; empty: they
/// do.
[[nodiscard]] Sight optional_text(const std::string& where, std::string_view version,
                                  std::string (*fault)(const std::string& text), Inquiry& inquiry,
                                  const std::string& fix);

}  // namespace msa
