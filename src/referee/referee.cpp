// A process for each question, see referee.h.
#include "referee/referee.h"

#include "base/companion_file.h"
#include "system/program.h"

#include <exception>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

constexpr std::size_t longest_answer = 4UL * 1024 * 1024;  // octets
constexpr int exit_failed = 1;                             // some signature, and it says which
constexpr int exit_no_message = 65;

Error no_answer(const std::string& why) {
    return {"msa-milter-verify: " + why, ErrorKind::unavailable};
}

Result<std::string> program() {
    const std::string name = "msa-milter-verify";
    const auto paths = companion_files(name, name);
    for (const auto& path : paths) {
        std::error_code trouble;
        if (std::filesystem::exists(path, trouble)) {
            return path.string();
        }
    }
    return no_answer("not installed" + (paths.empty() ? "" : ": " + paths.back().string()));
}

std::string without_line_ends(std::string text) {
    std::erase_if(text, [](char c) { return c == '\n' || c == '\0'; });
    return text;
}

/// What stands in front of the message.
std::string input_of(const RefereeQuestion& question) {
    std::string input;
    for (const auto& key : question.keys) {
        input += "key " + without_line_ends(key.name) + ' ' + without_line_ends(key.record) + '\n';
    }
    for (const auto& octets : question.only) {
        input += "only " + without_line_ends(octets) + '\n';
    }
    return input + '\n';
}

DkimVerdict verdict_of(const std::string& word) {
    const auto verdict = dkim_verdict(word);
    return verdict ? *verdict : throw std::invalid_argument("the verdict " + word);
}

/// Throws for what is no answer.
RefereeAnswer parse(const std::string& line) {
    const auto json = nlohmann::json::parse(line);
    RefereeAnswer answer;
    for (const auto& each : json.at("signatures")) {
        answer.signatures.push_back({.domain = each.at("d"),
                                     .selector = each.at("s"),
                                     .algorithm = each.at("a"),
                                     .octets = each.at("b"),
                                     .key_name = each.at("key"),
                                     .verdict = verdict_of(each.at("verdict")),
                                     .why = each.at("why")});
    }
    answer.untold = json.at("untold");
    return answer;
}

}  // namespace

Result<RefereeAnswer> ask_referee(std::string_view message, const RefereeQuestion& question) {
    const auto path = program();
    if (!path) {
        return path.error();
    }
    const auto given = input_of(question);
    const auto output = run_program({.words = {*path},
                                     .most = longest_answer,
                                     .input = {given, message},
                                     .patience = question.patience});
    if (!output) {
        return output.error();
    }
    if (output->status == exit_no_message) {
        return Error{output->err.substr(0, output->err.find('\n')), ErrorKind::bad_input};
    }
    if (output->status != 0 && output->status != exit_failed) {
        return no_answer("ended with status " + std::to_string(output->status) + ' ' +
                         output->err.substr(0, output->err.find('\n')));
    }
    try {
        return parse(output->out);
    } catch (const std::exception& error) {
        return no_answer(std::string("no answer: ") + error.what());
    }
}

Result<void> try_referee() {
    constexpr std::chrono::seconds patience{10};
    const auto answer =
        ask_referee("From: probe@example.org\r\n\r\n", {.keys = {}, .patience = patience});
    return answer ? Result<void>() : answer.error();
}

}  // namespace msa
