#include "trail/concealed_text.h"

namespace msa {

bool is_concealed(std::string_view value) {
    constexpr std::size_t digits = 24;
    for (auto at = value.find('~'); at != std::string_view::npos; at = value.find('~', at + 1)) {
        const auto behind = value.substr(at + 1, digits);
        if (behind.size() == digits &&
            behind.find_first_not_of("0123456789abcdef") == std::string_view::npos) {
            return true;
        }
    }
    return value.find("[not kept]") != std::string_view::npos;
}

}  // namespace msa
