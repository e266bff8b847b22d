// expiry: records that files of the trail are about to be deleted.
#include "commands/control_methods.h"
#include "commands/expiry_records.h"

namespace msa {

Method expiry_method(Running& running) {
    return {"expiry", [&running](const Method::Json& parameters) -> Result<Method::Json> {
                const auto written = write_expiry(running.trail, parameters);
                return written ? Result(Method::Json{{"result", "ok"}}) : written.error();
            }};
}

}  // namespace msa
