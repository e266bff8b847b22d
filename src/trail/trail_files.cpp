// Files of a trail, see trail_files.h.
#include "trail/trail_files.h"

#include "audit/checkpoint.h"
#include "audit/signed_note.h"
#include "base/file.h"
#include "trail/control_record.h"
#include "trail/line_reader.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include <sys/stat.h>

namespace msa {

namespace fs = std::filesystem;

namespace {

using Content = TrailFile::Content;

/// Files that are the same, whatever they are called.
class Seen {
public:
    /// Whether it is a new one. What cannot be looked at is.
    bool add(const std::string& path) {
        struct stat status {};
        return ::stat(path.c_str(), &status) != 0 ||
               files_.emplace(status.st_dev, status.st_ino).second;
    }

private:
    std::set<std::pair<dev_t, ino_t>> files_;
};

/// Of what is damaged nobody can tell: it is not passed over.
bool is_of_trail(Content content) {
    return content == Content::records || content == Content::checkpoints ||
           content == Content::damaged;
}

bool is_checkpoint(const LineBlock& block) {
    std::string text;
    for (std::size_t i = 0; i < 3 && i < block.lines.size(); ++i) {
        text += std::string(block.text(block.lines[i])) + '\n';
    }
    return parse_checkpoint(text).has_value();
}

void look(const LineBlock& block, TrailFile& file) {
    for (const auto& line : block.lines) {
        const auto head = record_head(block.text(line));
        if (!head || (file.first && !head->n)) {
            continue;
        }
        file.first = head;
        file.host = text_member(block.text(line), "host").value_or("");
        if (head->n) {
            break;
        }
    }
    file.content = file.first             ? Content::records
                   : is_checkpoint(block) ? Content::checkpoints
                   : !block.lines.empty() ? Content::unknown
                                          : Content::nothing;
}

/// A daemon that is at work makes a checkpoint's file under this name, and renames it.
bool is_being_made(const fs::path& path) {
    return path.extension() == ".new";
}

std::vector<std::string> files_in(const std::string& folder) {
    std::vector<std::string> paths;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (entry.is_regular_file(error) && !is_being_made(entry.path())) {
            paths.push_back(entry.path().string());
        }
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

/// What rotation and compression put behind it taken off: `audit` of `audit.jsonl.2.gz`.
std::string stem_of(const std::string& path) {
    const auto name = path.rfind('/') + 1;
    const auto end = std::min(path.find(".jsonl", name), path.find('.', name));
    return path.substr(0, end);
}

Result<void> add_folder(const std::string& folder, Seen& seen, std::vector<TrailFile>& files) {
    const auto before = files.size();
    for (const auto& path : files_in(folder)) {
        auto file = looked_at(path);
        if (!file) {
            return file.error();
        }
        if (is_of_trail(file->content) && seen.add(path)) {
            files.push_back(*std::move(file));
        }
    }
    if (files.size() == before) {
        return Error{folder + ": no file of a trail is in this folder", ErrorKind::bad_input};
    }
    return {};
}

void add_checkpoints_beside(Seen& seen, std::vector<TrailFile>& files) {
    std::set<std::string> stems;
    for (const auto& file : files) {
        stems.insert(stem_of(file.path));
    }
    for (const auto& stem : stems) {
        for (const char* extension : {".checkpoints", ".checkpoint"}) {
            auto file = looked_at(stem + extension);
            if (file && file->content == Content::checkpoints && seen.add(file->path)) {
                files.push_back(*std::move(file));
            }
        }
    }
}

}  // namespace

Result<TrailFile> looked_at(const std::string& path) {
    auto reader = read_lines(path);
    if (!reader) {
        return reader.error();
    }
    TrailFile file;
    file.path = path;
    const auto block = reader->next();
    if (!block && block.error().kind == ErrorKind::bad_input) {
        file.content = Content::damaged;
        return file;
    }
    if (!block) {
        return block.error();
    }
    look(*block, file);
    return file;
}

std::optional<std::uint64_t> last_number(const std::string& path) {
    auto reader = read_lines(path);
    std::optional<std::uint64_t> last;
    while (reader) {
        const auto block = reader->next();
        if (!block) {
            return std::nullopt;
        }
        if (block->lines.empty()) {
            break;
        }
        for (auto line = block->lines.rbegin(); line != block->lines.rend(); ++line) {
            const auto head = record_head(block->text(*line));
            if (head && head->n) {
                last = head->n;
                break;
            }
        }
    }
    return last;
}

std::vector<std::string> paths_beside(const std::string& path) {
    const auto folder = fs::path(path).parent_path();
    const auto stem = stem_of(path);
    auto paths = files_in(folder.empty() ? "." : folder.string());
    std::erase_if(paths, [&](const std::string& each) {
        const bool is_own =
            stem_of(each) == stem || (folder.empty() && stem_of(each) == "./" + stem);
        const auto file = is_own ? looked_at(each) : Error{};
        return !file || !is_of_trail(file->content);
    });
    return paths;
}

std::map<std::string, std::vector<std::size_t>> by_host(const std::vector<TrailFile>& files) {
    std::map<std::string, std::vector<std::size_t>> hosts;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (files[i].is_for_records()) {
            hosts[files[i].host].push_back(i);
        }
    }
    return hosts;
}

Result<std::vector<TrailFile>> trail_files(const std::vector<std::string>& paths) {
    std::vector<TrailFile> files;
    Seen seen;
    for (const auto& path : paths) {
        std::error_code error;
        if (fs::is_directory(path, error)) {
            if (const auto added = add_folder(path, seen, files); !added) {
                return added.error();
            }
            continue;
        }
        auto file = looked_at(path);
        if (!file) {
            return file.error();
        }
        if (seen.add(path)) {
            files.push_back(*std::move(file));
        }
    }
    const bool has_checkpoints = std::any_of(files.begin(), files.end(), [](const auto& file) {
        return file.content == Content::checkpoints;
    });
    if (!has_checkpoints) {
        add_checkpoints_beside(seen, files);
    }
    return files;
}

}  // namespace msa
