// What `msa-milter audit query` is asked.
#pragma once

#include "commands/audit_options.h"
#include "inquiry/record_filter.h"
#include "inquiry/search.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace msa {

struct QueryOptions {
    TrailOptions trail;
    std::map<std::string, std::vector<std::string>> filters;  // by FilterKind::name
    std::string since;
    std::string until;
    bool is_unsigned = false;
    bool is_on_behalf = false;
    bool is_refused = false;
    bool is_late = false;
    std::vector<std::string> record;  // kinds of control records; none: transactions
    std::vector<std::string> columns;
    std::vector<std::string> count_by;
    std::optional<std::size_t> top;
    std::optional<std::size_t> last;
    bool is_long = false;
    bool wants_idle_rules = false;
    bool is_csv = false;
    bool is_json = false;

    /// Whether pseudonyms may stand for what it asks for.
    [[nodiscard]] bool is_about_recipients() const {
        return !filters.at("recipient").empty() || !filters.at("domain").empty();
    }
    [[nodiscard]] bool is_about_control() const { return !record.empty(); }
};

void add_query_options(Command& command, QueryOptions& options);

/// Filter and scope, and what is shown of a record. `filter` is part of what `scope` refers to.
struct Query {
    RecordFilter filter{};
    TimeSpan span{};
    std::vector<std::string> columns{};
    std::vector<std::string> count_by{};

    [[nodiscard]] SearchScope scope(const QueryOptions& options) const;
};

/// Error: something in it could match or show nothing; with what was perhaps meant.
[[nodiscard]] Result<Query> query_of(const QueryOptions& options,
                                     std::vector<PseudonymKey> pseudonyms);

/// The rules of this program.
[[nodiscard]] std::vector<std::string> rule_names();

}  // namespace msa
