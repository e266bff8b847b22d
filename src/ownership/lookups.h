// The look-ups of one transaction. What a table has said stays said until the transaction ends, so
// that no table is asked twice for one key, and no two rules see two answers. That holds for
// "cannot tell" too: a table that is away costs its deadline once.
#pragma once

#include "submission/ports.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace msa {

class Lookups {
public:
    /// `table` must outlive this. The answer stays valid as long as this does.
    [[nodiscard]] const Result<LookupAnswer>& ask(const Table& table, std::string_view key) const;

    using Answers = std::map<std::string, Result<LookupAnswer>, std::less<>>;
    /// All that was asked so far.
    [[nodiscard]] const std::map<const Table*, Answers>& asked() const { return known_; }

private:
    // One transaction is never judged by two threads at once.
    mutable std::map<const Table*, Answers> known_;
};

}  // namespace msa
