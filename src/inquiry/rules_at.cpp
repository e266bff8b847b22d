// Rules in force, see rules_at.h.
#include "inquiry/rules_at.h"

#include "base/file.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "inquiry/search.h"

#include <filesystem>
#include <set>

namespace msa {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_text = std::size_t{64} * 1024 * 1024;

/// Only below the folder of the trail, whatever a record says.
bool is_name_of_archive(std::string_view kept) {
    return !kept.empty() && kept.front() != '/' && kept.find("..") == std::string_view::npos &&
           kept.find('\0') == std::string_view::npos;
}

}  // namespace

void ToldRules::add(const RecordHead& head, const ControlRecord& record) {
    auto& host = hosts_[std::string(record.text("host"))];
    if (head.kind == RecordKind::start) {
        host = {};
    } else if (head.kind == RecordKind::stop) {
        host = {};
        host.is_stopped = true;
    } else if (head.kind == RecordKind::rules) {
        const std::string file(record.text("file"));
        if (record.text("event") == "ended") {
            host.files.erase(file);
            return;
        }
        host.files[file] = {std::string(record.text("host")),    file,
                            std::string(record.text("version")), std::string(record.text("hash")),
                            std::string(record.text("kept")),    head.time};
    }
}

std::vector<RulesAt> ToldRules::rules() const {
    std::vector<RulesAt> all;
    for (const auto& [name, host] : hosts_) {
        for (const auto& [file, rules] : host.files) {
            all.push_back(rules);
        }
    }
    return all;
}

std::vector<std::string> ToldRules::stopped_hosts() const {
    std::vector<std::string> names;
    for (const auto& [name, host] : hosts_) {
        if (host.is_stopped) {
            names.push_back(name);
        }
    }
    return names;
}

Result<ToldRules> told_rules_at(
    const std::vector<TrailFile>& files, std::int64_t time,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress) {
    struct Told {
        std::vector<std::pair<RecordHead, ControlRecord>> records;
    };
    SearchScope scope;
    scope.span.end = time + 1;
    scope.control = [](RecordKind kind) {
        return kind == RecordKind::rules || kind == RecordKind::start || kind == RecordKind::stop;
    };
    ToldRules in_force;
    const auto done = search<Told>(
        files, progress, scope,
        [](Told& told, const RecordReader& reader, std::string_view) {
            told.records.emplace_back(reader.head(), reader.control());
        },
        [&](const Told& told) {
            for (const auto& [head, record] : told.records) {
                in_force.add(head, record);
            }
        });
    return done ? Result<ToldRules>(std::move(in_force)) : done.error();
}

Result<std::string> text_of(const RulesAt& rules, const std::vector<TrailFile>& files) {
    if (!is_name_of_archive(rules.kept)) {
        return Error{
            "the record does not say where the text of " + printable(rules.file) + " is kept",
            ErrorKind::bad_input};
    }
    std::set<fs::path> folders;
    for (const auto& file : files) {
        folders.insert(fs::path(file.path).parent_path());
    }
    for (const auto& folder : folders) {
        const auto path = (folder / rules.kept).string();
        const auto text = read_file(path, longest_text);
        if (!text) {
            continue;
        }
        return "sha256:" + hex(sha256(*text)) == rules.hash
                   ? text
                   : Result<std::string>(Error{
                         path + ": this is not the text that was in force: its hash is another",
                         ErrorKind::bad_input});
    }
    return Error{printable(rules.kept) + ": the text of " + printable(rules.file) +
                     " is not beside the trail",
                 ErrorKind::unavailable};
}

}  // namespace msa
