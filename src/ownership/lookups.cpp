#include "ownership/lookups.h"

namespace msa {

const Result<LookupAnswer>& Lookups::ask(const Table& table, std::string_view key) const {
    auto& answers = known_[&table];
    const auto known = answers.find(key);
    if (known != answers.end()) {
        return known->second;
    }
    return answers.emplace(key, table.lookup(key)).first->second;
}

}  // namespace msa
