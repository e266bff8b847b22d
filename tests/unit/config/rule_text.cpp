#include "unit/config/rule_text.h"

#include "commands/services.h"
#include "dkim/signed_fields.h"
#include "fakes/fake_signer.h"
#include "review/findings.h"
#include "tables/all_tables.h"

#include <chrono>

namespace msa {
namespace {

constexpr std::chrono::system_clock::time_point november_2026(std::chrono::seconds(1795219200));

Result<std::unique_ptr<const Signer>> make_signer(const SigningSettings& settings) {
    if (const auto names = signed_names(settings); !names) {
        return names.error();
    }
    for (const auto& key : settings.keys) {
        if (key.file == "short.pem" && settings.minimum_rsa_bits > 1024) {
            return Error{key.file + ": an RSA key of 1024 bits", ErrorKind::bad_config};
        }
        if (key.file != "good.pem" && key.file != "short.pem") {
            return Error{key.file + ": no such key", ErrorKind::no_permission};
        }
    }
    return std::unique_ptr<const Signer>(
        std::make_unique<FakeSigner>(std::set<std::string, std::less<>>()));
}

RuleServices services_with(const std::string& text) {
    return {.read_file = [&text](const std::string&) { return Result<std::string>(text); },
            .open_table = rule_services().open_table,
            .make_signer = make_signer,
            .sha256 = [](std::string_view) { return std::string("00"); },
            .table_kinds = &all_tables(),
            .review = review};
}

}  // namespace

LoadedRules load_text(const std::string& text) {
    return load_rules("rules.toml", services_with(text), november_2026);
}

LoadedRules load_text(const std::string& text, const std::shared_ptr<const Table>& table) {
    auto services = services_with(text);
    services.open_table = [&table](const TableSettings&) {
        return Result<std::shared_ptr<const Table>>(table);
    };
    return load_rules("rules.toml", services, november_2026);
}

std::string complaints(const std::string& text) {
    const auto loaded = load_text(text);
    std::string lines;
    for (const auto& each : loaded.diagnostics.sorted()) {
        if (each.is_accepted) {
            continue;
        }
        lines += std::to_string(each.place.line) + ':' + std::to_string(each.place.column) + ": " +
                 (each.severity == Diagnostic::Severity::warning ? "warning: " : "") +
                 each.message + '\n';
    }
    return lines;
}

}  // namespace msa
