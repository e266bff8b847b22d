// The header section as a list of fields: octets untouched, each field knowing what it was received
// as, so that the difference to the received list can be asked of the MTA (submission/edit_plan.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
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
    /// What is known of the fields of one name.
    struct Name {
        std::string text;
        std::uint64_t hash = 0;
        std::size_t received = 0;              // how many came
        std::size_t left = 0;                  // how many there are
        std::size_t first = 0;                 // its place, where one is left
        std::vector<std::size_t> others = {};  // places of those after it

        [[nodiscard]] std::size_t place(std::size_t nth) const {
            return nth == 1 ? first : others[nth - 2];
        }
        void add(std::size_t place);
        void add_in_front(std::size_t place);
        std::size_t take(std::size_t nth);
    };

    void push_back(HeaderField field, Name& name);
    [[nodiscard]] const Name* known(std::string_view name) const;
    [[nodiscard]] Name* known(std::string_view name);
    [[nodiscard]] Name& name_of(std::string_view name);
    [[nodiscard]] std::size_t slot_of(std::string_view name, std::uint64_t hash) const;
    void make_room();
    void settle() const;

    // A flood of fields and of edits must not cost its square: a field is found by its name, and
    // the room of removed ones is closed only where somebody looks at all that are left. A list is
    // copied for each message, so that few parts of it have memory of their own.
    mutable std::vector<HeaderField> fields_;
    mutable std::vector<Name> names_;
    std::vector<std::uint32_t> slots_;  // 1-based places in names_, by hash; a power of two of them
    mutable std::vector<std::size_t> removed_;  // are still in fields_
};

}  // namespace msa
