// key_rotation: looks at the keys in folders now, and says what came of it.
#include "audit/timestamp.h"
#include "commands/control_methods.h"

#include <set>
#include <string>

namespace msa {
namespace {

using Json = Method::Json;

Json change_json(const KeyChange& change) {
    return {{"domain", change.key.domain},
            {"selector", change.key.selector},
            {"from", change.from.empty() ? Json() : Json(change.from)},
            {"to", to_text(change.key.life.state)},
            {"why", change.why}};
}

Json key_json(const FolderKey& key) {
    return {{"domain", key.domain},
            {"selector", key.selector},
            {"state", to_text(key.life.state)},
            {"since", timestamp(key.life.since)}};
}

Result<Json> look(Running& running, const Json& parameters) {
    std::set<std::string> due;
    for (const auto& domain : parameters.value("domains", Json::array())) {
        due.insert(domain.get<std::string>());
    }
    const auto report = running.rotation.look_now(due);
    if (!report) {
        return report.error();
    }
    Json changes = Json::array();
    for (const auto& each : report->changes) {
        changes.push_back(change_json(each));
    }
    Json keys = Json::array();
    for (const auto& each : report->keys) {
        keys.push_back(key_json(each));
    }
    return Json{{"changes", std::move(changes)},
                {"keys", std::move(keys)},
                {"to_do", report->to_do},
                {"troubles", report->troubles}};
}

}  // namespace

Method key_rotation_method(Running& running) {
    return {"key_rotation",
            [&running](const Json& parameters) { return look(running, parameters); }};
}

}  // namespace msa
