// Rules in force, see rules_at.h.
#include "inquiry/rules_at.h"

#include "base/file.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "inquiry/search.h"

#include <algorithm>
#include <filesystem>
#include <optional>
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

std::set<fs::path> folders_of(const std::vector<TrailFile>& files) {
    std::set<fs::path> folders;
    for (const auto& file : files) {
        const auto parent = fs::path(file.path).parent_path();
        folders.insert(parent.empty() ? fs::path(".") : parent);
    }
    return folders;
}

/// Absent: there is no such file. Error: it is another one than its hash says.
std::optional<Result<std::string>> kept_text(const std::string& path, const std::string& hash) {
    auto text = read_file(path, longest_text);
    if (!text) {
        return std::nullopt;
    }
    if ("sha256:" + hex(sha256(*text)) != hash) {
        return Result<std::string>(
            Error{path + ": this is not the text that was in force: its hash differs",
                  ErrorKind::bad_input});
    }
    return text;
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
    for (const auto& folder : folders_of(files)) {
        if (const auto text = kept_text((folder / rules.kept).string(), rules.hash)) {
            return *text;
        }
    }
    return Error{printable(rules.kept) + ": the text of " + printable(rules.file) +
                     " is not beside the trail",
                 ErrorKind::unavailable};
}

Result<std::string> text_of(const std::string& hash, const std::vector<TrailFile>& files) {
    constexpr std::string_view algorithm = "sha256:";
    const auto name = hash.substr(std::min(algorithm.size(), hash.size())) + ".toml";
    for (const auto& folder : folders_of(files)) {
        std::error_code unreadable;
        for (const auto& entry : fs::directory_iterator(folder, unreadable)) {
            const auto text = entry.path().extension() == ".rules"
                                  ? kept_text((entry.path() / name).string(), hash)
                                  : std::nullopt;
            if (text) {
                return *text;
            }
        }
    }
    return Error{"the text of the rules " + printable(hash) + " is not beside the trail",
                 ErrorKind::unavailable};
}

}  // namespace msa
