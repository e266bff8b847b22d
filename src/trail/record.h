// Reads whole records of a trail, of which record_head.h reads the beginnings. Keys that it does
// not know are skipped.
#pragma once

#include "trail/facts_record.h"
#include "trail/record_head.h"
#include "trail/transaction_record.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// What the trail says of itself: its members in their order, without those of the head.
struct ControlRecord {
    struct Member {
        std::string key;
        std::string text;  // of a text; otherwise its JSON
        bool is_list = false;
        std::vector<std::string> items{};  // of a list, each as `text`
    };
    std::vector<Member> members;

    [[nodiscard]] const Member* member(std::string_view key) const;
    /// Empty: there is none.
    [[nodiscard]] std::string_view text(std::string_view key) const;
    [[nodiscard]] std::optional<std::uint64_t> number(std::string_view key) const;
};

class RecordReader {
public:
    enum class Line {
        transaction,
        part,   // recipients of a transaction that follows
        facts,  // what a transaction that follows was judged by
        control,
        damaged,  // no record, or one that cannot be read to its end
    };

    RecordReader();
    RecordReader(const RecordReader&) = delete;
    RecordReader& operator=(const RecordReader&) = delete;
    ~RecordReader();

    /// Without the end of the line. Recipients in lines of their own are put into the transaction
    /// that they belong to, and its facts are kept for it: it has to be read with the same reader,
    /// after them.
    Line read(std::string_view line);
    /// Begins anew: what was read has nothing to do with what follows.
    void forget();

    /// Until read() is called again.
    [[nodiscard]] const RecordHead& head() const;
    [[nodiscard]] const TransactionRecord& transaction() const;
    /// What that transaction was judged by; null: that is not kept.
    [[nodiscard]] const FactsRecord* facts() const;
    [[nodiscard]] const ControlRecord& control() const;

private:
    class State;

    std::unique_ptr<State> state_;
};

}  // namespace msa
