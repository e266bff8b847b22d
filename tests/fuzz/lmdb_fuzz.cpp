// Files of LMDB that were damaged in any way: they are found in and listed without harm. An input
// is a list of changes to a file that liblmdb has written: where (3 octets, the lowest first), how
// many octets (1), the octets. The first octet of an input says how many pages of the file there
// are.
#include "base/file.h"
#include "fakes/lmdb_writer.h"
#include "fakes/temporary_folder.h"
#include "fuzz/require.h"
#include "tables/open_table.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <sstream>

#include <sys/mman.h>
#include <unistd.h>

namespace {

/// Two levels of pages, and a value in pages of its own.
std::string written() {
    const msa::TemporaryFolder folder;
    const auto path = folder.path_of("map");
    {
        msa::LmdbWriter writer(path);
        for (const int version : {1, 2}) {
            std::map<std::string, std::string> entries;
            for (int i = 0; i < 40; ++i) {
                const auto key = std::to_string(1000 + i) + '@' + std::string(60, 'k') + '.' +
                                 std::string(60, 'k') + ".example.com";
                const std::size_t size = i % 50 == 7 ? 5000 : 10;
                entries[key + '\0'] = std::string(size, static_cast<char>('a' + version)) + '\0';
            }
            writer.write(entries);
        }
    }
    std::ostringstream octets;
    octets << std::ifstream(path, std::ios::binary).rdbuf();
    return octets.str();
}

std::string damaged(std::string file, std::string_view changes) {
    const auto number = [&changes] {
        const auto octet = changes.empty() ? '\0' : changes.front();
        changes.remove_prefix(std::min<std::size_t>(changes.size(), 1));
        return std::size_t{static_cast<unsigned char>(octet)};
    };
    file.resize(std::min(file.size(), number() * 4096));
    while (!changes.empty() && !file.empty()) {
        const auto low = number();
        const auto middle = number();
        const auto begin = (low + (middle << 8U) + (number() << 16U)) % file.size();
        const auto size = std::min(number(), file.size() - begin);
        const auto octets = changes.substr(0, size);
        file.replace(begin, octets.size(), octets);
        changes.remove_prefix(octets.size());
    }
    return file;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::string whole = written();
    const auto octets = damaged(whole, std::string_view(reinterpret_cast<const char*>(data), size));
    const msa::FileDescriptor file(::memfd_create("lmdb", MFD_CLOEXEC));
    msa::require(
        ::write(file.get(), octets.data(), octets.size()) == static_cast<ssize_t>(octets.size()),
        "a file");
    const auto opened =
        msa::open_table({.name = "x",
                         .type = "lmdb",
                         .given = {{"path", "/proc/self/fd/" + std::to_string(file.get())}}});
    if (!opened) {
        msa::require(!opened.error().what.empty(), "a reason");
        return 0;
    }
    std::string last;
    int entries = 0;
    const auto listed =
        (*opened)->each([&](std::string_view key, const std::vector<std::string>& values) {
            msa::require(last <= key, "keys in their order");
            msa::require(!values.empty(), "an entry has values");
            if (entries++ % 8 == 0) {
                const auto answer = (*opened)->lookup(key);
                msa::require(!answer || !answer->found || !answer->values.empty(), "values");
            }
            last = key;
            return true;
        });
    msa::require(listed || !listed.error().what.empty(), "a reason");
    for (const auto* const key : {"a@example.com", "@example.com", "alice", ""}) {
        (void)(*opened)->lookup(key);  // only to look
    }
    return 0;
}
