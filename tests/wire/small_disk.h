// A small file system of the test's own, which can be full. Only the calling thread and what it
// starts from now on see it.
#pragma once

#include "base/file.h"
#include "fakes/temporary_folder.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace msa::wire {

class SmallDisk {
public:
    /// Whether this process may have one: root may, unless a container forbids it.
    [[nodiscard]] static bool is_possible();

    /// Everybody may write to it. Throws std::runtime_error where it is not possible.
    explicit SmallDisk(std::size_t octets = std::size_t{2} << 20U);
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    /// Gone, in the same thread.
    ~SmallDisk();

    [[nodiscard]] std::string path_of(std::string_view name) const { return folder_.path_of(name); }
    /// To the last octet.
    void fill() const;
    void make_room() const;

private:
    TemporaryFolder folder_;
    FileDescriptor before_;
    FileDescriptor working_folder_;
};

}  // namespace msa::wire
