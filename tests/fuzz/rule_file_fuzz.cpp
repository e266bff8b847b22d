// Rule files: whatever the text, it loads or every error has a place; nothing else happens.
#include "config/rule_file.h"
#include "fakes/fake_table.h"
#include "fuzz/require.h"
#include "review/findings.h"
#include "tables/all_tables.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

using msa::require;

namespace {

msa::RuleServices services(const std::string& text) {
    return {
        .read_file = [&text](const std::string&) { return msa::Result<std::string>(text); },
        .open_table =
            [](const auto&...) {
                return msa::Result<std::shared_ptr<const msa::Table>>(msa::Error{"no table here"});
            },
        .make_signer =
            [](const msa::SigningSettings&) {
                return msa::Result<std::unique_ptr<const msa::Signer>>(msa::Error{"no key here"});
            },
        .sha256 = [](std::string_view) { return std::string("0"); },
        .table_kinds = &msa::all_tables(),
        .review = msa::review};
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto loaded =
        msa::load_rules("rules.toml", services(text), std::chrono::system_clock::time_point());
    bool has_error = false;
    for (const auto& each : loaded.diagnostics.sorted()) {
        require(!loaded.diagnostics.block_of(each).empty(), "every error can be shown");
        has_error = true;
    }
    require(loaded.rules != nullptr || has_error, "what does not load says why");
    return 0;
}
