// Which tables other rules mean by the same names: their answers of then say nothing of these.
#pragma once

#include "base/guarded.h"
#include "commands/recorded_rules.h"
#include "trail/record_files.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace msa {

class TableChanges {
public:
    /// Both must outlive this. The texts of the rules of then stand beside the files.
    TableChanges(const RecordedRules& rules, const std::vector<TrailFile>& files)
        : rules_(rules), files_(files) {}
    TableChanges(const TableChanges&) = delete;
    TableChanges& operator=(const TableChanges&) = delete;

    /// Names of tables that are others than in the rules with that hash. Where the text of these is
    /// not there: none. By any thread; what is returned stays as long as this does.
    [[nodiscard]] const OtherTables& since(const std::string& hash);
    /// Hashes of which the text is not there, so far.
    [[nodiscard]] std::set<std::string> unknown() const;

private:
    [[nodiscard]] OtherTables compared(const std::string& hash, bool& is_known) const;

    struct Known {
        std::map<std::string, OtherTables> changes;
        std::set<std::string> unknown;
    };
    const RecordedRules& rules_;
    const std::vector<TrailFile>& files_;
    Guarded<Known> known_{};
};

}  // namespace msa
