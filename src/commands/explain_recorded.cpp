// Explains recorded transactions, see explain_recorded.h.
#include "commands/explain_recorded.h"

#include "commands/recorded_rules.h"
#include "commands/table_changes.h"
#include "inquiry/rules_at.h"
#include "trail/record_files.h"
#include "workbench/recorded_explanation.h"
#include "workbench/replayed_trail.h"

#include <utility>

namespace msa {
namespace {

Result<RecordedRules> rules_of(const RecordedMail& mail, const std::vector<TrailFile>& files) {
    if (mail.rules_hash.empty()) {
        return Error{mail.transaction + ": no rules judged it; name some with --rules",
                     ErrorKind::bad_input};
    }
    auto text = text_of(mail.rules_hash, files);
    if (!text) {
        return Error{text.error().what + "; name others with --rules", text.error().kind};
    }
    return RecordedRules::of_text(mail.rules_file, *std::move(text));
}

}  // namespace

Result<Explanation> explanation_of_recorded(const std::string& id, const TrailOptions& trail,
                                            const std::vector<std::string>& rules) {
    const auto paths = trail_paths(trail);
    if (!paths) {
        return paths.error();
    }
    const auto files = record_files(*paths);
    if (!files) {
        return files.error();
    }
    const auto mail = find_recorded(*files, id, progress_bar());
    if (!mail) {
        return mail.error();
    }
    const auto chosen = rules.empty() ? rules_of(*mail, *files) : RecordedRules::read(rules);
    if (!chosen) {
        return chosen.error();
    }
    Evidence evidence;
    TableChanges changes(*chosen, *files);
    Replayer replayer(
        [&](RecordedAnswers& answers) { return chosen->load(answers, &evidence); },
        [&](const std::string& hash) -> const OtherTables& { return changes.since(hash); },
        &evidence);
    return recorded_explanation(*mail, replayer, evidence);
}

}  // namespace msa
