// Reads the record files of a trail in the order of the leaves they hold, and hands each leaf to
// its tree.
#pragma once

#include "trail/each_block.h"
#include "trail/verification.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace msa {

class TrailWalk {
public:
    /// All must outlive this.
    TrailWalk(const std::vector<TrailFile>& files, const VerificationRequest& request,
              TrailKnowledge& knowledge);

    /// Error: a file cannot be read.
    [[nodiscard]] Result<void> run();
    [[nodiscard]] VerificationReport& report() { return report_; }

private:
    /// What a thread finds out about a line.
    struct SeenLine {
        std::optional<RecordHead> head;
        Digest hash{};
        bool ends_in_cr = false;
    };
    struct Current {
        Current(std::string origin, const std::optional<TreeRecord>& begin, KeyChain& keys,
                TrailKnowledge& knowledge)
            : check(std::move(origin), begin, keys, knowledge),
              order(check, knowledge.observations) {}
        TreeCheck check;
        LeafOrder order;
    };
    struct ReadFile {
        std::size_t file;
        std::uint64_t first;
        std::string digest;  // of the hashes of all its leaves
    };
    struct Remembered {
        std::string origin;
        std::uint64_t size;
        TrailPlace place;
    };

    [[nodiscard]] static std::vector<SeenLine> seen(const LineBlock& block);
    [[nodiscard]] Result<void> walk_host(const std::string& host, std::vector<std::size_t> files);
    [[nodiscard]] std::size_t first_of(const std::vector<std::size_t>& files) const;
    [[nodiscard]] std::size_t next_of(const std::vector<std::size_t>& files) const;
    [[nodiscard]] Result<void> read(std::size_t file);
    [[nodiscard]] const ReadFile* earlier_copy_of(const TrailFile& file) const;
    [[nodiscard]] Result<void> compare_copy(std::size_t file, const ReadFile& earlier);
    void take(const LineBlock& block, const TrailLine& line, const SeenLine& seen);
    void take_foreign(const TrailLine& line, std::string_view text);
    void take_older(const TrailLine& line);
    void take_leaf(const TrailLine& line, std::string_view text, const SeenLine& seen);
    void begin_tree(std::string_view text, TrailPlace place);
    void begin_headless_tree(std::int64_t time);
    void follow_up(const TreeRecord& tree, TrailPlace place);
    void end_tree();
    void settle_remembered();
    [[nodiscard]] TrailPlace here(const TrailLine& line) const { return {file_, line.number}; }

    const std::vector<TrailFile>& files_;
    const VerificationRequest& request_;
    TrailKnowledge& knowledge_;
    VerificationReport report_{};
    std::string host_;
    KeyChain keys_;
    std::unique_ptr<Current> current_;
    std::unique_ptr<Current> previous_;
    std::size_t file_ = 0;  // that is read
    bool says_cr_ = false;
    bool says_older_ = false;
    Sha256 file_digest_;
    std::vector<ReadFile> read_files_;
    std::set<std::string> origins_;
    std::set<std::string> expired_origins_;
    std::vector<Remembered> remembered_;
    std::uint64_t octets_done_ = 0;
    std::uint64_t octets_ = 0;
};

}  // namespace msa
