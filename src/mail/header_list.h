// The header section as a list of fields: octets untouched, each field knowing what it was received
// as, so that the difference to the received list can be asked of the MTA (policy/edit_plan.h).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace msa {

struct HeaderField {
    std::string name;            // as received or as it shall be written
    std::string value;           // what follows the colon: leading blank kept, folds as LF + blank
    std::size_t occurrence = 0;  // 1-based among the received fields of this name; 0: not received
};

/// A field name without the blanks that may stand in front of the colon (RFC 5322, 4.5).
[[nodiscard]] std::string_view bare_name(std::string_view name);

/// Printable ASCII but the colon, at least one (RFC 5322, 2.2).
[[nodiscard]] bool is_field_name(std::string_view text);

/// Field names compare without case, and without blanks in front of the colon (RFC 5322, 4.5).
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

class HeaderList {
public:
    /// Takes a field as the MTA hands it over, in order.
    void receive(std::string name, std::string value);

    [[nodiscard]] const std::vector<HeaderField>& fields() const { return fields_; }
    [[nodiscard]] std::size_t count(std::string_view name) const;
    /// The nth (1-based) field of this name, or null.
    [[nodiscard]] const HeaderField* find(std::string_view name, std::size_t nth = 1) const;

    /// `value` must carry its own leading blank, and LF only in front of a blank.
    void append(std::string name, std::string value);
    void prepend(std::string name, std::string value);
    /// Both return false where there is no nth field of this name. What is replaced is written
    /// anew: without blanks behind its name.
    bool replace(std::string_view name, std::size_t nth, std::string value);
    bool remove(std::string_view name, std::size_t nth);
    /// How many were removed.
    std::size_t remove_all(std::string_view name);

private:
    std::vector<HeaderField> fields_;
    std::unordered_map<std::string, std::size_t> received_;  // folded name -> how many came
};

}  // namespace msa
