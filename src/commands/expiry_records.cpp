#include "commands/expiry_records.h"

#include "audit/signed_note.h"
#include "base/text.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;

// A record has 65,535 octets, and so has a line of the control socket.
constexpr std::size_t most_octets = 40'000;
constexpr std::size_t most_subtrees = 128;
constexpr std::size_t longest_name = 1000;
constexpr std::size_t digest_length = 64;

Json json_of(const ExpiredLeaves& leaves) {
    auto subtrees = Json::array();
    for (const auto& each : leaves.subtrees) {
        subtrees.push_back(hex(octets_of(each)));
    }
    return {{"file", printable(leaves.file, longest_name)},
            {"origin", leaves.origin},
            {"first", leaves.first},
            {"end", leaves.end},
            {"subtrees", std::move(subtrees)}};
}

bool is_sound(const ExpiredLeaves& leaves) {
    return leaves.file.size() <= longest_name && is_key_name(leaves.origin) &&
           leaves.origin.size() <= longest_name && !leaves.subtrees.empty() &&
           leaves.subtrees.size() <= most_subtrees;
}

std::string record_of(const AuditTrail& trail, const std::string& before,
                      const std::vector<ExpiredLeaves>& all) {
    auto line = trail.control("expiry");
    line.text("before", before);
    auto& json = line.json();
    json.begin_list("files");
    for (const auto& leaves : all) {
        std::string text;
        JsonWriter file(text);
        file.begin_object();
        file.text("file", leaves.file, longest_name);
        file.text("origin", leaves.origin, longest_name);
        file.number("first", leaves.first);
        file.number("end", leaves.end);
        file.begin_list("subtrees");
        for (const auto& each : leaves.subtrees) {
            file.text(hex(octets_of(each)), digest_length);
        }
        file.end_list();
        file.end_object();
        json.spelled(text);
    }
    json.end_list();
    return line.finished();
}

}  // namespace

std::vector<Json> expiry_parameters(const std::string& before,
                                    const std::vector<ExpiredLeaves>& leaves) {
    std::vector<Json> all;
    std::size_t octets = most_octets;
    for (const auto& each : leaves) {
        auto json = json_of(each);
        const auto size = json.dump().size();
        if (octets + size > most_octets) {
            all.push_back({{"before", before}, {"files", Json::array()}});
            octets = 0;
        }
        octets += size;
        all.back()["files"].push_back(std::move(json));
    }
    return all;
}

Result<void> write_expiry(AuditTrail& trail, const Json& parameters) {
    const Error none{"'before' and 'files' must be as `audit expire` sends them",
                     ErrorKind::bad_input};
    const auto before = parameters.find("before");
    const auto files = parameters.find("files");
    if (before == parameters.end() || !before->is_string() || files == parameters.end()) {
        return none;
    }
    const auto leaves = expiry_record(Json{{"files", *files}}.dump());
    const auto text = before->get<std::string>();
    if (!leaves || leaves->empty() || text.size() > digest_length ||
        !std::all_of(leaves->begin(), leaves->end(), is_sound)) {
        return none;
    }
    const auto line = record_of(trail, text, *leaves);
    if (line.size() > most_octets + most_octets / 2) {
        return none;
    }
    if (const auto written = trail.write_lines(line + '\n'); !written) {
        return written;
    }
    return trail.make_checkpoint()
               ? Result<void>()
               : Error{"no checkpoint can be made of the record: nothing may be deleted"};
}

}  // namespace msa
