// What is wrong with a file, each with its place; listed whole, sorted, with the line and a caret.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// Line and column count from 1, columns in characters; line 0: the file as a whole.
struct Place {
    std::size_t line = 0;
    std::size_t column = 0;
};

struct Diagnostic {
    enum class Severity { error, warning };
    Place place;
    std::string message;
    Severity severity = Severity::error;
    ErrorKind kind = ErrorKind::bad_config;
    bool is_accepted = false;  // a warning of what the file says is meant
    Place accepted{};          // where it says so
};

class Diagnostics {
public:
    Diagnostics(std::string file, std::string text);

    /// For a file that could not be read: `error` may name the file already.
    [[nodiscard]] static Diagnostics of_unreadable(std::string file, Error error);

    void error(Place place, std::string message);
    void error(Place place, const Error& error);
    void warning(Place place, std::string message);
    /// A warning; with a reason why it is accepted, one that strictness lets pass.
    void risk(Place place, std::string message, const std::string& reason, Place reason_place);
    /// Whether something was accepted for the reason that stands there.
    [[nodiscard]] bool accepts_by(Place reason) const;

    [[nodiscard]] std::size_t errors() const;
    [[nodiscard]] bool has_errors() const { return errors() != 0; }
    /// The kind that all errors have in common; bad_config where they differ.
    [[nodiscard]] ErrorKind kind() const;
    /// In the order of the file.
    [[nodiscard]] std::vector<Diagnostic> sorted() const;
    [[nodiscard]] const std::string& file() const { return file_; }
    /// A path as the file names it: a relative one begins where the file is.
    [[nodiscard]] std::string beside_file(const std::string& path) const;
    /// `file:line` of a place, as records name a rule.
    [[nodiscard]] std::string where(Place place) const;

    /// `file:line:column: message` in one line, without the caret.
    [[nodiscard]] std::string line_of(const Diagnostic& diagnostic) const;
    /// The same with the line of the file and a caret below it.
    [[nodiscard]] std::string block_of(const Diagnostic& diagnostic) const;

private:
    std::string file_;
    std::string text_;
    std::vector<Diagnostic> found_;
};

}  // namespace msa
