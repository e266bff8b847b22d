#include "commands/services.h"

#include "base/file.h"
#include "base/text.h"
#include "dkim/digest.h"
#include "dkim/dkim_signer.h"
#include "tables/open_table.h"

#include <string>

namespace msa {

RuleServices rule_services(OpenTables* opened) {
    return {.read_file = [](const std::string& path) { return read_file(path, max_config_file); },
            .open_table =
                [opened](const TableSettings& settings) -> Result<std::shared_ptr<const Table>> {
                auto table = open_table(settings);
                if (!table) {
                    return table.error();
                }
                if (opened != nullptr) {
                    opened->push_back(*table);
                }
                return std::shared_ptr<const Table>(*std::move(table));
            },
            .make_signer = make_dkim_signer,
            .sha256 = [](std::string_view octets) { return hex(sha256(octets)); }};
}

LoadedSettings load_settings(const std::optional<std::string>& file) {
    const std::string path = file.value_or(default_config);
    if (!file && !may_exist(path)) {
        return {.settings = DaemonSettings(), .diagnostics = Diagnostics(path, {})};
    }
    return load_daemon_settings(
        path, [](const std::string& name) { return read_file(name, max_config_file); });
}

}  // namespace msa
