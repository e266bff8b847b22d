// A configuration file, or what a program printed of one, and a setting in it.
#pragma once

#include <string>

namespace msa {

/// A text and its name in complaints. Lines are counted where it is a file.
struct NamedText {
    std::string name;
    std::string text;
    bool is_file = true;

    [[nodiscard]] std::string place(int line) const {
        return is_file ? name + ':' + std::to_string(line) : name;
    }
};

struct Setting {
    std::string value;  // not expanded
    std::string place;
};

}  // namespace msa
