// Rule files that judge recorded transactions: what they write down themselves is theirs, and all
// else says what the record says.
#pragma once

#include "ownership/table_settings.h"
#include "policy/rule_sets.h"
#include "workbench/evidence.h"
#include "workbench/recorded_answers.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace msa {

class RecordedRules {
public:
    /// Reads them as whoever calls: neither keys nor tables are opened. What is wrong with them is
    /// printed; then the error says so.
    [[nodiscard]] static Result<RecordedRules> read(std::vector<std::string> paths);
    /// The same of a text that is called `name`.
    [[nodiscard]] static Result<RecordedRules> of_text(const std::string& name, std::string text);

    /// Of the texts as they were read; for one thread, as long as `answers` lives. What tables say
    /// is noted in `evidence`, where that is not null.
    [[nodiscard]] std::shared_ptr<const RuleSets> load(RecordedAnswers& answers,
                                                       Evidence* evidence = nullptr) const;
    [[nodiscard]] const std::vector<std::string>& paths() const { return paths_; }
    [[nodiscard]] const std::vector<std::string>& hashes() const { return hashes_; }
    /// Those that are not written down in the files, by name.
    [[nodiscard]] const std::map<std::string, TableSettings>& tables() const { return tables_; }

private:
    using ReadFile = std::function<Result<std::string>(const std::string& path)>;
    [[nodiscard]] static Result<RecordedRules> read(std::vector<std::string> paths,
                                                    const ReadFile& read_file);

    std::vector<std::string> paths_{};
    std::vector<std::string> hashes_{};
    std::map<std::string, std::string> texts_{};  // by path
    std::map<std::string, TableSettings> tables_{};
    std::chrono::system_clock::time_point now_{};
};

}  // namespace msa
