// Records that could not be written, until it can be written that they could not.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

class LostRecords {
public:
    using Time = std::chrono::system_clock::time_point;

    void add(std::string_view lines, std::string_view why, Time now);

    [[nodiscard]] bool are_any() const { return count_ != 0; }
    /// The control record `gap`, without an end.
    [[nodiscard]] std::string line(Time now, std::string_view host) const;

private:
    std::size_t count_ = 0;
    std::string why_;
    Time from_;
    Time to_;
    std::vector<std::string> sessions_;  // the first ones
    std::size_t of_others_ = 0;          // records of sessions for which there is no room
};

}  // namespace msa
