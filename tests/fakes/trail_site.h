// A trail in a folder of its own, whose clock and whose end are the test's, and what an auditor
// would see of it.
#pragma once

#include "audit/audit_trail.h"
#include "audit/checkpoint_publisher.h"
#include "audit/note_key.h"
#include "audit/trail_lines.h"
#include "fakes/temporary_folder.h"

#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace msa {

struct TrailSite {
    TemporaryFolder folder;
    TrailSettings settings{.file = folder.path_of("audit.jsonl"), .host = "msa1.example.net"};
    Guarded<std::vector<std::string>> logged;

    [[nodiscard]] TrailPaths paths() const { return TrailPaths::of(settings.file); }
    [[nodiscard]] Result<std::unique_ptr<AuditTrail>> try_open() {
        return AuditTrail::open(settings, [this](LogLevel, const LogLine& line) {
            logged.with([&](auto& lines) { lines.push_back(line.text()); });
        });
    }
    [[nodiscard]] std::unique_ptr<AuditTrail> open() { return std::move(try_open()).value(); }
    [[nodiscard]] TrailWriter writer() const {
        return TrailWriter::open(settings, [](LogLevel, const LogLine&) {}).value();
    }
    /// Of a writer that stays: what an orderly checkpoint leaves behind.
    static void make_checkpoint(TrailWriter& writer) {
        auto snapshot = writer.snapshot();
        (void)snapshot.publisher.publish(snapshot.turn, snapshot.state).value();
    }

    [[nodiscard]] static std::vector<std::string> lines_of(const std::string& path) {
        std::istringstream text(read_file(path, 1U << 26U).value());
        std::vector<std::string> lines;
        for (std::string line; std::getline(text, line);) {
            lines.push_back(line);
        }
        return lines;
    }
    [[nodiscard]] std::vector<std::string> lines() const { return lines_of(settings.file); }
    [[nodiscard]] std::vector<nlohmann::json> records() const {
        std::vector<nlohmann::json> records;
        for (const auto& line : lines()) {
            records.push_back(nlohmann::json::parse(line));
        }
        return records;
    }
    [[nodiscard]] std::vector<std::string> kinds() const {
        std::vector<std::string> kinds;
        for (const auto& record : records()) {
            kinds.push_back(record.at("record"));
        }
        return kinds;
    }
    [[nodiscard]] Checkpoint latest() const {
        return parse_checkpoint(last_checkpoint(paths()).value().text).value();
    }
    /// Whether these lines, all leaves in order, are those of the latest checkpoint.
    [[nodiscard]] bool fits(const std::vector<std::string>& leaves) const {
        MerkleTree tree;
        for (const auto& line : leaves) {
            if (leaf_number(line) != tree.size()) {
                return false;
            }
            tree.add(line);
        }
        return checkpoint(latest().origin, tree) == latest();
    }
};

}  // namespace msa
