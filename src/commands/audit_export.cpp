// msa-milter audit export: the trail as the programs of others read it.
#include "base/file.h"
#include "base/text.h"
#include "command_line/command.h"
#include "commands/audit_options.h"
#include "commands/exit_status.h"
#include "commands/rule_options.h"
#include "siem/siem_event.h"
#include "trail/record_files.h"
#include "trail/tile_export.h"

#include <cerrno>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace msa {
namespace {

constexpr std::uint32_t enterprise_of_examples = 32473;  // (RFC 5612)

struct ExportOptions {
    TrailOptions trail;
    std::string format;
    std::string output;
    std::string origin;
    std::uint32_t enterprise = enterprise_of_examples;
};

int export_to_folder(const ExportOptions& options) {
    if (options.output.empty()) {
        return complain({"--format tiles needs a folder: -o FOLDER", ErrorKind::bad_input});
    }
    auto paths = trail_paths(options.trail);
    if (!paths) {
        return complain(paths.error());
    }
    VerificationRequest request;
    request.paths = *std::move(paths);
    request.progress = progress_bar();
    const auto exported = export_tiles(std::move(request), options.origin, options.output);
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
        std::cerr << "something is wrong with this trail; `msa-milter audit verify` says what. "
                     "What was exported is proven by its checkpoints.\n";
    }
    return exported->is_trail_whole ? exit_ok : exit_findings;
}

/// One record as a line; the reader has read it.
using Mapping = std::function<std::string(const RecordReader& reader, bool is_transaction)>;

Mapping mapping_of(const ExportOptions& options) {
    if (options.format == "ocsf") {
        return [](const RecordReader& reader, bool is_transaction) {
            return is_transaction ? ocsf_event(reader.head(), reader.transaction())
                                  : ocsf_event(reader.head(), reader.control());
        };
    }
    if (options.format == "ecs") {
        return [](const RecordReader& reader, bool is_transaction) {
            return is_transaction ? ecs_event(reader.head(), reader.transaction())
                                  : ecs_event(reader.head(), reader.control());
        };
    }
    return [enterprise = options.enterprise](const RecordReader& reader, bool is_transaction) {
        return is_transaction ? syslog_event(reader.head(), reader.transaction(), enterprise)
                              : syslog_event(reader.head(), reader.control(), enterprise);
    };
}

/// What comes of a block of lines.
struct Events {
    std::string text;
    std::vector<std::uint64_t> damaged;  // lines that are no records
    bool has_endless = false;            // the last line is being written, or torn
};

Events events_of(const LineBlock& block, const Mapping& mapping) {
    using Line = RecordReader::Line;
    Events events;
    RecordReader reader;
    for (const auto& line : block.lines) {
        const auto kind = reader.read(block.text(line));
        if (!line.has_end) {
            events.has_endless = true;
        } else if (kind == Line::damaged) {
            events.damaged.push_back(line.number);
        } else if (kind != Line::part) {
            events.text += mapping(reader, kind == Line::transaction) + '\n';
        }
    }
    return events;
}

/// Standard output, or a file that was not there: it might be the trail.
class Output {
public:
    [[nodiscard]] static Result<Output> open(const std::string& path) {
        constexpr mode_t mode = 0640;
        Output output;
        if (path.empty()) {
            return Result<Output>(std::move(output));
        }
        output.path_ = path;
        output.file_ =
            FileDescriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
        return output.file_.is_open() ? Result<Output>(std::move(output)) : output.trouble();
    }
    [[nodiscard]] Result<void> write(std::string_view text) const {
        const int file = path_.empty() ? STDOUT_FILENO : file_.get();
        while (!text.empty()) {
            const auto written = ::write(file, text.data(), text.size());
            if (written > 0) {
                text.remove_prefix(static_cast<std::size_t>(written));
            } else if (errno != EINTR) {
                return trouble();
            }
        }
        return {};
    }

private:
    [[nodiscard]] Error trouble() const {
        auto error = file_error(path_.empty() ? "standard output" : path_, errno);
        error.kind = ErrorKind::cannot_create;
        return error;
    }

    std::string path_;
    FileDescriptor file_;
};

/// Lines that are no records, named one by one up to a number.
class DamagedLines {
public:
    void complain_of(const std::string& path, const Events& events) {
        constexpr std::size_t most_named = 10;
        for (const auto line : events.damaged) {
            if (++count_ <= most_named) {
                std::cerr << shown(path) << ':' << line << ": this is not a record\n";
            } else {
                ++unnamed_;
            }
        }
        if (events.has_endless) {
            std::cerr << shown(path)
                      << ": the last line has no end and was left out: it is being written, or "
                         "torn\n";
        }
    }
    /// The exit status.
    [[nodiscard]] int conclude() const {
        if (unnamed_ > 0) {
            std::cerr << unnamed_ << " more lines are not records\n";
        }
        return count_ == 0 ? exit_ok : exit_bad_input;
    }

private:
    std::size_t count_ = 0;
    std::size_t unnamed_ = 0;
};

int export_events(const ExportOptions& options) {
    const auto paths = trail_paths(options.trail);
    const auto files = paths ? record_files(*paths) : paths.error();
    if (!files) {
        return complain(files.error());
    }
    const auto output = Output::open(options.output);
    if (!output) {
        return complain(output.error());
    }
    DamagedLines damaged;
    Result<void> written;
    const auto mapping = mapping_of(options);
    const auto use = [&](std::size_t file, const LineBlock&, const Events& events) {
        damaged.complain_of((*files)[file].path, events);
        written = written ? output->write(events.text) : std::move(written);
    };
    const auto read = each_record_block(
        *files, progress_bar(),
        [&mapping](const LineBlock& block) { return events_of(block, mapping); }, use);
    if (!written || !read) {
        return complain(written ? read.error() : written.error());
    }
    return damaged.conclude();
}

}  // namespace

void add_audit_export(Command& audit, int& status) {
    auto options = std::make_shared<ExportOptions>();
    auto* command =
        audit.add_subcommand("export", "Write the trail in formats that other programs read");
    add_trail_options(*command, options->trail);
    command
        ->add_option("--format", options->format,
                     "tiles: a transparency log (c2sp.org/tlog-tiles) that others can verify; "
                     "ocsf, ecs, rfc5424: one event for each record, for a SIEM")
        ->one_of({"tiles", "ocsf", "ecs", "rfc5424"})
        ->required();
    command->add_option(
        "-o,--output", options->output,
        "A file, instead of standard output; tiles: a folder, in which each tree gets its own");
    command->add_option("--origin", options->origin, "tiles: only this tree");
    command
        ->add_option(
            "--enterprise", options->enterprise,
            "rfc5424: your private enterprise number (IANA); the default is the one for examples")
        ->capture_default_str();
    command->footer(
        "Exit status: 0 exported, 1 something is wrong with the trail, 65 this is not a trail, "
        "lines are\ndamaged, or records that a log needs are missing, 69 or 77 a file cannot be "
        "read, 73 a file\ncannot be written.");
    command->callback([options, &status] {
        status = options->format == "tiles" ? export_to_folder(*options) : export_events(*options);
    });
}

}  // namespace msa
