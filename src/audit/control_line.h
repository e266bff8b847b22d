// Records that are not of a transaction: what happened to the trail and to what is in force.
#pragma once

#include "audit/json_writer.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// One in the making: `{"time":...,"v":2,"record":KIND,"host":HOST`, then what is added.
class ControlLine {
public:
    ControlLine(std::string_view kind, std::chrono::system_clock::time_point now,
                std::string_view host);
    ControlLine(const ControlLine&) = delete;
    ControlLine& operator=(const ControlLine&) = delete;

    /// Values are cut at 8 KB; see json_text.h.
    ControlLine& text(std::string_view key, std::string_view value);
    ControlLine& text_or_null(std::string_view key, std::string_view value);
    ControlLine& texts(std::string_view key, const std::vector<std::string>& values);
    ControlLine& instant(std::string_view key, std::chrono::system_clock::time_point value);
    ControlLine& truth(std::string_view key, bool value);
    template <std::integral Number>
    ControlLine& number(std::string_view key, Number value) {
        json_.number(key, value);
        return *this;
    }
    /// Members that another writer has made.
    ControlLine& members(std::string_view json);
    [[nodiscard]] JsonWriter& json() { return json_; }

    /// Without an end. Nothing can be added afterwards.
    [[nodiscard]] std::string finished();

private:
    std::string line_;
    JsonWriter json_{line_};
};

}  // namespace msa
