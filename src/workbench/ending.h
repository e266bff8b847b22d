// How a transaction ended, as far as two judgements of it can be compared.
#pragma once

#include "policy/audit_record.h"
#include "trail/transaction_record.h"

#include <optional>
#include <string>
#include <vector>

namespace msa {

/// One change that the MTA is asked for.
struct EndingEdit {
    std::string what{};                  // `change Subject 1`
    std::optional<std::string> value{};  // that it gives; absent: none, or nobody knows it
};

struct Ending {
    Disposition disposition = Disposition::aborted;
    Stage stage = Stage::mail;
    std::string rule{};   // that refused it, or holds it; empty: none did
    std::string where{};  // FILE:LINE of that
    std::string reply{};  // empty: none
    std::string trouble{};
    std::vector<bool> recipients{};  // whether each was accepted
    std::vector<EndingEdit> edits{};
    std::vector<std::string> signatures{};  // DOMAIN/SELECTOR
    std::string unsigned_reason{};
    bool are_edits_whole = true;  // all are recorded
};

[[nodiscard]] Ending ending_of(const AuditRecord& record);
/// Absent: it says how in a word that is none.
[[nodiscard]] std::optional<Ending> ending_of(const TransactionRecord& record);

/// Whether both are the same edit, as far as it is known.
[[nodiscard]] bool are_alike(const EndingEdit& before, const EndingEdit& after);

/// In what else two that are disposed of alike differ.
struct OtherwiseAlike {
    bool recipients = true;  // the same ones were accepted
    bool rule = true;        // the same one refused, with the same codes
    bool edits = true;
    bool signatures = true;
};
[[nodiscard]] OtherwiseAlike compared(const Ending& before, const Ending& after);

}  // namespace msa
