#include "control/request.h"

#include "base/text.h"

#include <algorithm>
#include <exception>

namespace msa {

namespace {

using Json = Method::Json;

/// In one line, whatever octets its texts hold.
std::string line_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Json> checked_request(std::string_view line) {
    auto json = Json::parse(line, nullptr, false);
    if (!json.is_object()) {
        return Error{R"(a request is a JSON object, as in {"method":"status"})"};
    }
    for (const auto& [key, value] : json.items()) {
        if (key != "method" && key != "parameters") {
            return Error{"a request has no '" + printable(key, 60) + '\''};
        }
    }
    if (!json.contains("method") || !json["method"].is_string()) {
        return Error{"'method' must be there, a string"};
    }
    if (json.contains("parameters") && !json["parameters"].is_object()) {
        return Error{"'parameters' must be an object"};
    }
    return json;
}

Result<Json> result_of(const Json& request, const Methods& methods, std::optional<uid_t> caller) {
    const auto& name = request["method"].get_ref<const std::string&>();
    const auto method = std::find_if(methods.begin(), methods.end(),
                                     [&name](const Method& each) { return each.name == name; });
    if (method == methods.end()) {
        return Error{"no method '" + printable(name, 60) + '\''};
    }
    auto parameters = request.value("parameters", Json::object());
    parameters.erase("caller");
    if (caller) {
        parameters["caller"] = *caller;
    }
    return method->run(parameters);
}

}  // namespace

std::string error_line(std::string_view error) {
    return line_of(Json{{"error", error}});
}

std::string answer_to(std::string_view line, const Methods& methods, std::optional<uid_t> caller) {
    try {
        const auto request = checked_request(line);
        if (!request) {
            return error_line(request.error().what);
        }
        const auto result = result_of(*request, methods, caller);
        return result ? line_of(Json{{"result", *result}}) : error_line(result.error().what);
    } catch (const std::exception& error) {
        return error_line(std::string("internal trouble: ") + error.what());
    }
}

}  // namespace msa
