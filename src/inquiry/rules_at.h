// Which rule files were in force at a time, and their text.
#pragma once

#include "base/result.h"
#include "trail/record.h"
#include "trail/record_files.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace msa {

struct RulesAt {
    std::string host;
    std::string file;
    std::string version;
    std::string hash;
    std::string kept;        // where the text is, from the folder of the trail on
    std::int64_t since = 0;  // when the trail told of them
};

/// Shown all control records up to that time, in their order.
class ToldRules {
public:
    void add(const RecordHead& head, const ControlRecord& record);

    [[nodiscard]] std::vector<RulesAt> rules() const;
    /// Hosts whose daemon had ended in order.
    [[nodiscard]] std::vector<std::string> stopped_hosts() const;

private:
    struct Host {
        std::map<std::string, RulesAt> files{};
        bool is_stopped = false;
    };
    std::map<std::string, Host> hosts_;
};

/// `time`: in microseconds; what was told at that time counts. Error: a file cannot be read.
[[nodiscard]] Result<ToldRules> told_rules_at(
    const std::vector<TrailFile>& files, std::int64_t time,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress);

/// The text as it was then, found beside one of the files. Errors: it is not there; it is not what
/// its hash says.
[[nodiscard]] Result<std::string> text_of(const RulesAt& rules,
                                          const std::vector<TrailFile>& files);

/// The text with this hash (`sha256:...`), found beside one of the files: of whatever time it is.
/// Errors: as above.
[[nodiscard]] Result<std::string> text_of(const std::string& hash,
                                          const std::vector<TrailFile>& files);

}  // namespace msa
