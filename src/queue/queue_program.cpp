// Programs of the MTA, see queue_program.h.
#include "queue/queue_program.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include <unistd.h>

namespace msa {
namespace {

constexpr std::size_t most_output = std::size_t{1} << 30U;  // a queue of a million messages
constexpr std::chrono::minutes patience{5};
constexpr const char* usual_folder = "/usr/sbin/";

/// Whole, where the PATH has it or /usr/sbin does; empty: neither.
std::string place_of(const std::string& name) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread sets it
    const char* const path = std::getenv("PATH");
    const std::string folders = path == nullptr ? "" : path;
    for (const auto folder : split(folders, ':')) {
        auto place = std::string(folder).append("/").append(name);
        if (!folder.empty() && ::access(place.c_str(), X_OK) == 0) {
            return place;
        }
    }
    const auto usual = usual_folder + name;
    return ::access(usual.c_str(), X_OK) == 0 ? usual : std::string();
}

Error failure(const std::vector<std::string>& words, const ProgramOutput& output) {
    static constexpr std::array<std::string_view, 4> refusals{
        "reserved for the superuser", "not allowed to view", "Permission denied", "not permitted"};
    const auto said = ascii_lower(output.err + output.out);
    const bool is_refused =
        std::any_of(refusals.begin(), refusals.end(), [&said](std::string_view each) {
            return said.find(ascii_lower(each)) != std::string::npos;
        });
    const auto line = output.err.empty() ? output.out : output.err;
    return {join(words, " ") + ": exit status " + std::to_string(output.status) + ": " +
                printable(trimmed(line.substr(0, line.find('\n'))), 500),
            is_refused ? ErrorKind::no_permission : ErrorKind::unavailable};
}

}  // namespace

bool has_queue_program(const std::string& name) {
    return !place_of(name).empty();
}

Result<ProgramOutput> run_queue_program(const std::vector<std::string>& words,
                                        const std::string& done) {
    const auto place = place_of(words.front());
    if (place.empty()) {
        return Error{words.front() + ": neither the PATH nor /usr/sbin has this program"};
    }
    auto whole = words;
    whole.front() = place;
    auto output = run_program(whole, most_output, {}, patience);
    const bool is_done = output && !done.empty() && output->err.find(done) != std::string::npos;
    if (output && output->status != 0 && !is_done) {
        return failure(words, *output);
    }
    return output;
}

}  // namespace msa
