// Reads a rule file: closed schema, every error listed with its place, nothing half-loaded.
#pragma once

#include "config/diagnostics.h"
#include "ownership/table_kind.h"
#include "policy/rule_set.h"
#include "submission/ports.h"
#include "submission/signing_settings.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace msa {

struct Review;

/// How the loader reaches what others provide. All but the last two must be set.
struct RuleServices {
    std::function<Result<std::string>(const std::string& path)> read_file;
    std::function<Result<std::shared_ptr<const Table>>(const TableSettings&)> open_table;
    std::function<Result<std::unique_ptr<const Signer>>(const SigningSettings&)> make_signer;
    std::function<std::string(std::string_view octets)> sha256;  // lower-case hexadecimal
    const TableKinds* table_kinds;                               // outlive this
    /// What is wrong with a file as a whole, where nothing else is: see review/findings.h.
    std::function<void(const Review&)> review;
    /// Why a receiver does not accept what a key signs; empty: it does. Error of kind unavailable:
    /// nobody can tell, which is told once and stops nothing. Not set: keys are not proved.
    std::function<Result<std::string>(const SigningSettings&, const SigningKeySettings&)>
        prove_key{};
    /// The keys in a folder that may sign. Not set: a folder is not looked into.
    std::function<Result<std::vector<SigningKeySettings>>(const std::string& folder)> list_keys{};
};

struct LoadedRules {
    std::shared_ptr<const RuleSet> rules;  // null where diagnostics has errors
    Diagnostics diagnostics;               // warnings too: expired exceptions and the like
    Place scope{};                         // of [scope] listener; absent: the file as a whole
    std::vector<SigningKeySettings> signing_keys{};  // those that are retired too
    KeyFolderSettings key_folder{};
};

/// Opens the tables and checks the keys that the file names. `now` decides what has expired.
[[nodiscard]] LoadedRules load_rules(const std::string& path, const RuleServices& services,
                                     std::chrono::system_clock::time_point now);

}  // namespace msa
