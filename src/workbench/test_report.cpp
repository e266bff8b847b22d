#include "workbench/test_report.h"

#include "base/text.h"
#include "workbench/github_note.h"

#include <algorithm>

namespace msa {
namespace {

std::string place_of(const TestResult& result) {
    return result.file + ':' + std::to_string(result.place.line);
}

/// Every line of `text` behind `indent`.
std::string indented(const std::string& text, const std::string& indent) {
    std::string result;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const auto end = std::min(text.find('\n', begin), text.size());
        const auto line = text.substr(begin, end - begin);
        result += (line.empty() ? "" : indent + line) + '\n';
        begin = end + 1;
    }
    return result;
}

std::string as_text(const std::vector<TestResult>& results) {
    std::string text;
    for (const auto& result : results) {
        if (result.failures.empty()) {
            continue;
        }
        text += place_of(result) + ": FAILED: " + printable(result.title) + '\n';
        for (const auto& failure : result.failures) {
            text += "  " + printable(failure, 1000) + '\n';
        }
        text += indented(result.explanation, "    | ");
    }
    return text;
}

/// What TAP takes for a directive is none in a title.
std::string tap_title(const std::string& title) {
    std::string text;
    for (const char c : printable(title)) {
        text += c == '#' ? "\\#" : std::string(1, c);
    }
    return text;
}

std::string as_tap(const std::vector<TestResult>& results) {
    std::string text = "TAP version 14\n1.." + std::to_string(results.size()) + '\n';
    std::size_t number = 0;
    for (const auto& result : results) {
        text += (result.failures.empty() ? "ok " : "not ok ") + std::to_string(++number) + " - " +
                tap_title(result.title) + '\n';
        if (result.failures.empty()) {
            continue;
        }
        text += "  ---\n  at: '" + place_of(result) + "'\n  message: |\n";
        for (const auto& failure : result.failures) {
            text += "    " + printable(failure, 1000) + '\n';
        }
        text += indented(result.explanation, "    ") + "  ...\n";
    }
    return text;
}

std::string xml(std::string_view octets) {
    std::string text;
    for (const char c : octets) {
        switch (c) {
            case '&': text += "&amp;"; break;
            case '<': text += "&lt;"; break;
            case '>': text += "&gt;"; break;
            case '"': text += "&quot;"; break;
            default: text += c;
        }
    }
    return text;
}

std::string as_junit(const std::vector<TestResult>& results) {
    const auto failed = std::count_if(results.begin(), results.end(),
                                      [](const auto& each) { return !each.failures.empty(); });
    std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"msa-milter\" "
        "tests=\"" +
        std::to_string(results.size()) + "\" failures=\"" + std::to_string(failed) + "\">\n";
    for (const auto& result : results) {
        text += "  <testcase classname=\"" + xml(printable(result.file)) + "\" name=\"" +
                xml(printable(result.title)) + '"';
        if (result.failures.empty()) {
            text += "/>\n";
            continue;
        }
        text +=
            ">\n    <failure message=\"" + xml(printable(result.failures.front(), 1000)) + "\">";
        for (const auto& failure : result.failures) {
            text += xml(printable(failure, 1000)) + '\n';
        }
        text += xml(result.explanation) + "</failure>\n  </testcase>\n";
    }
    return text + "</testsuite>\n";
}

std::string as_github(const std::vector<TestResult>& results) {
    std::string text;
    for (const auto& result : results) {
        for (const auto& failure : result.failures) {
            const auto title = printable(result.title);
            const auto message = printable(failure, 1000);
            text += to_text(GithubNote{.level = "error",
                                       .file = result.file,
                                       .line = result.place.line,
                                       .title = title,
                                       .message = message});
        }
    }
    return text;
}

}  // namespace

std::string test_report(const std::vector<TestResult>& results, TestFormat format) {
    switch (format) {
        case TestFormat::text: return as_text(results);
        case TestFormat::tap: return as_tap(results);
        case TestFormat::junit: return as_junit(results);
        case TestFormat::github: break;
    }
    return as_github(results);
}

std::string test_summary(const std::vector<TestResult>& results) {
    const auto passed = std::count_if(results.begin(), results.end(),
                                      [](const auto& each) { return each.failures.empty(); });
    return std::to_string(passed) + " passed, " +
           std::to_string(static_cast<std::ptrdiff_t>(results.size()) - passed) + " failed\n";
}

}  // namespace msa
