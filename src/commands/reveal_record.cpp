#include "commands/reveal_record.h"

#include "commands/control_asker.h"

#include <cstdint>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;

bool has_number(const Json& parameters, const char* key) {
    return parameters.contains(key) && parameters[key].is_number_unsigned();
}

}  // namespace

Result<void> write_reveal(AuditTrail& trail, const Json& parameters) {
    const auto address = text_of(parameters, "address");
    const auto reason = text_of(parameters, "reason");
    if (!address || address->empty() || !reason || !has_asker(parameters) ||
        !has_number(parameters, "found") || !has_number(parameters, "files")) {
        return Error{"the parameters must be as `audit reveal` sends them", ErrorKind::bad_input};
    }
    const auto named = trail.recipient(*address);
    if (!named) {
        return named.error();
    }
    auto line = trail.control("reveal");
    add_asker(line, parameters);
    line.text("recipient", *named)
        .number("found", parameters["found"].get<std::uint64_t>())
        .number("files", parameters["files"].get<std::uint64_t>());
    if (!reason->empty()) {
        line.text("reason", *reason);
    }
    return trail.write(line);
}

}  // namespace msa
