// Reading a tag list, see tag_list.h.
#include "dkim/tag_list.h"

#include "base/text.h"

namespace msa {

namespace {

std::string without_white_space(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (!is_blank(c) && c != '\r' && c != '\n') {
            result += c;
        }
    }
    return result;
}

}  // namespace

Result<std::map<std::string, std::string>> tag_list(std::string_view value) {
    std::map<std::string, std::string> tags;
    for (const std::string_view part : split(value, ';')) {
        const std::string text = without_white_space(part);
        if (text.empty()) {
            continue;
        }
        const std::size_t equals = text.find('=');
        if (equals == 0 || equals == std::string::npos) {
            return Error{.what = "no tag in `" + printable(text, 40) + "`",
                         .kind = ErrorKind::bad_input};
        }
        if (!tags.emplace(text.substr(0, equals), text.substr(equals + 1)).second) {
            return Error{.what = "the tag " + text.substr(0, equals) + " is there twice",
                         .kind = ErrorKind::bad_input};
        }
    }
    return tags;
}

}  // namespace msa
