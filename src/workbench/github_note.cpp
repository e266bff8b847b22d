#include "workbench/github_note.h"

namespace msa {
namespace {

std::string escaped(std::string_view octets, std::string_view marks) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (const char c : octets) {
        const auto octet = static_cast<unsigned char>(c);
        text += marks.find(c) != std::string_view::npos
                    ? std::string{'%', digits[octet >> 4U], digits[octet & 15U]}
                    : std::string(1, c);
    }
    return text;
}

std::string property(std::string_view name, std::string_view value) {
    return std::string(name) + '=' + escaped(value, "%\r\n:,");
}

}  // namespace

std::string to_text(const GithubNote& note) {
    std::string text = "::" + std::string(note.level) + ' ' + property("file", note.file) + ',' +
                       property("line", std::to_string(note.line));
    if (note.column != 0) {
        text += ',' + property("col", std::to_string(note.column));
    }
    if (!note.title.empty()) {
        text += ',' + property("title", note.title);
    }
    return text + "::" + escaped(note.message, "%\r\n") + '\n';
}

}  // namespace msa
