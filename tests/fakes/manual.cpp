#include "fakes/manual.h"

#include "base/file.h"

#include <array>
#include <sstream>
#include <utility>

namespace msa {

std::string without_roff(std::string text) {
    constexpr std::array<std::pair<const char*, const char*>, 7> escapes{{{"\\-", "-"},
                                                                          {"\\(aq", "'"},
                                                                          {"\\(ga", "`"},
                                                                          {"\\(ha", "^"},
                                                                          {"\\(ti", "~"},
                                                                          {"\\&", ""},
                                                                          {"\\e", "\\"}}};
    for (const auto& [roff, plain] : escapes) {
        for (auto at = text.find(roff); at != std::string::npos; at = text.find(roff)) {
            text.replace(at, std::string_view(roff).size(), plain);
        }
    }
    return text;
}

std::vector<std::string> manual_examples(const std::string& page, const std::string& beginning) {
    constexpr std::size_t enough = 1U << 20U;
    std::istringstream lines(read_file("src/man/" + page, enough).value());
    std::vector<std::string> examples;
    std::string block;
    for (std::string line; std::getline(lines, line);) {
        if (line == ".nf") {
            block.clear();
        } else if (line == ".fi" && block.starts_with(beginning)) {
            examples.push_back(block);
        } else {
            block += without_roff(line) + '\n';
        }
    }
    return examples;
}

}  // namespace msa
