// Verdicts of `trace` and their words, see traced_message.h.
#include "commands/traced_message.h"

#include "base/text.h"
#include "commands/rule_options.h"

#include <algorithm>
#include <iostream>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

bool is_altered(const TracedSignature& signature) {
    const auto& verdict = signature.judged.verdict;
    return verdict == DkimVerdict::body_altered || verdict == DkimVerdict::header_altered;
}

template <class Wanted>
const TracedSignature* first(const TracedMessage& message, const Wanted& wanted) {
    const auto found = std::find_if(message.signatures.begin(), message.signatures.end(), wanted);
    return found == message.signatures.end() ? nullptr : &*found;
}

std::string key_of(const TracedSignature& signature) {
    return "the key " + shown(signature.judged.key_name);
}

std::string because(const TracedSignature& signature) {
    return to_text(signature.judged.verdict) +
           (signature.judged.why.empty() ? "" : ": " + signature.judged.why);
}

/// Which part of it, as far as signature and record tell.
std::string what_is_altered(const TracedMessage& message, const TracedSignature& signature) {
    if (signature.judged.verdict == DkimVerdict::body_altered) {
        std::string text = "its body";
        for (const auto& each : message.records) {
            if (each.record.body_octets != message.body_octets) {
                text += ", which left with " + std::to_string(each.record.body_octets) +
                        " octets and has " + std::to_string(message.body_octets);
                break;
            }
        }
        return text;
    }
    for (const auto& each : message.records) {
        if (!each.altered.empty()) {
            return "a signed " + each.altered.front();
        }
    }
    return "a signed field whose value the record does not keep";
}

void print_signature(const TracedSignature& signature) {
    const auto& judged = signature.judged;
    std::cout << "  signature  " << shown(judged.key_name) << ' ' << shown(judged.algorithm) << ": "
              << shown(because(signature)) << (signature.is_recorded ? ", recorded" : "") << '\n';
}

void print_record(const TracedRecord& traced) {
    const auto& record = traced.record;
    std::cout << "record " << (record.n ? std::to_string(*record.n) : "without number") << " of "
              << shown(record.host) << ", transaction " << shown(record.transaction) << '\n';
    for (const auto& [name, value] : record.told) {
        constexpr std::size_t width = 12;
        std::cout << "  " << name << std::string(name.size() < width ? width - name.size() : 1, ' ')
                  << shown(value) << '\n';
    }
    for (const auto& field : traced.altered) {
        std::cout << "  altered     " << field << '\n';
    }
}

}  // namespace

const char* to_text(TraceVerdict verdict) {
    switch (verdict) {
        case TraceVerdict::ours: return "ours";
        case TraceVerdict::altered: return "altered";
        case TraceVerdict::no_record: return "no_record";
        case TraceVerdict::not_ours: return "not_ours";
        case TraceVerdict::cannot_tell: return "cannot_tell";
    }
    return "cannot_tell";
}

void judge(TracedMessage& message) {
    const auto* const good =
        first(message, [](const auto& each) { return each.is_recorded && each.judged.passes(); });
    const auto* const altered =
        first(message, [](const auto& each) { return each.is_recorded && is_altered(each); });
    const auto* const recorded = first(message, [](const auto& each) { return each.is_recorded; });
    const auto* const own = first(message, [](const auto& each) { return each.has_own_key; });
    if (good != nullptr) {
        message.verdict = TraceVerdict::ours;
        message.why = "ours: libopendkim verifies its signature by " + key_of(*good);
    } else if (altered != nullptr) {
        message.verdict = TraceVerdict::altered;
        message.why = "ours, but altered since: " + what_is_altered(message, *altered);
    } else if (recorded != nullptr) {
        message.verdict = TraceVerdict::cannot_tell;
        message.why = "a record has its signature, but whether it verifies cannot be told: " +
                      shown(because(*recorded));
    } else if (own != nullptr) {
        message.verdict = TraceVerdict::no_record;
        message.why = "no record: " + key_of(*own) +
                      " is ours, but no record of this trail has its signature (" +
                      shown(because(*own)) + ')';
    } else {
        message.verdict = TraceVerdict::not_ours;
        message.why =
            message.signatures.empty()
                ? "not ours: it has no DKIM signature"
                : "not ours: this trail knows none of its signatures and none of their keys";
    }
}

void print_text(const TracedMessage& message) {
    std::cout << shown(message.file) << ": " << message.why << '\n';
    constexpr std::size_t most_shown = 20;
    std::size_t count = 0;
    for (const bool are_ours : {true, false}) {
        for (const auto& each : message.signatures) {
            if ((each.is_recorded || each.has_own_key) == are_ours && count < most_shown) {
                print_signature(each);
                ++count;
            }
        }
    }
    const auto more = message.signatures.size() - count + message.untold;
    if (more != 0) {
        std::cout << "  and " << more << " more signatures\n";
    }
    for (const auto& record : message.records) {
        print_record(record);
    }
}

void print_json(const TracedMessage& message) {
    nlohmann::ordered_json json{{"file", message.file},
                                {"verdict", to_text(message.verdict)},
                                {"what", message.why},
                                {"signatures", nlohmann::ordered_json::array()},
                                {"records", nlohmann::ordered_json::array()}};
    for (const auto& each : message.signatures) {
        json["signatures"].push_back({{"d", each.judged.domain},
                                      {"s", each.judged.selector},
                                      {"a", each.judged.algorithm},
                                      {"verdict", to_text(each.judged.verdict)},
                                      {"why", each.judged.why},
                                      {"recorded", each.is_recorded},
                                      {"own_key", each.has_own_key}});
    }
    for (const auto& each : message.records) {
        json["records"].push_back(
            {{"altered", each.altered},
             {"record", nlohmann::ordered_json::parse(each.record.line, nullptr, false)}});
    }
    std::cout << json.dump(2, ' ', true, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

}  // namespace msa
