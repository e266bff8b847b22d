#include "commands/setup_mta.h"

#include "base/file.h"
#include "base/text.h"
#include "doctor/logical_lines.h"
#include "system/program.h"

#include <array>
#include <filesystem>
#include <system_error>

namespace msa {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_example = std::size_t{1} << 20U;

/// `NAME/TYPE` of a line of master.cf.
std::string service_of(const std::string& line) {
    const auto name = line.find_first_of(" \t");
    const auto type = line.find_first_not_of(" \t", name);
    return line.substr(0, name) + '/' + line.substr(type, line.find_first_of(" \t", type) - type);
}

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

std::optional<std::string> queue_directory(const std::string& configuration) {
    const auto asked =
        run_program(postconf(configuration, "-h", "queue_directory"), max_postconf_output);
    if (!asked || asked->status != 0) {
        return std::nullopt;
    }
    const auto path = asked->out.substr(0, asked->out.find('\n'));
    return path.starts_with('/') ? std::optional(path) : std::nullopt;
}

Result<std::vector<MtaCommand>> postfix_commands(const std::string& examples,
                                                 const std::string& configuration) {
    const auto main = read_file(examples + "/main.cf.submission", max_example);
    const auto master = read_file(examples + "/master.cf.submission", max_example);
    if (!main || !master) {
        return main ? master.error() : main.error();
    }
    std::vector<MtaCommand> commands;
    for (const auto& line : logical_lines(*main)) {
        commands.push_back(postconf(configuration, "-e", line.text));
    }
    // The name that 465 had before RFC 8314: it would be there twice.
    commands.push_back(postconf(configuration, "-MX", "smtps/inet"));
    for (const auto& line : logical_lines(*master)) {
        commands.push_back(postconf(configuration, "-M", service_of(line.text) + '=' + line.text));
    }
    return commands;
}

}  // namespace msa
