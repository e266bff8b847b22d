#include "commands/suspension_json.h"

#include "audit/timestamp.h"

namespace msa {

nlohmann::ordered_json suspension_json(const Suspension& suspension) {
    using Json = nlohmann::ordered_json;
    return {{"login", suspension.login},
            {"why", suspension.why},
            {"by", suspension.by},
            {"since", timestamp(suspension.since)},
            {"until", suspension.until ? Json(timestamp(*suspension.until)) : Json()}};
}

}  // namespace msa
