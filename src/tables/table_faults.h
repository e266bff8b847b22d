// What is wrong with a table. An error is one line, so the first fault stands in it and the number
// of the others behind it.
#pragma once

#include "base/result.h"

#include <string>
#include <utility>

namespace msa {

class TableFaults {
public:
    void add(std::string what) {
        if (count_++ == 0) {
            first_ = std::move(what);
        }
    }

    [[nodiscard]] bool empty() const { return count_ == 0; }
    [[nodiscard]] Error error() const {
        const std::string more =
            count_ > 1 ? " (and " + std::to_string(count_ - 1) + " more)" : std::string();
        return {.what = first_ + more, .kind = ErrorKind::bad_config};
    }

private:
    std::string first_;
    std::size_t count_ = 0;
};

}  // namespace msa
