// Writes JSON, see json_writer.h.
#include "audit/json_writer.h"

#include "audit/json_text.h"

namespace msa {

void JsonWriter::begin_object() {
    separate();
    line_ += '{';
}

void JsonWriter::begin_object(std::string_view key) {
    name(key);
    line_ += '{';
}

void JsonWriter::begin_list() {
    separate();
    line_ += '[';
}

void JsonWriter::begin_list(std::string_view key) {
    name(key);
    line_ += '[';
}

void JsonWriter::text(std::string_view octets, std::size_t limit) {
    separate();
    append_json_text(line_, octets, limit);
}

void JsonWriter::text(std::string_view key, std::string_view octets, std::size_t limit) {
    name(key);
    append_json_text(line_, octets, limit);
}

void JsonWriter::spelled(std::string_view json) {
    separate();
    line_ += json;
}

void JsonWriter::member(std::string_view key, std::string_view json) {
    name(key);
    line_ += json;
}

void JsonWriter::name(std::string_view key) {
    separate();
    line_ += '"';
    line_ += key;
    line_ += "\":";
}

void JsonWriter::separate() {
    // A string ends with its quote, so that these open an object or a list.
    if (!line_.empty() && line_.back() != '{' && line_.back() != '[') {
        line_ += ',';
    }
}

}  // namespace msa
