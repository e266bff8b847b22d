// opendkim.conf(5) as names and values.
#pragma once

#include "base/result.h"
#include "import/placed_line.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

class OpendkimSettings {
public:
    /// With the files that it includes. Errors name file and line.
    [[nodiscard]] static Result<OpendkimSettings> read(const std::string& file);

    /// Null where it is not set. Names are compared without regard to case.
    [[nodiscard]] const PlacedText* find(std::string_view name) const;
    /// Errors: the value is no Boolean.
    [[nodiscard]] Result<bool> boolean(std::string_view name, bool otherwise) const;
    /// By name, in lower case.
    [[nodiscard]] const std::map<std::string, PlacedText, std::less<>>& all() const { return all_; }

private:
    [[nodiscard]] Result<void> add_file(const std::string& file, int depth);

    std::map<std::string, PlacedText, std::less<>> all_;
};

/// How a parameter is dealt with that says nothing about signing.
struct OpendkimParameter {
    std::string_view name;
    std::string_view why_not;  // why it is not taken over; empty: it is, or need not be
};

/// Nothing where no such parameter is known.
[[nodiscard]] const OpendkimParameter* opendkim_parameter(std::string_view name);
/// The known name that a typing error away from this might have been meant; empty: none.
[[nodiscard]] std::string nearest_opendkim_parameter(std::string_view name);

}  // namespace msa
