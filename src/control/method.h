// What can be asked of the running daemon through its control socket.
#pragma once

#include "base/result.h"

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace msa {

struct Method {
    using Json = nlohmann::ordered_json;

    std::string name;
    /// Called by several threads at once, never by one that serves mail. `parameters` is an object.
    std::function<Result<Json>(const Json& parameters)> run;
};

using Methods = std::vector<Method>;

}  // namespace msa
