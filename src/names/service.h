// The services of RFC 6186 (3.1) and RFC 8314 (5.1) by which mail programs find where to submit.
#pragma once

#include "names/site.h"
#include "names/wanted_record.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

struct SubmissionService {
    std::string_view label;  // in front of the domain
    bool implicit_tls;
    unsigned priority;  // implicit TLS comes first (RFC 8314, 5.1)

    [[nodiscard]] std::string name_in(const std::string& domain) const {
        return std::string(label) + '.' + domain;
    }
    [[nodiscard]] const ServicePort& port_at(const Site& site) const {
        return implicit_tls ? site.submissions : site.submission;
    }
};

inline constexpr std::array<SubmissionService, 2> submission_services{
    {{"_submissions._tcp", true, 0}, {"_submission._tcp", false, 10}}};

struct ServiceTarget {
    unsigned port = 0;
    std::string host;  // "." : the service is not offered (RFC 2782)
};

/// Of a record as NamesResolver::services() has it.
[[nodiscard]] std::optional<ServiceTarget> service_target(std::string_view record);

[[nodiscard]] WantedRecord service_record(const SubmissionService& service,
                                          const SiteDomain& domain);

}  // namespace msa
