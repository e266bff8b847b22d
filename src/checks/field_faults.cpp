#include "checks/field_faults.h"

#include "base/text.h"

#include <unordered_map>
#include <utility>

namespace msa {
namespace {

/// For each field its number among those of its name.
std::vector<std::size_t> numbers(const std::vector<HeaderField>& fields) {
    std::vector<std::size_t> result;
    std::unordered_map<std::string, std::size_t> seen;
    for (const auto& field : fields) {
        result.push_back(++seen[ascii_lower(bare_name(field.name))]);
    }
    return result;
}

}  // namespace

Findings field_faults(const HeadersStage& at,
                      const std::function<std::optional<FieldFault>(const HeaderField&)>& look) {
    Findings findings;
    std::vector<std::size_t> nth;  // most messages need none
    const auto& fields = at.headers->fields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto fault = look(fields[i]);
        if (!fault) {
            continue;
        }
        if (fault->mended) {
            if (nth.empty()) {
                nth = numbers(fields);
            }
            fault->finding.repair = {{FieldChange::Kind::replace,
                                      std::string(bare_name(fields[i].name)),
                                      *std::move(fault->mended), nth[i]}};
        }
        findings.push_back(std::move(fault->finding));
    }
    return findings;
}

}  // namespace msa
