#include "rotation/publisher.h"

#include "base/text.h"
#include "rotation/record_forms.h"
#include "system/program.h"

#include <chrono>
#include <utility>
#include <vector>

namespace msa {
namespace {

constexpr std::chrono::seconds patience{30};
constexpr std::size_t most_printed = 65536;

class People final : public Publisher {
public:
    [[nodiscard]] Result<bool> put(const std::string& /*name*/, const std::string& /*record*/,
                                   bool /*is_revoked*/) override {
        return false;
    }
};

/// A program that reads what is to be done.
class Program final : public Publisher {
public:
    Program(std::vector<std::string> words, bool reads_json)
        : words_(std::move(words)), reads_json_(reads_json) {}

    [[nodiscard]] Result<bool> put(const std::string& name, const std::string& record,
                                   bool is_revoked) override {
        const auto input = reads_json_
                               ? json_line(is_revoked ? "revoke" : "publish", name, record) + '\n'
                               : nsupdate_lines(name, record);
        const auto ended = run_program(words_, most_printed, input, patience);
        if (!ended) {
            return ended.error();
        }
        if (ended->status == 0) {
            return true;
        }
        const auto& said = ended->err.empty() ? ended->out : ended->err;
        return Error{words_.front() + ": ended with status " + std::to_string(ended->status) +
                     (said.empty() ? "" : ": " + printable(said.substr(0, said.find('\n')), 200))};
    }

private:
    std::vector<std::string> words_;
    bool reads_json_;
};

}  // namespace

std::unique_ptr<Publisher> make_publisher(const KeyFolderSettings& settings) {
    using Publish = KeyFolderSettings::Publish;
    if (settings.publish == Publish::manual) {
        return std::make_unique<People>();
    }
    if (settings.publish == Publish::command) {
        return std::make_unique<Program>(settings.command, true);
    }
    std::vector<std::string> words{"nsupdate"};
    if (!settings.nsupdate_key.empty()) {
        words.insert(words.end(), {"-k", settings.nsupdate_key});
    }
    return std::make_unique<Program>(std::move(words), false);
}

}  // namespace msa
