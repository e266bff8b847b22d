// [tables]. A table is opened when something asks for it, as its use decides what may stand in it.
#pragma once

#include "config/section.h"
#include "ownership/groups.h"
#include "ownership/table_settings.h"
#include "submission/ports.h"

#include <map>
#include <memory>
#include <set>
#include <string>

namespace msa {

struct RuleFileContext;

/// As 'type' of [tables.NAME] has it.
[[nodiscard]] std::string table_type(TableSettings::Type type);

class Tables {
public:
    /// `definitions` and `context` must outlive this.
    Tables(const toml::table& definitions, const Groups& groups, const RuleFileContext& context);

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
                                                    TableSettings::Use use) const;

    const toml::table& definitions_;
    const RuleFileContext& context_;
    std::set<std::string, std::less<>> groups_;
    std::map<std::string, std::map<TableSettings::Use, std::shared_ptr<const Table>>> opened_;
    std::set<std::string> bad_;  // have errors
};

}  // namespace msa
