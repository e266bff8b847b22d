// The header section as a list of fields: octets untouched, each field knowing what it was received
// as, so that the difference to the received list can be asked of the MTA (submission/edit_plan.h).
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

    [[nodiscard]] const std::vector<HeaderField>& fields() const;
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
    struct NameHash {
        using is_transparent = void;
        [[nodiscard]] std::size_t operator()(std::string_view name) const;
    };
    struct SameName {
        using is_transparent = void;
        [[nodiscard]] bool operator()(std::string_view a, std::string_view b) const {
            return same_name(a, b);
        }
    };
    using Places = std::vector<std::size_t>;

    void push_back(HeaderField field);
    [[nodiscard]] const Places& places_of(std::string_view name) const;
    void settle() const;

    // A flood of fields and of edits must not cost its square: a field is found by its name, and
    // the room of removed ones is closed only where somebody looks at all that are left.
    mutable std::vector<HeaderField> fields_;
    mutable std::unordered_map<std::string, Places, NameHash, SameName> places_;  // of those left
    mutable Places removed_;  // are still in fields_
    std::unordered_map<std::string, std::size_t, NameHash, SameName> received_;  // how many came
};

}  // namespace msa
