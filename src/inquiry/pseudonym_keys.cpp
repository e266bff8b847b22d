// Keys of pseudonyms, see pseudonym_keys.h.
#include "inquiry/pseudonym_keys.h"

#include "base/file.h"

#include <filesystem>
#include <set>

namespace msa {

namespace {

namespace fs = std::filesystem;

void add_folder(const fs::path& folder, FoundKeys& found) {
    std::error_code error;
    fs::directory_iterator each(folder, error);
    if (error) {
        found.unreadable.push_back(folder.string() + ": " + error.message());
        return;
    }
    for (const auto& entry : each) {
        if (entry.path().extension() != ".key") {
            continue;
        }
        const auto secret = read_file(entry.path().string(), PseudonymKey::octets);
        if (!secret || secret->size() != PseudonymKey::octets) {
            found.unreadable.push_back(secret ? entry.path().string() + ": this is not a key"
                                              : secret.error().what);
        } else {
            found.keys.emplace_back(*secret);
        }
    }
}

}  // namespace

FoundKeys pseudonym_keys_beside(const std::vector<std::string>& files) {
    std::set<fs::path> places;
    for (const auto& file : files) {
        const auto place = fs::path(file).parent_path();
        places.insert(place.empty() ? fs::path(".") : place);
    }
    FoundKeys found;
    for (const auto& place : places) {
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(place, error)) {
            if (entry.path().extension() == ".pseudonyms" && entry.is_directory(error)) {
                add_folder(entry.path(), found);
            }
        }
    }
    return found;
}

}  // namespace msa
