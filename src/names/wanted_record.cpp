#include "names/wanted_record.h"

#include "rotation/record_forms.h"

#include <set>
#include <utility>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

bool is_text(const WantedRecord& record) {
    return record.type == "TXT";
}

/// As in a zone file. Nothing that we write holds a quote or a backslash.
std::string data_of(const WantedRecord& record) {
    if (!is_text(record)) {
        return record.data;
    }
    std::string text;
    for (const auto& each : txt_strings(record.data)) {
        text += (text.empty() ? "\"" : " \"") + each + '"';
    }
    return text;
}

/// Underscored names have one record of a kind; a domain's own name has those of many programs.
bool stands_alone(const WantedRecord& record) {
    return !is_text(record) || record.name.front() == '_' ||
           record.name.find("._") != std::string::npos;
}

/// For nsupdate.
std::string add_command(const WantedRecord& record) {
    return "update add " + record.name + ". " + std::to_string(record_ttl) + " IN " + record.type +
           ' ' + data_of(record);
}

std::string comment(char mark, const WantedRecord& record) {
    return record.note.empty() ? "" : std::string(1, mark) + ' ' + record.note + '\n';
}

}  // namespace

std::string zone_text(const WantedRecord& record) {
    return is_text(record) ? zone_line(record.name, record.data)
                           : record.name + ". IN " + record.type + ' ' + record.data;
}

std::string zone_text(const WantedRecords& records) {
    std::string text;
    for (const auto& each : records) {
        text += comment(';', each) + (each.is_optional ? "; " : "") + zone_text(each) + '\n';
    }
    return text;
}

std::string nsupdate_text(const WantedRecords& records) {
    std::string text;
    std::set<std::pair<std::string, std::string>> replaced;
    for (const auto& each : records) {
        text += comment(';', each);
        if (each.is_optional) {
            text += "; " + add_command(each) + '\n';
            continue;
        }
        if (!stands_alone(each)) {
            text += "; other TXT records of this name stay; delete an older one of this kind\n";
        } else if (replaced.emplace(each.name, each.type).second) {
            text += "update delete " + each.name + ". " + each.type + '\n';
        }
        text += add_command(each) + "\nsend\n";
    }
    return text;
}

std::string json_text(const WantedRecords& records) {
    std::string lines;
    for (const auto& each : records) {
        nlohmann::ordered_json json{{"action", each.is_optional ? "optional" : "publish"},
                                    {"name", each.name},
                                    {"type", each.type},
                                    {"record", each.data}};
        if (is_text(each)) {
            json["strings"] = txt_strings(each.data);
        }
        json["ttl"] = record_ttl;
        if (!each.note.empty()) {
            json["note"] = each.note;
        }
        lines += (lines.empty() ? "" : ",\n ") + json.dump();
    }
    return '[' + lines + "]\n";
}

}  // namespace msa
