// Writes JSON into a line from front to back, without building it as a tree first.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

namespace msa {

/// Members and elements stand in the order in which they are added. Nothing checks the nesting but
/// the reader of this code: a begin for each end. Keys are written as they are.
class JsonWriter {
public:
    explicit JsonWriter(std::string& line) : line_(line) {}

    void begin_object();
    void begin_object(std::string_view key);
    void end_object() { line_ += '}'; }
    void begin_list();
    void begin_list(std::string_view key);
    void end_list() { line_ += ']'; }

    /// An element of a list; `limit` as append_json_text() has it.
    void text(std::string_view octets, std::size_t limit);
    /// Members of an object.
    void text(std::string_view key, std::string_view octets, std::size_t limit);
    void number(std::string_view key, std::integral auto value) {
        member(key, std::to_string(value));
    }
    void truth(std::string_view key, bool value) { member(key, value ? "true" : "false"); }
    void null(std::string_view key) { member(key, "null"); }

    /// Another writer's text, as the next elements of a list or members of an object.
    void spelled(std::string_view json);

    /// How long the line is, and back to what it was at that length.
    [[nodiscard]] std::size_t mark() const { return line_.size(); }
    void cut_back(std::size_t mark) { line_.resize(mark); }

private:
    void member(std::string_view key, std::string_view json);
    void name(std::string_view key);
    void separate();

    std::string& line_;
};

}  // namespace msa
