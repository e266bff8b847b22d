// msa-milter audit query: which messages, by whom, to whom, and what became of them.
#include "command_line/command.h"
#include "commands/audit_options.h"
#include "commands/exit_status.h"
#include "commands/query_options.h"
#include "commands/query_output.h"
#include "commands/rule_options.h"
#include "inquiry/pseudonym_keys.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <set>

#include <unistd.h>

namespace msa {
namespace {

using Strings = std::vector<std::string>;

/// What is found, in the order of the trail, as it is to be printed.
struct FoundRecords {
    std::vector<FoundRecord> records;
};

class QueryRun {
public:
    QueryRun(const QueryOptions& options, const Query& query, std::vector<TrailFile> files)
        : options_(options), query_(query), files_(std::move(files)) {}

    [[nodiscard]] Result<bool> run() {
        return options_.wants_idle_rules    ? idle_rules()
               : !options_.count_by.empty() ? count()
                                            : list();
    }
    /// What control records of all times tell of delegations and exceptions.
    [[nodiscard]] Result<PrivilegeEnds> ends() const {
        struct Told {
            std::vector<std::pair<RecordHead, ControlRecord>> records;
        };
        PrivilegeEnds ends;
        SearchScope scope;
        scope.control = [](RecordKind kind) {
            return kind == RecordKind::delegation || kind == RecordKind::exception;
        };
        const auto done = search<Told>(
            files_, progress_bar(), scope,
            [](Told& told, const RecordReader& reader, std::string_view) {
                told.records.emplace_back(reader.head(), reader.control());
            },
            [&](const Told& told) {
                for (const auto& [head, record] : told.records) {
                    ends.add(head, record);
                }
            });
        return done ? Result<PrivilegeEnds>(std::move(ends)) : done.error();
    }
    [[nodiscard]] const DamagedLines& damaged() const { return damaged_; }
    [[nodiscard]] std::string where(TrailPlace place) const {
        return files_[place.file].path + ':' + std::to_string(place.line);
    }

private:
    template <class Found, class Look, class Take>
    Result<void> go(bool prints_meanwhile, const Look& look, const Take& take) {
        const auto silent = [](std::uint64_t, std::uint64_t) {};
        auto progress = prints_meanwhile && ::isatty(STDOUT_FILENO) == 1
                            ? std::function<void(std::uint64_t, std::uint64_t)>(silent)
                            : progress_bar();
        auto done = search<Found>(files_, progress, query_.scope(options_), look, take);
        if (!done) {
            return done.error();
        }
        damaged_ = *std::move(done);
        return {};
    }

    Result<bool> list() {
        RecordPrinter printer(options_, query_);
        const auto done = go<FoundRecords>(
            true,
            [&](FoundRecords& found, const RecordReader& reader, std::string_view line) {
                found.records.push_back(printer.found(reader, line));
            },
            [&](FoundRecords found) {
                for (auto& each : found.records) {
                    printer.take(std::move(each));
                }
            });
        if (!done) {
            return done.error();
        }
        printer.finish();
        return printer.has_any();
    }

    Result<void> count_into(Counts& counts, const Strings& keys) {
        return go<Counts>(
            false,
            [&](Counts& found, const RecordReader& reader, std::string_view) {
                found.add(reader, keys);
            },
            [&](Counts found) { counts.merge(std::move(found)); });
    }

    Result<bool> count() {
        Counts counts;
        const auto done = count_into(counts, query_.count_by);
        if (!done) {
            return done.error();
        }
        const bool is_by_time = query_.count_by[0] == "time" || query_.count_by[0] == "day" ||
                                query_.count_by[0] == "month";
        auto lines = is_by_time && !options_.top ? counts.by_value() : counts.by_count();
        lines.resize(std::min(lines.size(), options_.top.value_or(lines.size())));
        print_counts(lines, query_.count_by, options_);
        return !counts.is_empty();
    }

    Result<bool> idle_rules() {
        Counts counts;
        const auto done = count_into(counts, {"rule"});
        if (!done) {
            return done.error();
        }
        std::set<std::string> met;
        for (const auto& line : counts.by_count()) {
            met.insert(line.values.at(0));
        }
        auto idle = rule_names();
        std::erase_if(idle, [&](const std::string& name) { return met.count(name) != 0; });
        print_values(idle, "rule", options_);
        return !idle.empty();
    }

    const QueryOptions& options_;
    const Query& query_;
    std::vector<TrailFile> files_;
    DamagedLines damaged_;
};

void name_damage(const QueryRun& run) {
    for (const auto& place : run.damaged().named) {
        std::cerr << "msa-milter: " << shown(run.where(place)) << ": this line is not a record\n";
    }
    if (const auto more = run.damaged().count - run.damaged().named.size(); more != 0) {
        std::cerr << "msa-milter: " << more << " more lines are not records\n";
    }
    for (const auto& place : run.damaged().endless) {
        std::cerr << "msa-milter: " << shown(run.where(place))
                  << ": the last line has no end and was left out: it is being written, or torn\n";
    }
}

/// Of the trail's recipients, where they are asked for.
std::vector<PseudonymKey> pseudonyms_for(const QueryOptions& options, const Strings& paths) {
    if (!options.is_about_recipients()) {
        return {};
    }
    auto found = pseudonym_keys_beside(paths);
    for (const auto& why : found.unreadable) {
        std::cerr << "msa-milter: " << shown(why) << "; recipients that it hides are not found\n";
    }
    return std::move(found.keys);
}

int query(const QueryOptions& options) {
    // What is wrong with the question is said first.
    if (const auto checked = query_of(options, {}); !checked) {
        return complain(checked.error());
    }
    const auto paths = trail_paths(options.trail);
    if (!paths) {
        return complain(paths.error());
    }
    auto files = record_files(*paths);
    if (!files) {
        return complain(files.error());
    }
    auto query = query_of(options, pseudonyms_for(options, *paths));
    if (!query) {
        return complain(query.error());
    }
    QueryRun run(options, *query, *std::move(files));
    if (options.is_late) {
        auto ends = run.ends();
        if (!ends) {
            return complain(ends.error());
        }
        query->filter.demand_late_use(std::make_shared<const PrivilegeEnds>(*std::move(ends)));
    }
    const auto found = run.run();
    std::cout << std::flush;
    if (!found) {
        return complain(found.error());
    }
    name_damage(run);
    return run.damaged().count != 0 ? exit_bad_input : *found ? exit_ok : exit_findings;
}

std::string footer() {
    std::string text =
        "A filter given twice asks for either value, different filters for all of them; * is any "
        "value.\nKeys of --columns and --count-by:\n";
    for (const auto& key : record_keys()) {
        text += "  " + std::string(key.name) +
                std::string(key.name.size() < 18 ? 18 - key.name.size() : 1, ' ') +
                std::string(key.about) + '\n';
    }
    return text +
           "Of control records: time, day, month, record, and their members.\n"
           "Exit status: 0 something was found, 1 nothing was, 65 lines are damaged, or the "
           "question\nmakes no sense, 69, 77 or 78 a file cannot be read.";
}

}  // namespace

void add_audit_query(Command& audit, int& status) {
    auto options = std::make_shared<QueryOptions>();
    auto* command = audit.add_subcommand("query", "Search the trail: show or count its records");
    add_query_options(*command, *options);
    command->footer(footer());
    command->callback([options, &status] { status = query(*options); });
}

}  // namespace msa
