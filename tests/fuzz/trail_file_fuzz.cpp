// Files of a trail that may hold anything, compressed or not: they are read in a memory that does
// not depend on them, and what nobody signed is not proven.
#include "base/file.h"
#include "fuzz/require.h"
#include "fuzz/signed_seeds.h"
#include "trail/line_reader.h"
#include "trail/verification.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

namespace {

void read_file_of(const std::string& path, std::size_t size) {
    auto lines = msa::read_lines(path);
    if (!lines) {
        msa::require(!lines.error().what.empty(), "a reason");
        return;
    }
    std::uint64_t number = 0;
    for (;;) {
        const auto block = lines->next();
        if (!block || block->lines.empty()) {
            msa::require(block || !block.error().what.empty(), "a reason");
            break;
        }
        for (const auto& line : block->lines) {
            msa::require(line.number == ++number, "lines are counted");
            msa::require(block->text(line).size() <= msa::max_line_octets, "lines are bounded");
            msa::require(lines->source().is_compressed() || line.octets <= size, "no more octets");
        }
    }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const msa::FileDescriptor file(::memfd_create("trail", MFD_CLOEXEC));
    msa::require(::write(file.get(), data, size) == static_cast<ssize_t>(size), "a file");
    const auto path = "/proc/self/fd/" + std::to_string(file.get());
    read_file_of(path, size);
    msa::VerificationRequest request;
    request.paths = {path};
    request.keys = {msa::parse_verifier_key(msa::seed_key).value()};
    const auto report = msa::verify_trail(request);
    msa::require(!report || !(report->has_integrity() && report->is_trusted),
                 "without a checkpoint nothing is proven");
    return 0;
}
