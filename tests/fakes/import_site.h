// A folder with settings of another program, and what an import makes of them.
#pragma once

#include "fakes/temporary_folder.h"
#include "import/draft.h"

#include <algorithm>
#include <string>

namespace msa {

struct ImportSite {
    TemporaryFolder folder;
    RuleDraft draft;

    /// In the text @/ stands for the folder. The path of the file.
    [[nodiscard]] std::string write(const std::string& name, std::string text) const {
        for (auto at = text.find("@/"); at != std::string::npos; at = text.find("@/")) {
            text.replace(at, 1, folder.path());
        }
        return folder.write(name, text);
    }
    [[nodiscard]] bool remarks(const std::string& wanted) const {
        return std::any_of(draft.remarks.begin(), draft.remarks.end(), [&](const auto& each) {
            return each.find(wanted) != std::string::npos;
        });
    }
};

}  // namespace msa
