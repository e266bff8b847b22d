// Which keys sign for an author domain: found at once among ten thousands.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace msa {

class KeyIndex {
public:
    /// `pattern`: a domain, or `*.example.com` for every subdomain. Keys are numbered from 0.
    void add(const std::string& pattern, std::size_t key);

    /// Of a domain in lower-case A-labels: the numbers of its keys in their order, each once.
    [[nodiscard]] std::vector<std::size_t> keys_for(std::string_view domain) const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };
    using Keys = std::unordered_map<std::string, std::vector<std::size_t>, Hash, std::equal_to<>>;

    Keys domains_;
    Keys parents_;  // by the part behind the star, with its dot
};

}  // namespace msa
