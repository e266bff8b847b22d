// msa-milter audit export: the trail as the programs of others read it.
#include "base/text.h"
#include "commands/audit_options.h"
#include "commands/exit_status.h"
#include "commands/rule_options.h"
#include "trail/tile_export.h"

#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>

namespace msa {
namespace {

struct ExportOptions {
    TrailOptions trail;
    std::string format;
    std::string output;
    std::string origin;
};

Result<VerificationRequest> request_of(const ExportOptions& options) {
    auto paths = trail_paths(options.trail);
    if (!paths) {
        return paths.error();
    }
    VerificationRequest request;
    request.paths = *std::move(paths);
    request.progress = progress_bar();
    return request;
}

int export_to_folder(const ExportOptions& options) {
    if (options.output.empty()) {
        return complain({"--format tiles needs a folder: -o FOLDER", ErrorKind::bad_input});
    }
    auto request = request_of(options);
    if (!request) {
        return complain(request.error());
    }
    const auto exported = export_tiles(*std::move(request), options.origin, options.output);
    if (!exported) {
        return complain(exported.error());
    }
    for (const auto& tree : exported->trees) {
        std::cout << tree.folder << ": " << tree.size << " records"
                  << (tree.is_signed ? "" : ", and a checkpoint that is not signed") << '\n';
        if (tree.left_out != 0) {
            std::cerr << tree.folder << ": without the last " << tree.left_out
                      << " records, which no checkpoint that holds covers\n";
        }
    }
    if (!exported->is_trail_whole) {
        std::cerr
            << "something is wrong with this trail; `msa-milter audit verify` says what. What "
               "was exported is proven by its checkpoints.\n";
    }
    return exported->is_trail_whole ? exit_ok : exit_findings;
}

}  // namespace

void add_audit_export(CLI::App& audit, int& status) {
    auto options = std::make_shared<ExportOptions>();
    auto* command =
        audit.add_subcommand("export", "The trail in the form that programs of others read");
    add_trail_options(*command, options->trail);
    command
        ->add_option("--format", options->format,
                     "tiles: a transparency log (c2sp.org/tlog-tiles), which others verify")
        ->check(CLI::IsMember({"tiles"}))
        ->required();
    command->add_option("-o,--output", options->output,
                        "Where it goes; tiles: a folder, in which each tree gets one of its name");
    command->add_option("--origin", options->origin, "Of this tree alone");
    command->footer(
        "Exit status: 0 here it is, 1 something is wrong with the trail, 65 this is no trail, or "
        "records\nof it are missing, 69 or 77 a file cannot be read, 73 written.");
    command->callback([options, &status] { status = export_to_folder(*options); });
}

}  // namespace msa
