#include "dkim/key_index.h"

#include <algorithm>

namespace msa {

void KeyIndex::add(const std::string& pattern, std::size_t key) {
    if (pattern.starts_with("*.")) {
        parents_[pattern.substr(1)].push_back(key);
    } else {
        domains_[pattern].push_back(key);
    }
}

std::vector<std::size_t> KeyIndex::keys_for(std::string_view domain) const {
    std::vector<std::size_t> found;
    if (const auto same = domains_.find(domain); same != domains_.end()) {
        found = same->second;
    }
    if (parents_.empty()) {
        return found;
    }
    for (auto dot = domain.find('.', 1); dot != std::string_view::npos;
         dot = domain.find('.', dot + 1)) {
        if (const auto above = parents_.find(domain.substr(dot)); above != parents_.end()) {
            found.insert(found.end(), above->second.begin(), above->second.end());
        }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace msa
