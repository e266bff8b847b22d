// Other programs' settings: a broken one is an error with its place, and a query that was taken
// over has no part of the key left in it.
#include "base/text.h"
#include "doctor/postfix/value.h"
#include "fuzz/require.h"
#include "import/draft.h"
#include "import/postfix_map.h"
#include "import/sql_template.h"
#include "import/ucl.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace msa {
namespace {

void check_error(const Error& error) {
    require(error.what == printable(error.what, error.what.size()), "errors are printable");
}

void check_ucl(std::string_view text) {
    const auto value = parse_ucl("f", text);
    if (!value) {
        require(value.error().what.starts_with("f:"), "an error has its place");
        check_error(value.error());
    }
}

void check_query(SqlDialect dialect, std::string_view text) {
    const auto query = sql_query(dialect, text);
    if (!query) {
        check_error(query.error());
    }
}

void check_maps(std::string_view text) {
    const auto items = items_of(text);
    if (!items) {
        check_error(items.error());
        return;
    }
    for (const auto& each : *items) {
        require(occurrences(each, "{") <= occurrences(each, "}"), "braces are closed in each item");
    }
}

void check_texts(std::string_view text) {
    RuleDraft draft;
    draft.remark(text, text);
    const auto written = to_text(draft);
    const auto begin = written.find("# Not taken over:");
    for (const auto line :
         split(std::string_view(written).substr(begin, written.find("\n\n") - begin), '\n')) {
        require(line.starts_with('#'), "a remark is a comment");
    }
}

}  // namespace
}  // namespace msa

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    msa::check_ucl(text);
    for (const auto dialect :
         {msa::SqlDialect::mysql, msa::SqlDialect::pgsql, msa::SqlDialect::sqlite}) {
        msa::check_query(dialect, text);
    }
    msa::check_maps(text);
    msa::check_texts(text);
    return 0;
}
