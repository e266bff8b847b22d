// explain: what would become of a message under the rules in force, with the tables and the
// resolver that the daemon itself asks. Nothing is recorded, and nothing counts.
#include "commands/control_methods.h"
#include "commands/explain_question.h"
#include "system/host_name.h"

namespace msa {
namespace {

using Json = Method::Json;

Result<Json> explain(const Running& running, const Json& parameters) {
    const auto question = explain_question(parameters);
    if (!question) {
        return question.error();
    }
    const auto rules = running.rules.store().current();
    const auto& settings = running.settings;
    const auto explanation = explained(
        *question,
        {.rules_for = [&rules](const Session& session) { return rules->for_session(session); },
         .resolver = running.names.resolver.get(),
         .patience = settings.resolver_deadline,
         .host_name = settings.host_name.empty() ? host_name() : settings.host_name});
    if (!explanation) {
        return explanation.error();
    }
    const bool is_json = parameters.value("json", Json(false)) == true;
    return Json{
        {"status", exit_status_of(explanation->judgement.record)},
        {"explanation", is_json ? explanation_json(*explanation) : explanation_text(*explanation)}};
}

}  // namespace

Method explain_method(const Running& running) {
    return {"explain", [&running](const Json& asked) { return explain(running, asked); }};
}

}  // namespace msa
