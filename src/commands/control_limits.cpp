// limit: what limits have counted, and beginning again; recorded. Parameters: {act, login?, most,
// caller, sudo_user?}; act: show, top or reset.
#include "audit/timestamp.h"
#include "commands/control_asker.h"
#include "commands/control_methods.h"
#include "commands/suspension_json.h"
#include "policy/groups.h"
#include "policy/limit_store.h"

#include <algorithm>
#include <string>

namespace msa {
namespace {

using Json = Method::Json;

constexpr std::size_t most_uses = 1000;

/// Its key is ID|EVENTS/SECONDS|KIND:WHOM.
Json json_of(const LimitUse& use) {
    const auto first = use.key.find('|');
    const auto second = use.key.find('|', first + 1);
    const auto slash = use.key.find('/', first + 1);
    if (second == std::string::npos || slash > second) {
        return {{"limit", use.key}, {"used", use.used}, {"empty_at", timestamp(use.empty_at)}};
    }
    return {{"limit", use.key.substr(0, first)},
            {"whom", use.key.substr(second + 1)},
            {"used", use.used},
            {"events", use.key.substr(first + 1, slash - first - 1)},
            {"seconds", use.key.substr(slash + 1, second - slash - 1)},
            {"empty_at", timestamp(use.empty_at)}};
}

Result<void> record(Running& running, const Json& parameters, const std::string& act,
                    const std::string& login) {
    auto line = running.trail.control("limit");
    line.text("event", act);
    add_asker(line, parameters);
    line.text_or_null("login", login);
    return running.trail.write(line);
}

Result<Json> forget(Running& running, const std::string& login) {
    const auto forgotten = running.limits.forget("login:" + login);
    return forgotten ? Result<Json>(Json{
                           {"login", login}, {"forgotten", *forgotten}, {"uses", Json::array()}})
                     : forgotten.error();
}

Result<Json> tell(const Running& running, const std::string& login, std::size_t most) {
    auto json = Json::object();
    if (!login.empty()) {
        const auto suspended = running.suspensions.of(login);
        json["login"] = login;
        json["suspension"] = suspended && *suspended ? suspension_json(**suspended) : Json();
    }
    const auto uses = running.limits.uses(login.empty() ? "" : "login:" + login, most);
    if (!uses) {
        return uses.error();
    }
    json["uses"] = Json::array();
    for (const auto& each : *uses) {
        json["uses"].push_back(json_of(each));
    }
    return json;
}

Result<Json> limit(Running& running, const Json& parameters) {
    const auto act = text_of(parameters, "act");
    const auto typed = text_of(parameters, "login");
    const bool is_about_one = act && (*act == "show" || *act == "reset");
    const bool is_known = is_about_one || (act && *act == "top");
    if (!is_known || !typed || typed->empty() == is_about_one || !has_asker(parameters) ||
        !parameters.contains("most") || !parameters["most"].is_number_unsigned()) {
        return Error{"the parameters must be as `limit` sends them", ErrorKind::bad_input};
    }
    const auto sets = running.rules.store().current();
    const auto login = typed->empty()
                           ? std::string()
                           : canonical_login(*typed, sets->sets().front()->identity.login_domain);
    if (const auto written = record(running, parameters, *act, login); !written) {
        return written.error();
    }
    const auto most = std::min(parameters["most"].get<std::size_t>(), most_uses);
    return *act == "reset" ? forget(running, login) : tell(running, login, most);
}

}  // namespace

Method limit_method(Running& running) {
    return {"limit", [&running](const Json& parameters) { return limit(running, parameters); }};
}

}  // namespace msa
