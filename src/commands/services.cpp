#include "commands/services.h"

#include "base/file.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "dkim/dkim_signer.h"
#include "tables/open_table.h"

#include <string>

namespace msa {

namespace {

Error writable(const std::string& path) {
    return {path + ": is writable for everybody", ErrorKind::no_permission};
}

Result<std::string> read_config(const std::string& path) {
    auto text = read_settled_file(path, max_config_file);
    if (const auto open = open_to_everybody(path); text && !open.empty()) {
        return writable(open);
    }
    return text;
}

}  // namespace

RuleServices rule_services(OpenTables* opened) {
    return {.read_file = read_config,
            .open_table =
                [opened](const TableSettings& settings) -> Result<std::shared_ptr<const Table>> {
                if (const auto open = open_to_everybody(settings.path);
                    !settings.path.empty() && !open.empty()) {
                    return Error{"table " + settings.name + ": " + writable(open).what,
                                 ErrorKind::no_permission};
                }
                auto table = open_table(settings);
                if (!table) {
                    return table.error();
                }
                if (opened != nullptr) {
                    opened->push_back(*table);
                }
                return std::shared_ptr<const Table>(*std::move(table));
            },
            .make_signer = [](const SigningSettings& named) { return make_dkim_signer(named); },
            .sha256 = [](std::string_view octets) { return hex(sha256(octets)); }};
}

LoadedSettings load_settings(const std::optional<std::string>& file) {
    const std::string path = file.value_or(default_config);
    if (!file && !may_exist(path)) {
        return {.settings = DaemonSettings(), .diagnostics = Diagnostics(path, {})};
    }
    return load_daemon_settings(path, read_config);
}

}  // namespace msa
