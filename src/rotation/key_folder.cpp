#include "rotation/key_folder.h"

#include "base/give_file.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>
#include <system_error>
#include <tuple>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace msa {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view key_ending = ".pem";
constexpr std::string_view state_ending = ".state";
constexpr std::size_t longest_state = 65536;
constexpr mode_t secret = 0600;

FileOwner owner_of(const std::string& path, FileOwner otherwise) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0
               ? FileOwner{.user = status.st_uid, .group = status.st_gid}
               : otherwise;
}

/// Names in it that do not begin with a dot.
Result<std::vector<fs::path>> names_in(const fs::path& folder) {
    std::error_code trouble;
    std::vector<fs::path> names;
    for (fs::directory_iterator each(folder, trouble), end; !trouble && each != end;
         each.increment(trouble)) {
        if (!each->path().filename().string().starts_with('.')) {
            names.push_back(each->path());
        }
    }
    if (trouble) {
        return file_error(folder.string(), trouble.value());
    }
    return names;
}

Result<void> read_state(FolderKey& key) {
    if (!key.has_state) {
        struct stat status {};
        if (::stat(key.file.c_str(), &status) != 0) {
            return file_error(key.file, errno);
        }
        key.life.since = std::chrono::system_clock::from_time_t(status.st_mtime);
        return {};
    }
    const auto text = read_file(state_file(key), longest_state);
    if (!text) {
        return text.error();
    }
    auto life = parse_key_life(*text);
    if (!life) {
        return within(state_file(key), life.error());
    }
    key.life = *std::move(life);
    return {};
}

Result<void> add_keys_of(const fs::path& folder, std::vector<FolderKey>& keys) {
    const auto names = names_in(folder);
    if (!names) {
        return names.error();
    }
    std::map<std::string, FolderKey> found;  // by selector
    for (const auto& path : *names) {
        const auto ending = path.extension().string();
        if (ending != key_ending && ending != state_ending) {
            continue;
        }
        const auto selector = path.stem().string();
        auto& key = found
                        .try_emplace(selector, FolderKey{.domain = folder.filename().string(),
                                                         .selector = selector,
                                                         .file = (folder / selector).string() +
                                                                 std::string(key_ending),
                                                         .has_file = false})
                        .first->second;
        key.has_file = key.has_file || ending == key_ending;
        key.has_state = key.has_state || ending == state_ending;
    }
    for (auto& [selector, key] : found) {
        if (auto read = read_state(key); !read) {
            return read;
        }
        keys.push_back(std::move(key));
    }
    return {};
}

Error cannot_create(const std::string& path, int code) {
    return {file_error(path, code).what, ErrorKind::cannot_create};
}

/// 0700, where it is not there; it is on disk afterwards.
Result<void> make_domain_folder(const fs::path& folder, FileOwner owner) {
    const bool is_made = ::mkdir(folder.c_str(), S_IRWXU) == 0;
    if (!is_made && errno != EEXIST) {
        return cannot_create(folder.string(), errno);
    }
    // Root may write here what somebody else has named: so a link is not followed.
    const FileDescriptor opened(
        ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!opened.is_open() && (errno == ENOTDIR || errno == ELOOP)) {
        return Error{
            folder.string() + ": not a folder, but perhaps a link to one: no key is written there",
            ErrorKind::cannot_create};
    }
    if (!opened.is_open() || (is_made && !give_file(opened.get(), owner))) {
        return cannot_create(folder.string(), errno);
    }
    const FileDescriptor parent(
        ::open(folder.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (is_made && (!parent.is_open() || ::fsync(parent.get()) != 0)) {
        return cannot_create(folder.parent_path().string(), errno);
    }
    return {};
}

}  // namespace

Result<std::vector<FolderKey>> keys_in(const std::string& folder) {
    const auto domains = names_in(folder);
    if (!domains) {
        return domains.error();
    }
    std::vector<FolderKey> keys;
    for (const auto& domain : *domains) {
        std::error_code trouble;
        if (!fs::is_directory(domain, trouble)) {
            continue;
        }
        if (auto added = add_keys_of(domain, keys); !added) {
            return added.error();
        }
    }
    std::sort(keys.begin(), keys.end(), [](const FolderKey& a, const FolderKey& b) {
        return std::tie(a.domain, a.selector) < std::tie(b.domain, b.selector);
    });
    return keys;
}

std::string state_file(const FolderKey& key) {
    return key.file.substr(0, key.file.size() - key_ending.size()) + std::string(state_ending);
}

Result<void> keep_state(const FolderKey& key, FileOwner owner) {
    return replace_file(state_file(key), to_text(key.life), secret, owner_of(key.file, owner));
}

Result<void> keep_new_key(const FolderKey& key, const std::string& pem, FileOwner owner) {
    if (may_exist(key.file) || may_exist(state_file(key))) {
        return Error{key.file + ": is there already", ErrorKind::cannot_create};
    }
    if (auto made = make_domain_folder(fs::path(key.file).parent_path(), owner); !made) {
        return made;
    }
    const auto keep_key = [&] { return replace_file(key.file, pem, secret, owner); };
    const auto keep_life = [&] { return keep_state(key, owner); };
    const bool is_active = key.life.state == KeyState::active;
    auto kept = is_active ? keep_key() : keep_life();
    if (kept) {
        kept = is_active ? keep_life() : keep_key();
    }
    if (!kept) {  // half of a key is none
        (void)::unlink(key.file.c_str());
        (void)::unlink(state_file(key).c_str());
    }
    return kept;
}

bool drop_unborn(const FolderKey& key) {
    const bool is_unborn = !key.has_file && (key.life.state == KeyState::generated ||
                                             key.life.state == KeyState::published);
    if (is_unborn) {
        (void)::unlink(state_file(key).c_str());  // where it stays, it is none either
    }
    return is_unborn;
}

Result<KeyFolderLock> KeyFolderLock::take(const std::string& folder, FileOwner owner) {
    const auto path = folder + "/.lock";
    FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, secret));
    if (!file.is_open() || !give_file(file.get(), owner)) {
        return errno == ENOENT ? file_error(folder, errno) : cannot_create(path, errno);
    }
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        return errno == EWOULDBLOCK ? Error{folder + ": another process is changing these keys"}
                                    : file_error(path, errno);
    }
    return KeyFolderLock(std::move(file));
}

}  // namespace msa
