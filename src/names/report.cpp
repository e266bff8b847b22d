#include "names/report.h"

#include "base/text.h"

#include <nlohmann/json.hpp>

namespace msa {
namespace {

constexpr std::size_t verdict_width = 13;
constexpr std::size_t item_width = 12;

std::string padded(std::string_view word, std::size_t width) {
    std::string text(word);
    text.resize(std::max(width, text.size() + 1), ' ');
    return text;
}

std::size_t count_of(const VerdictCounts& counts, SightVerdict verdict) {
    return counts.at(static_cast<std::size_t>(verdict));
}

bool is_well(const VerdictCounts& counts) {
    return count_of(counts, SightVerdict::wrong) + count_of(counts, SightVerdict::missing) +
               count_of(counts, SightVerdict::cannot_tell) ==
           0;
}

}  // namespace

DomainReport examine(const SiteDomain& domain, Inquiry& inquiry) {
    DomainReport report{.domain = domain.name};
    for (const auto& item : domain.name.empty() ? host_items() : domain_items()) {
        for (auto& sight : item.look(domain, inquiry)) {
            report.sights.push_back({item.word, std::move(sight)});
        }
    }
    return report;
}

VerdictCounts verdicts_of(const std::vector<DomainReport>& reports) {
    VerdictCounts counts{};
    for (const auto& report : reports) {
        for (const auto& each : report.sights) {
            ++counts.at(static_cast<std::size_t>(each.sight.verdict));
        }
    }
    return counts;
}

std::string report_text(const DomainReport& report) {
    std::string text = (report.domain.empty() ? "this host" : report.domain) + '\n';
    for (const auto& [item, sight] : report.sights) {
        text += "  " + padded(to_text(sight.verdict), verdict_width) + padded(item, item_width) +
                sight.where + ": " + sight.what + '\n';
        for (const auto line : split(sight.fix, '\n')) {
            if (!line.empty()) {
                text += "  " + padded("", verdict_width) + padded("write", item_width) +
                        std::string(line) + '\n';
            }
        }
    }
    return text;
}

std::string report_summary(const std::vector<DomainReport>& reports) {
    const auto counts = verdicts_of(reports);
    std::string text = is_well(counts) ? "ok:" : "not ok:";
    for (const auto verdict : {SightVerdict::wrong, SightVerdict::missing,
                               SightVerdict::cannot_tell, SightVerdict::ok}) {
        text += (text.back() == ':' ? " " : ", ") + std::to_string(count_of(counts, verdict)) +
                ' ' + std::string(to_text(verdict));
    }
    return text;
}

std::string report_json(const std::vector<DomainReport>& reports) {
    auto domains = nlohmann::ordered_json::array();
    for (const auto& report : reports) {
        auto items = nlohmann::ordered_json::array();
        for (const auto& [item, sight] : report.sights) {
            items.push_back({{"item", item},
                             {"verdict", to_text(sight.verdict)},
                             {"where", sight.where},
                             {"what", sight.what},
                             {"fix", sight.fix}});
        }
        domains.push_back({{"domain", report.domain}, {"items", std::move(items)}});
    }
    const nlohmann::ordered_json whole{{"ok", is_well(verdicts_of(reports))},
                                       {"domains", std::move(domains)}};
    return whole.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace msa
