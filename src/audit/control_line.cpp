// Control records, see control_line.h.
#include "audit/control_line.h"

#include "audit/timestamp.h"

namespace msa {

namespace {

constexpr std::size_t max_value = 8192;

}  // namespace

ControlLine::ControlLine(std::string_view kind, std::chrono::system_clock::time_point now,
                         std::string_view host) {
    json_.begin_object();
    instant("time", now);
    number("v", 2);
    text("record", kind);
    text("host", host);
}

ControlLine& ControlLine::text(std::string_view key, std::string_view value) {
    json_.text(key, value, max_value);
    return *this;
}

ControlLine& ControlLine::text_or_null(std::string_view key, std::string_view value) {
    if (value.empty()) {
        json_.null(key);
        return *this;
    }
    return text(key, value);
}

ControlLine& ControlLine::texts(std::string_view key, const std::vector<std::string>& values) {
    json_.begin_list(key);
    for (const auto& value : values) {
        json_.text(value, max_value);
    }
    json_.end_list();
    return *this;
}

ControlLine& ControlLine::instant(std::string_view key,
                                  std::chrono::system_clock::time_point value) {
    return text(key, timestamp(value));
}

ControlLine& ControlLine::truth(std::string_view key, bool value) {
    json_.truth(key, value);
    return *this;
}

ControlLine& ControlLine::members(std::string_view json) {
    json_.spelled(json);
    return *this;
}

std::string ControlLine::finished() {
    json_.end_object();
    return std::move(line_);
}

}  // namespace msa
