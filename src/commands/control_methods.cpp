#include "commands/control_methods.h"

namespace msa {

Methods control_methods(Running& running) {
    return {
        status_method(running),      reload_method(running),       table_check_method(running),
        table_query_method(running), explain_method(running),      reveal_method(running),
        expiry_method(running),      key_rotation_method(running), held_method(running),
        suspension_method(running),  limit_method(running),
    };
}

}  // namespace msa
