// The lines of a record, read back.
#pragma once

#include "audit/record_json.h"
#include "base/text.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

namespace msa {

[[nodiscard]] inline std::vector<nlohmann::ordered_json> all_lines(const AuditRecord& record) {
    const auto lines = record_lines(record, "msa1.example.net");
    BOOST_TEST(lines.back() == '\n');
    std::vector<nlohmann::ordered_json> parsed;
    for (const auto line : split(std::string_view(lines).substr(0, lines.size() - 1), '\n')) {
        BOOST_TEST(line.size() <= max_record_octets);
        BOOST_TEST(line.find_first_not_of(
                       " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
                       "abcdefghijklmnopqrstuvwxyz{|}~") == std::string::npos);
        parsed.push_back(nlohmann::ordered_json::parse(line));
    }
    return parsed;
}

/// The record itself.
[[nodiscard]] inline nlohmann::ordered_json parsed(const AuditRecord& record) {
    return all_lines(record).back();
}

[[nodiscard]] inline Recipient accepted(std::string address) {
    return {std::move(address), {}, {}, std::nullopt};
}
[[nodiscard]] inline Recipient refused(std::string address) {
    return {std::move(address), {}, {}, Reply{550, "5.1.1", "no"}};
}

}  // namespace msa
