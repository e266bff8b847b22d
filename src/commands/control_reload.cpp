// reload: reads the rules anew, and says what came of it when that is known.
#include "audit/timestamp.h"
#include "commands/control_methods.h"

namespace msa {
namespace {

Result<Method::Json> reload(Running& running) {
    const auto report = running.rules.reload("control");
    return Method::Json{{"result", report.errors.empty() ? "ok" : "failed"},
                        {"at", timestamp(report.at)},
                        {"errors", report.errors},
                        {"warnings", report.warnings},
                        {"hash", report.hashes}};
}

}  // namespace

Method reload_method(Running& running) {
    return {"reload", [&running](const Method::Json&) { return reload(running); }};
}

}  // namespace msa
