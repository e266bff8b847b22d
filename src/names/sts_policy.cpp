#include "names/sts_policy.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace msa {
namespace {

constexpr unsigned long longest_age = 31557600;  // a year; RFC 8461, 3.2

Result<unsigned long> age_of(const std::string& text) {
    unsigned long age = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, age);
    if (error != std::errc() || rest != end || age > longest_age) {
        return Error{"max_age: is 0 to 31557600 seconds, not \"" + printable(text, 40) + '"'};
    }
    return age;
}

}  // namespace

bool StsPolicy::names(std::string_view host) const {
    return std::any_of(hosts.begin(), hosts.end(), [host](const std::string& each) {
        if (!each.starts_with("*.")) {
            return each == host;
        }
        const auto dot = host.find('.');
        return dot != std::string_view::npos &&
               host.substr(dot) == std::string_view(each).substr(1);
    });
}

Result<StsPolicy> parse_sts_policy(std::string_view text) {
    std::map<std::string, std::string, std::less<>> fields;
    StsPolicy policy;
    for (auto line : split(text, '\n')) {
        line.remove_suffix(line.ends_with('\r') ? 1 : 0);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) {
            continue;
        }
        const std::string key(trimmed(line.substr(0, colon)));
        const auto value = trimmed(line.substr(colon + 1));
        if (key == "mx") {
            policy.hosts.push_back(ascii_lower(value));
        } else {
            fields.emplace(key, value);
        }
    }
    if (fields["version"] != "STSv1") {
        return Error{"the policy has no line \"version: STSv1\""};
    }
    policy.mode = fields["mode"];
    if (policy.mode != "enforce" && policy.mode != "testing" && policy.mode != "none") {
        return Error{"mode: is enforce, testing or none, not \"" + printable(policy.mode, 40) +
                     '"'};
    }
    const auto age = age_of(fields["max_age"]);
    if (!age) {
        return age.error();
    }
    policy.max_age = *age;
    if (policy.hosts.empty() && policy.mode != "none") {
        return Error{"the policy has no line \"mx:\""};
    }
    return policy;
}

}  // namespace msa
