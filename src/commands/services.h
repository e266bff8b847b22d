// What the rule file loader reaches tables, keys and files through: the real ones; and the daemon's
// settings.
#pragma once

#include "commands/sampled_signer.h"
#include "config/daemon_settings.h"
#include "config/rule_file.h"
#include "tables/asked_table.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace msa {

/// Largest file of settings or rules that is read, in octets.
inline constexpr std::size_t max_config_file = 16U << 20U;

using OpenTables = std::vector<std::shared_ptr<const AskedTable>>;

/// For one load: it reads a key once. What is opened through it is added to `opened`, if that is
/// not null; it must outlive the loading.
[[nodiscard]] RuleServices rule_services(OpenTables* opened = nullptr);

/// The referee proves each key, too, before it may sign. What signers make is sampled as the rules
/// say, if `taker` is not null; it must outlive the signers.
void add_key_proofs(RuleServices& services, SampleTaker* taker = nullptr);

inline constexpr const char* default_config = "/etc/msa-milter/msa-milter.toml";

/// The settings in `file`; absent: in default_config if that is there, else the defaults.
[[nodiscard]] LoadedSettings load_settings(const std::optional<std::string>& file);

}  // namespace msa
