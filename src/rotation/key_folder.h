// Keys in a folder: FOLDER/DOMAIN/SELECTOR.pem, and SELECTOR.state beside it.
#pragma once

#include "base/file.h"
#include "base/replace_file.h"
#include "base/result.h"
#include "rotation/key_life.h"

#include <string>
#include <vector>

namespace msa {

struct FolderKey {
    std::string domain;
    std::string selector;
    std::string file;  // SELECTOR.pem
    KeyLife life{};    // of a key that somebody put there: active since its file was written
    bool has_file = true;
    bool has_state = false;

    [[nodiscard]] std::string name() const { return domain + '/' + selector; }
};

/// All of them, by domain and selector. What begins with a dot, and files of other names, are no
/// keys. Errors, which name the file or folder: it cannot be read, or a state is none.
[[nodiscard]] Result<std::vector<FolderKey>> keys_in(const std::string& folder);

/// SELECTOR.state.
[[nodiscard]] std::string state_file(const FolderKey& key);

/// Makes its state durable; whoever is killed leaves the old one or the new one. The file belongs
/// to whom the key's file belongs to, where that is there.
[[nodiscard]] Result<void> keep_state(const FolderKey& key, FileOwner owner = {});

/// A new key: its state first, so that it does not sign before it may; or last, where it may. The
/// folder of its domain is made, 0700, where it is not there. Error, cannot_create: the key is
/// there already, or it cannot be written; then nothing of it is there.
[[nodiscard]] Result<void> keep_new_key(const FolderKey& key, const std::string& pem,
                                        FileOwner owner = {});

/// Whether it is the state of a key that was never written, since somebody was killed before; then
/// it is gone. For who holds the lock.
[[nodiscard]] bool drop_unborn(const FolderKey& key);

/// Only one process changes keys at a time: it holds this.
class KeyFolderLock {
public:
    /// Waits for nobody; `owner` is whose the lock file is where root makes it. Errors:
    /// unavailable, another process holds it; cannot_create, it cannot be made; there is no such
    /// folder.
    [[nodiscard]] static Result<KeyFolderLock> take(const std::string& folder,
                                                    FileOwner owner = {});

private:
    explicit KeyFolderLock(FileDescriptor file) : file_(std::move(file)) {}

    FileDescriptor file_;
};

}  // namespace msa
