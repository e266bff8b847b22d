// [tables]. A table is opened when something asks for it, as its use decides what may stand in it.
#pragma once

#include "config/section.h"
#include "ownership/table_kind.h"
#include "submission/ports.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace msa {

struct RuleFileContext;

/// [tables.NAME]: what all types have in common, then what each has besides.
[[nodiscard]] std::vector<SectionSchema> table_schemas(const TableKinds& kinds);
/// What they have in common alone.
[[nodiscard]] const SectionSchema& common_table_schema();

class Tables {
public:
    /// Both must outlive this.
    Tables(const toml::table& definitions, const RuleFileContext& context)
        : definitions_(definitions), context_(context) {}

    /// The table that the rule file names there. Null, and a complaint, where there is none or it
    /// cannot serve that use.
    [[nodiscard]] std::shared_ptr<const Table> open(const Placed<std::string>& name,
                                                    TableSettings::Use use);

    /// To be called when nothing will be asked for any more: warns of tables that nothing uses, and
    /// looks for errors in them too.
    void finish();

private:
    [[nodiscard]] std::shared_ptr<const Table> load(const std::string& name,
                                                    const toml::node& definition,
                                                    TableSettings::Use use, bool is_first) const;

    const toml::table& definitions_;
    const RuleFileContext& context_;
    std::map<std::string, std::map<TableSettings::Use, std::shared_ptr<const Table>>> opened_;
    std::set<std::string> bad_;  // have errors
};

}  // namespace msa
