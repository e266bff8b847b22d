#include "commands/setup_mta.h"

#include "base/text.h"
#include "system/program.h"

#include <array>
#include <filesystem>
#include <system_error>

namespace msa {
namespace {

namespace fs = std::filesystem;

}  // namespace

MtaCommand postconf(const std::string& configuration, const std::string& option, std::string word) {
    MtaCommand command{"postconf"};
    if (!configuration.empty()) {
        command.insert(command.end(), {"-c", configuration});
    }
    command.insert(command.end(), {option, std::move(word)});
    return command;
}

Result<std::string> example_folder(const std::string& place, const std::string& name) {
    std::error_code error;
    const auto program = fs::read_symlink("/proc/self/exe", error).parent_path();
    const std::array<fs::path, 2> usual{program / "../share/msa-milter" / name,
                                        program / "../.." / name};
    const std::vector<fs::path> folders = place.empty()
                                              ? std::vector<fs::path>(usual.begin(), usual.end())
                                              : std::vector<fs::path>{fs::path(place) / name};
    for (const auto& folder : folders) {
        if (fs::is_directory(folder, error)) {
            return folder.lexically_normal().string();
        }
    }
    return Error{folders.front().lexically_normal().string() +
                     " is missing: it is installed with the program, or --examples names it",
                 ErrorKind::unavailable};
}

Result<std::string> postconf_output(const MtaCommand& command) {
    const auto asked = run_program(command, max_postconf_output);
    if (!asked) {
        return within("Postfix is not there, or not installed whole", asked.error());
    }
    if (asked->status != 0) {
        std::string_view said(asked->err);
        said.remove_prefix(said.starts_with("postconf: ") ? 10 : 0);
        return Error{"postconf(1): " + printable(said.substr(0, said.find('\n')), 1000),
                     ErrorKind::unavailable};
    }
    return asked->out.substr(0, asked->out.find_last_not_of('\n') + 1);
}

Result<std::string> queue_directory(const std::string& configuration) {
    return postconf_output(postconf(configuration, "-h", "queue_directory"));
}

}  // namespace msa
