// What records say of deleted files.
#pragma once

#include "trail/control_record.h"
#include "trail/trail_files.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace msa {

class ExpiredRecords {
public:
    /// Must outlive this.
    explicit ExpiredRecords(const std::vector<TrailFile>& files) : files_(files) {}

    /// Of a tree. The records stand behind what they speak of: when somebody asks for the first
    /// time, all files are read for them. What cannot be read is for who reads the records to say.
    [[nodiscard]] const std::vector<ExpiredLeaves>& of(const std::string& origin);

private:
    void read();

    const std::vector<TrailFile>& files_;
    std::optional<std::map<std::string, std::vector<ExpiredLeaves>>> by_origin_;
};

}  // namespace msa
