// Changes of tables, see table_changes.h.
#include "commands/table_changes.h"

#include "inquiry/rules_at.h"

namespace msa {

const OtherTables& TableChanges::since(const std::string& hash) {
    return known_.with([&](Known& known) -> std::reference_wrapper<const OtherTables> {
        const auto found = known.changes.find(hash);
        if (found != known.changes.end()) {
            return found->second;
        }
        bool is_known = true;
        auto changes = compared(hash, is_known);
        if (!is_known) {
            known.unknown.insert(hash);
        }
        return known.changes.emplace(hash, std::move(changes)).first->second;
    });
}

std::set<std::string> TableChanges::unknown() const {
    return known_.with([](const Known& known) { return known.unknown; });
}

OtherTables TableChanges::compared(const std::string& hash, bool& is_known) const {
    if (rules_.tables().empty() || hash.empty()) {
        return {};
    }
    const auto text = text_of(hash, files_);
    const auto then = text ? RecordedRules::of_text(hash, *text) : text.error();
    is_known = then.has_value();
    OtherTables changed;
    if (then) {
        for (const auto& [name, settings] : rules_.tables()) {
            const auto before = then->tables().find(name);
            if (before == then->tables().end() || !before->second.is_same_source(settings)) {
                changed.insert(name);
            }
        }
    }
    return changed;
}

}  // namespace msa
