#include "rotation/publisher.h"

#include "base/text.h"
#include "rotation/record_forms.h"
#include "system/program.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {
namespace {

constexpr std::size_t most_printed = 65536;

class People final : public Publisher {
public:
    [[nodiscard]] Result<bool> put(const std::string& /*name*/, const std::string& /*record*/,
                                   bool /*is_revoked*/) override {
        return false;
    }
};

/// The last two lines, where programs say why they failed, be it nsupdate, a shell or Python.
/// Whoever prints them escapes them: so what is no text is only marked here.
std::string last_words(std::string_view text) {
    constexpr std::size_t most_lines = 2;
    constexpr std::size_t longest = 200;
    std::vector<std::string> lines;
    for (auto line : split(text, '\n')) {
        line.remove_prefix(std::min(line.size(), line.find_first_not_of("; \t\r")));
        line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
        if (!line.empty()) {
            lines.emplace_back(line.substr(0, longest));
        }
    }
    lines.erase(lines.begin(),
                lines.end() - static_cast<std::ptrdiff_t>(std::min(lines.size(), most_lines)));
    auto words = join(lines, "; ");
    std::replace_if(
        words.begin(), words.end(), [](char c) { return is_control(c) || is_8bit(c); }, '?');
    return words;
}

/// `ADDRESS@PORT` for nsupdate.
std::string server_line(std::string server) {
    std::replace(server.begin(), server.end(), '@', ' ');
    return server.empty() ? server : "server " + server + '\n';
}

/// A program that reads what is to be done.
class Program final : public Publisher {
public:
    using Form = std::function<std::string(const std::string& name, const std::string& record,
                                           bool is_revoked)>;

    Program(ProgramRun run, Form form) : run_(std::move(run)), form_(std::move(form)) {}

    [[nodiscard]] Result<bool> put(const std::string& name, const std::string& record,
                                   bool is_revoked) override {
        const auto asked = form_(name, record, is_revoked);
        auto run = run_;
        run.input = {asked};
        const auto ended = run_program(run);
        if (!ended) {
            return ended.error();
        }
        if (ended->status == 0) {
            return true;
        }
        const auto said = last_words(ended->err.empty() ? ended->out : ended->err);
        return Error{run_.words.front() + ": ended with status " + std::to_string(ended->status) +
                     (said.empty() ? "" : ": " + said)};
    }

private:
    ProgramRun run_;
    Form form_;
};

/// It gives up before it is killed, and says at what.
std::vector<std::string> nsupdate_words(const std::string& key) {
    std::vector<std::string> words{"nsupdate", "-t", "20"};
    if (!key.empty()) {
        words.insert(words.end(), {"-k", key});
    }
    return words;
}

}  // namespace

std::unique_ptr<Publisher> make_publisher(const KeyFolderSettings& settings,
                                          std::chrono::milliseconds patience,
                                          std::function<bool()> is_over) {
    ProgramRun run{
        .words = {}, .most = most_printed, .patience = patience, .is_unwanted = std::move(is_over)};
    switch (settings.publish) {
        case KeyFolderSettings::Publish::manual: break;
        case KeyFolderSettings::Publish::command:
            run.words = settings.command;
            return std::make_unique<Program>(
                std::move(run), [](const auto& name, const auto& record, bool is_revoked) {
                    return json_line(is_revoked ? "revoke" : "publish", name, record) + '\n';
                });
        case KeyFolderSettings::Publish::nsupdate:
            run.words = nsupdate_words(settings.nsupdate_key);
            return std::make_unique<Program>(
                std::move(run), [server = server_line(settings.nsupdate_server)](
                                    const auto& name, const auto& record, bool /*is_revoked*/) {
                    return server + nsupdate_lines(name, record);
                });
    }
    return std::make_unique<People>();
}

}  // namespace msa
