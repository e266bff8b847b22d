#include "rotation/record_forms.h"

#include <nlohmann/json.hpp>

namespace msa {
namespace {

constexpr std::size_t longest_string = 255;

/// Key records have neither quotes nor backslashes: nothing is to be escaped.
std::string quoted_strings(const std::string& record) {
    std::string text;
    for (const auto& each : txt_strings(record)) {
        text += " \"" + each + '"';
    }
    return text;
}

}  // namespace

std::vector<std::string> txt_strings(std::string_view record) {
    std::vector<std::string> strings;
    for (std::size_t at = 0; at < record.size(); at += longest_string) {
        strings.emplace_back(record.substr(at, longest_string));
    }
    return strings;
}

std::string zone_line(const std::string& name, const std::string& record) {
    return name + ". IN TXT (" + quoted_strings(record) + " )";
}

std::string nsupdate_lines(const std::string& name, const std::string& record) {
    return "update delete " + name + ". TXT\nupdate add " + name + ". " +
           std::to_string(record_ttl) + " IN TXT" + quoted_strings(record) + "\nsend\n";
}

std::string json_line(const std::string& action, const std::string& name,
                      const std::string& record) {
    const nlohmann::ordered_json json{{"action", action},
                                      {"name", name},
                                      {"record", record},
                                      {"strings", txt_strings(record)},
                                      {"ttl", record_ttl}};
    return json.dump();
}

std::string revoked_record(std::string_view record) {
    const auto key = record.rfind("p=");
    return std::string(key == std::string_view::npos ? record : record.substr(0, key + 2));
}

}  // namespace msa
