// A trail as the daemon writes it, in memory, so that tests can be at it before they write it down.
#pragma once

#include "audit/merkle_tree.h"
#include "audit/note_key.h"
#include "crypto/private_key.h"
#include "fakes/temporary_folder.h"

#include <optional>
#include <string>
#include <vector>

namespace msa {

[[nodiscard]] PrivateKey new_audit_key();

/// One tree.
class WrittenTrail {
public:
    /// Of 2026 unless it is named otherwise. `key` null: nothing is signed.
    explicit WrittenTrail(const PrivateKey* key = nullptr, std::string host = "msa1.example.net",
                          const std::string& year = "2026", const std::string& previous = {});

    /// A record of that kind with more members, as `"clean":false`; its time is a second later.
    void add(const std::string& kind, const std::string& members = {});
    /// A transaction of `login`.
    void add_transaction(const std::string& login = "alice", const std::string& more = {});
    /// A line that stands for itself.
    void add_line(const std::string& line);
    /// A record without a number, as there were before the tree.
    void add_older();

    /// Of all records so far; the note.
    std::string checkpoint();
    /// Another key: the record under the old one, and the first checkpoint that covers it.
    void replace_key(const PrivateKey& key);
    /// A note about something else, signed with `key`.
    [[nodiscard]] std::string note(std::uint64_t size, const Digest& root,
                                   const PrivateKey* key) const;

    [[nodiscard]] std::string verifier_key() const { return text_of(key_); }
    [[nodiscard]] const std::string& origin() const { return origin_; }
    [[nodiscard]] std::string records(std::size_t begin = 0,
                                      std::size_t end = ~std::size_t{0}) const;
    [[nodiscard]] std::string checkpoints() const;
    /// `audit.jsonl` and `audit.checkpoints`.
    void write_into(const TemporaryFolder& folder) const;

    void skip_seconds(int seconds) { seconds_ += seconds; }

    std::vector<std::string> lines{};
    std::vector<std::string> notes{};

private:
    [[nodiscard]] std::string text_of(const PrivateKey* key) const;
    [[nodiscard]] std::string head(const std::string& kind);

    const PrivateKey* key_;
    std::string host_;
    std::string year_;
    std::string origin_;
    MerkleTree tree_;
    std::uint64_t next_ = 0;
    int seconds_ = 0;
};

}  // namespace msa
