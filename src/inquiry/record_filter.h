// Which records are asked for.
#pragma once

#include "audit/pseudonyms.h"
#include "base/result.h"
#include "inquiry/needle.h"
#include "inquiry/privilege_ends.h"
#include "inquiry/record_keys.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// What a value of a filter has to be: it is refused where it could match nothing.
enum class FilterForm {
    text,     // as it stands
    login,    // case of A-Z aside
    address,  // as mail/address_pattern.h has it, or `<>`
    domain,
    network,
    field,      // a name of a header field
    signature,  // b= of a DKIM-Signature
    word,       // one of a list
};

struct FilterKind {
    std::string_view name;
    std::string_view about;
    FilterForm form;
};
/// `*` as a value stands for any.
[[nodiscard]] const std::vector<FilterKind>& filter_kinds();

/// When, of any record: the last instant is not included.
struct TimeSpan {
    std::int64_t begin = std::numeric_limits<std::int64_t>::min();
    std::int64_t end = std::numeric_limits<std::int64_t>::max();

    [[nodiscard]] bool holds(std::int64_t time) const { return begin <= time && time < end; }
};
/// Days or instants, or empty; a day at the end is the last one. Error: it is neither.
[[nodiscard]] Result<TimeSpan> time_span(const std::string& since, const std::string& until);

/// What values of filters are compared with.
struct FilterKnowledge {
    std::vector<std::string> rules;          // that there can be
    std::vector<PseudonymKey> pseudonyms{};  // that may stand for recipients
};

class RecordFilter {
public:
    /// One of these values.
    [[nodiscard]] Result<void> demand(const FilterKind& kind,
                                      const std::vector<std::string>& values,
                                      const FilterKnowledge& known);
    void demand_unsigned();
    void demand_refusal();
    /// It used a delegation or an exception that was over.
    void demand_late_use(std::shared_ptr<const PrivilegeEnds> ends);

    /// False: no. It looks at the octets of the line only.
    [[nodiscard]] bool may_match(std::string_view line) const;
    [[nodiscard]] bool matches(const SeenRecord& seen) const;
    [[nodiscard]] bool is_empty() const { return conditions_.empty(); }

private:
    struct Condition {
        std::vector<Needle> needles;    // one of them is in the line; none: nobody can tell
        bool needs_plain_text = false;  // a backslash may hide them
        std::function<bool(const SeenRecord&)> matches;
    };

    std::vector<Condition> conditions_;
    Needle backslash_{R"(\\)", Needle::Case::counts};
};

}  // namespace msa
