#include "workbench/given_world.h"

#include "base/text.h"

#include <utility>

namespace msa {
namespace {

class UnknownTable final : public Table {
public:
    explicit UnknownTable(std::string name) : name_(std::move(name)) {}
    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view /*key*/) const override {
        return Error{"the test gives no entries of table " + name_ + " ([tables." + name_ + "])"};
    }

private:
    std::string name_;
};

void add(GivenResolver& resolver, const std::string& name, const GivenName& given) {
    resolver.forget(name).add_empty(name);
    for (const auto type : every_record_type) {
        const auto values = given.records.find(ascii_lower(to_text(type)));
        for (std::size_t i = 0; values != given.records.end() && i < values->second.size(); ++i) {
            resolver.add(name, type, values->second[i]);
        }
    }
    if (!given.alias.empty()) {
        resolver.add_alias(name, given.alias);
    }
    if (given.is_missing) {
        resolver.add_missing(name);
    }
    if (given.is_failing) {
        resolver.add_failing(name);
    }
}

}  // namespace

std::shared_ptr<const Table> table_without_entries(std::string name) {
    return std::make_shared<UnknownTable>(std::move(name));
}

GivenResolver resolver_of(const GivenWorld& common, const GivenWorld& own) {
    GivenResolver resolver(GivenResolver::Strangers::have_mail_servers);
    for (const auto* world : {&common, &own}) {
        for (const auto& [name, given] : world->names) {
            add(resolver, name, given);
        }
    }
    return resolver;
}

GivenWorld with_tables(GivenWorld common, const GivenWorld& own) {
    for (const auto& [name, entries] : own.tables) {
        common.tables[name] = entries;
    }
    return common;
}

Result<std::vector<LimitAnswer>> GivenLimits::reserve(std::string_view /*transaction*/,
                                                      const std::vector<Charge>& charges) {
    std::vector<LimitAnswer> answers;
    for (const auto& charge : charges) {
        auto& used = used_[charge.key];
        const bool is_noted = charge.is_final && !charge.is_enforced;
        const bool is_within = is_noted || used + charge.cost <= left_;
        used += is_within && !charge.is_question && !is_noted ? charge.cost : 0;
        const auto next = now_ + charge.quota.window / charge.quota.events;
        answers.push_back({.is_within = is_within,
                           .is_too_much = charge.cost > charge.quota.burst,
                           .left = is_within ? left_ - used : 0,
                           .next_at = is_within ? now_ : next});
    }
    return answers;
}

}  // namespace msa
