// The forms that the address of a Redis for limits may have.
#pragma once

#include <string_view>

namespace msa {

/// Whether it begins like one; what is wrong in it is said where it is opened.
[[nodiscard]] inline bool has_redis_scheme(std::string_view url) {
    return url.starts_with("redis://") || url.starts_with("rediss://") || url.starts_with("unix:/");
}

}  // namespace msa
