// suspension: suspends a login or releases it, recorded before it is done. Parameters: {act, login,
// why, until?, caller, sudo_user?}; act: suspend or release; until: seconds since 1970. Where hosts
// share who is suspended, they hear of it before the answer; `unshared` says why they did not.
#include "audit/timestamp.h"
#include "commands/control_asker.h"
#include "commands/control_methods.h"
#include "commands/suspension_gaps.h"
#include "commands/suspension_json.h"
#include "ownership/groups.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace msa {
namespace {

using Json = Method::Json;
using Instant = Suspension::Instant;

/// Of a clock in nanoseconds, which ends in 2262.
constexpr std::int64_t last_second =
    std::chrono::duration_cast<std::chrono::seconds>(Instant::max().time_since_epoch()).count();

struct SuspensionRequest {
    bool is_release = false;
    std::string login;  // canonical
    std::string why;
    std::optional<Instant> until;
};

Result<SuspensionRequest> request_of(const Running& running, const Json& parameters) {
    const Error none{"the parameters must be as `limit suspend` and `limit release` send them",
                     ErrorKind::bad_input};
    const auto act = text_of(parameters, "act");
    const auto login = text_of(parameters, "login");
    const auto why = text_of(parameters, "why");
    const bool is_known = act && (*act == "suspend" || *act == "release");
    if (!is_known || !login || login->empty() || !why || why->empty() || !has_asker(parameters)) {
        return none;
    }
    const auto sets = running.rules.store().current();
    SuspensionRequest request{
        .is_release = *act == "release",
        .login = canonical_login(*login, sets->sets().front()->identity.login_domain),
        .why = *why,
        .until = std::nullopt};
    if (parameters.contains("until")) {
        const auto& until = parameters["until"];
        if (!until.is_number_integer() || until.get<std::int64_t>() < 0 ||
            until.get<std::int64_t>() > last_second) {
            return none;
        }
        request.until = Instant(std::chrono::seconds(until.get<std::int64_t>()));
    }
    return request;
}

Result<void> record(Running& running, const Json& parameters, const SuspensionRequest& request) {
    auto line = running.trail.control("suspension");
    line.text("event", request.is_release ? "release" : "suspend");
    add_asker(line, parameters);
    line.text("login", request.login).text("why", request.why);
    if (!request.is_release) {
        line.text_or_null("until", request.until ? timestamp(*request.until) : std::string());
    }
    return running.trail.write(line);
}

/// Tells other hosts, and hears from them; why that failed, or nothing.
std::string unshared(Running& running) {
    auto* shared = running.limits.shared_suspensions();
    const auto done = shared == nullptr ? Result<void>() : shared->exchange();
    return done ? std::string() : done.error().what;
}

Json answer_of(Running& running, const Suspension& suspension) {
    auto json = suspension_json(suspension);
    if (const auto why = unshared(running); !why.empty()) {
        json["unshared"] = why;
    }
    const auto gaps =
        suspension_gaps(*running.rules.store().current(), Moment{std::chrono::system_clock::now()});
    if (!gaps.empty()) {
        json["gaps"] = gaps;
    }
    if (const auto trouble = running.limits.suspensions().trouble(); !trouble.empty()) {
        json["trouble"] = trouble;
    }
    return json;
}

Result<Json> change(Running& running, const Json& parameters) {
    const auto request = request_of(running, parameters);
    if (!request) {
        return request.error();
    }
    const auto unheard = unshared(running);
    const auto present = running.limits.suspensions().known_of(request->login);
    if (request->is_release != present.has_value()) {
        Json json{{"is_already", present ? suspension_json(*present) : Json()},
                  {"login", request->login}};
        if (!unheard.empty()) {
            json["unshared"] = unheard;
        }
        return json;
    }
    if (const auto written = record(running, parameters, *request); !written) {
        return written.error();
    }
    if (request->is_release) {
        (void)running.limits.suspensions().release(request->login, asker_of(parameters),
                                                   request->why);
        return answer_of(running, *present);
    }
    const Suspension made{.login = request->login,
                          .why = request->why,
                          .by = asker_of(parameters),
                          .since = std::chrono::system_clock::now(),
                          .until = request->until};
    running.limits.suspensions().suspend_until(made);
    return answer_of(running, made);
}

}  // namespace

Method suspension_method(Running& running) {
    return {"suspension",
            [&running](const Json& parameters) { return change(running, parameters); }};
}

}  // namespace msa
