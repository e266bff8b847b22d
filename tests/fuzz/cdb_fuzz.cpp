// Constant databases that may hold anything: they are found in and listed without harm.
#include "base/file.h"
#include "fuzz/require.h"
#include "tables/open_table.h"

#include <cstddef>
#include <cstdint>

#include <sys/mman.h>
#include <unistd.h>

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const msa::FileDescriptor file(::memfd_create("cdb", MFD_CLOEXEC));
    msa::require(::write(file.get(), data, size) == static_cast<ssize_t>(size), "a file");
    const auto opened =
        msa::open_table({.name = "x",
                         .type = "cdb",
                         .given = {{"path", "/proc/self/fd/" + std::to_string(file.get())}}});
    if (!opened) {
        msa::require(!opened.error().what.empty(), "a reason");
        return 0;
    }
    std::size_t octets = 0;
    const auto listed =
        (*opened)->each([&](std::string_view key, const std::vector<std::string>& values) {
            octets += key.size();
            msa::require(!values.empty(), "an entry has values");
            const auto answer = (*opened)->lookup(key);
            msa::require(!answer || !answer->found || !answer->values.empty(), "found with values");
            return true;
        });
    msa::require(octets < size, "keys come from the file");
    msa::require(listed || !listed.error().what.empty(), "a reason");
    for (const auto* const key : {"a@example.com", "@example.com", "alice", ""}) {
        (void)(*opened)->lookup(key);  // only to look
    }
    return 0;
}
