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

    Program(std::vector<std::string> words, Form form, std::chrono::milliseconds patience)
        : words_(std::move(words)), form_(std::move(form)), patience_(patience) {}

    [[nodiscard]] Result<bool> put(const std::string& name, const std::string& record,
                                   bool is_revoked) override {
        const auto ended =
            run_program(words_, most_printed, form_(name, record, is_revoked), patience_);
        if (!ended) {
            return ended.error();
        }
        if (ended->status == 0) {
            return true;
        }
        const auto said = last_words(ended->err.empty() ? ended->out : ended->err);
        return Error{words_.front() + ": ended with status " + std::to_string(ended->status) +
                     (said.empty() ? "" : ": " + said)};
    }

private:
    std::vector<std::string> words_;
    Form form_;
    std::chrono::milliseconds patience_;
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
                                          std::chrono::milliseconds patience) {
    switch (settings.publish) {
        case KeyFolderSettings::Publish::manual: break;
        case KeyFolderSettings::Publish::command:
            return std::make_unique<Program>(
                settings.command,
                [](const auto& name, const auto& record, bool is_revoked) {
                    return json_line(is_revoked ? "revoke" : "publish", name, record) + '\n';
                },
                patience);
        case KeyFolderSettings::Publish::nsupdate:
            return std::make_unique<Program>(
                nsupdate_words(settings.nsupdate_key),
                [server = server_line(settings.nsupdate_server)](
                    const auto& name, const auto& record, bool /*is_revoked*/) {
                    return server + nsupdate_lines(name, record);
                },
                patience);
    }
    return std::make_unique<People>();
}

}  // namespace msa
