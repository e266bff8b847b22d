// A table of literals that counts how often it is asked, or one that cannot answer.
#pragma once

#include "submission/ports.h"

#include <map>
#include <utility>

namespace msa {

class FakeTable final : public Table {
public:
    using Entries = std::map<std::string, std::vector<std::string>, std::less<>>;

    explicit FakeTable(Entries entries) : entries_(std::move(entries)) {}

    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view key) const override {
        asked.emplace_back(key);
        const auto entry = entries_.find(key);
        return entry == entries_.end() ? LookupAnswer{} : LookupAnswer{true, entry->second};
    }

    [[nodiscard]] Result<void> each(const Visitor& visitor) const override {
        for (const auto& [key, values] : entries_) {
            if (!visitor(key, values)) {
                break;
            }
        }
        return {};
    }

    mutable std::vector<std::string> asked;

private:
    Entries entries_;
};

class BrokenTable final : public Table {
public:
    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view key) const override {
        return Error{"no answer for " + std::string(key)};
    }
};

}  // namespace msa
