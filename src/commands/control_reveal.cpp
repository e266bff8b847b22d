// reveal: records who looked for whom in the trail, before he sees what there is.
#include "commands/control_methods.h"
#include "commands/reveal_record.h"

namespace msa {

Method reveal_method(Running& running) {
    return {"reveal", [&running](const Method::Json& parameters) -> Result<Method::Json> {
                const auto written = write_reveal(running.trail, parameters);
                return written ? Result(Method::Json{{"result", "ok"}}) : written.error();
            }};
}

}  // namespace msa
