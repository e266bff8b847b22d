// held: who releases or deletes a held message, recorded before it is done. What may not be done is
// refused here, by the trail and the rules of this daemon, and recorded, too. Parameters: {act,
// queue_id, since, file, signatures, why, as?, unsigned?}; act `failed` tells that what was
// recorded could not be done.
#include "commands/control_asker.h"
#include "commands/control_methods.h"
#include "commands/exit_status.h"
#include "commands/held_approval.h"
#include "commands/held_signature.h"
#include "queue/held_queue.h"
#include "trail/record_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace msa {
namespace {

using Json = Method::Json;

constexpr std::chrono::seconds patience{5};  // for all that DNS is asked

struct HeldRequest {
    std::string act;
    std::string queue_id;
    std::chrono::system_clock::time_point since;
    std::string file;
    std::vector<std::string> signatures;
    std::string why;
    std::string approver;
    bool is_unsigned_meant = false;
};

std::vector<std::string> texts_of(const Json& parameters, const char* key) {
    std::vector<std::string> texts;
    for (const auto& each : parameters.value(key, Json::array())) {
        if (each.is_string()) {
            texts.push_back(each.get<std::string>());
        }
    }
    return texts;
}

Result<HeldRequest> request_of(const Json& parameters) {
    const auto act = text_of(parameters, "act");
    const auto id = text_of(parameters, "queue_id");
    const auto file = text_of(parameters, "file");
    const auto why = text_of(parameters, "why");
    const auto approver = text_of(parameters, "as");
    const bool is_known = act && (*act == "release" || *act == "delete" || *act == "failed");
    if (!is_known || !id || !is_queue_id(*id) || !file || !why || why->empty() || !approver ||
        !has_asker(parameters) || !parameters.contains("since") ||
        !parameters["since"].is_number_unsigned()) {
        return Error{"the parameters must be as `held` sends them", ErrorKind::bad_input};
    }
    constexpr std::uint64_t last = 9000000000;  // in 2255: later ones do not fit the clock
    return HeldRequest{.act = *act,
                       .queue_id = *id,
                       .since = std::chrono::system_clock::time_point(std::chrono::seconds(
                           std::min(parameters["since"].get<std::uint64_t>(), last))),
                       .file = *file,
                       .signatures = texts_of(parameters, "signatures"),
                       .why = *why,
                       .approver = *approver,
                       .is_unsigned_meant = parameters.value("unsigned", Json(false)) == true};
}

/// In the daemon's own trail, whatever the asker has read.
Result<HeldRecord> record_of(const HeldRequest& request, const std::string& trail) {
    const auto own = paths_beside(trail);
    const auto named = std::find_if(own.begin(), own.end(), [&request](const auto& path) {
        std::error_code none;
        return std::filesystem::equivalent(path, request.file, none);
    });
    if (named == own.end()) {
        return Error{request.file + ": this daemon writes no such file of its trail " + trail,
                     ErrorKind::bad_input};
    }
    const auto files = record_files({*named});
    if (!files) {
        return files.error();
    }
    auto found = held_records(*files, {{request.queue_id, request.since}},
                              [](std::uint64_t, std::uint64_t) {});
    if (!found) {
        return found.error();
    }
    const auto held = found->find(request.queue_id);
    return held == found->end()
               ? Result<HeldRecord>(Error{"no record says that " + request.queue_id + " was held",
                                          ErrorKind::bad_input})
               : std::move(held->second);
}

/// What a record says beside who asked for what.
struct HeldEvent {
    std::string name;
    std::string signature{};  // empty: it was not looked at
    std::string trouble{};
};

Result<void> record(Running& running, const Json& parameters, const HeldRequest& request,
                    const HeldRecord& held, const HeldEvent& event) {
    auto line = running.trail.control("held");
    line.text("event", event.name);
    add_asker(line, parameters);
    if (!request.approver.empty()) {
        line.text("as", request.approver);
    }
    line.text("queue_id", request.queue_id).text("transaction", held.transaction);
    line.text_or_null("login", held.login);
    std::vector<std::string> rules;
    for (const auto& each : held.rules) {
        rules.push_back(each.id);
    }
    line.texts("rules", rules);
    if (!event.signature.empty()) {
        line.text("signature", event.signature);
    }
    line.text("why", request.why);
    if (!event.trouble.empty()) {
        line.text("trouble", event.trouble);
    }
    auto written = running.trail.write(line);
    if (written) {
        (void)running.held.add({event.name});  // the sum is for metrics
    }
    return written;
}

/// Recorded as such; what the asker is told, and his exit status.
Result<Json> refuse(Running& running, const Json& parameters, const HeldRequest& request,
                    const HeldRecord& held, const std::string& objection, ExitStatus status) {
    const auto written =
        record(running, parameters, request, held, {.name = "refused", .trouble = objection});
    return written ? Result<Json>(Json{{"refused", objection}, {"status", status}})
                   : written.error();
}

Result<Json> release(Running& running, const Json& parameters, const HeldRequest& request,
                     const HeldRecord& held) {
    using Kind = SignatureOutlook::Kind;
    const auto sets = running.rules.store().current();
    if (const auto objection = objection_to_release(held, request.approver, *sets);
        !objection.empty()) {
        return refuse(running, parameters, request, held, objection, exit_no_permission);
    }
    const auto outlook = signature_outlook(held, request.signatures, running.names.resolver.get(),
                                           std::chrono::steady_clock::now() + patience);
    if (outlook.kind == Kind::lost && !request.is_unsigned_meant) {
        return refuse(running, parameters, request, held,
                      "receivers could verify no signature of this message: " + outlook.why +
                          "; --unsigned releases it all the same",
                      exit_findings);
    }
    const auto written =
        record(running, parameters, request, held,
               {.name = "release", .signature = to_text(outlook.kind), .trouble = outlook.why});
    return written ? Result<Json>(Json{{"result", "ok"},
                                       {"signature", to_text(outlook.kind)},
                                       {"signature_why", outlook.why}})
                   : written.error();
}

Result<Json> held(Running& running, const Json& parameters) {
    const auto request = request_of(parameters);
    if (!request) {
        return request.error();
    }
    const auto held = record_of(*request, running.settings.audit);
    if (!held) {
        return held.error();
    }
    if (request->act == "release") {
        return release(running, parameters, *request, *held);
    }
    const auto written = record(
        running, parameters, *request, *held,
        {.name = request->act, .trouble = text_of(parameters, "trouble").value_or(std::string())});
    return written ? Result<Json>(Json{{"result", "ok"}}) : written.error();
}

}  // namespace

Method held_method(Running& running) {
    for (const auto* event : {"release", "delete", "refused", "failed"}) {
        running.held.expect({event});
    }
    return {"held", [&running](const Json& parameters) { return held(running, parameters); }};
}

}  // namespace msa
