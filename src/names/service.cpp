#include "names/service.h"

#include "base/text.h"

#include <charconv>

namespace msa {

std::optional<ServiceTarget> service_target(std::string_view record) {
    constexpr std::size_t parts_of_it = 4;
    const auto parts = split(record, ' ');
    ServiceTarget target;
    if (parts.size() != parts_of_it ||
        std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), target.port).ec !=
            std::errc()) {
        return std::nullopt;
    }
    target.host = parts[3];
    return target;
}

WantedRecord service_record(const SubmissionService& service, const SiteDomain& domain) {
    const auto& [port, from] = service.port_at(domain.site);
    return {.name = service.name_in(domain.name),
            .type = "SRV",
            .data = port == 0 ? "0 0 0 ."
                              : std::to_string(service.priority) + " 1 " + std::to_string(port) +
                                    ' ' + domain.site.host + '.',
            .note = port == 0 ? "not offered (" + from + "): mail programs need not try" : ""};
}

}  // namespace msa
