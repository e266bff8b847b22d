// Files of checkpoints that may hold anything: what is one reads the same when it is written again,
// and where one begins and ends everybody agrees.
#include "audit/checkpoint.h"
#include "audit/note_key.h"
#include "audit/signed_note.h"
#include "base/file.h"
#include "fuzz/require.h"
#include "fuzz/signed_seeds.h"
#include "trail/checkpoint_store.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <sys/mman.h>
#include <unistd.h>

namespace {

void read_note(std::string_view octets) {
    const auto note = msa::parse_note(octets);
    if (!note) {
        msa::require(!note.error().what.empty(), "a reason");
        return;
    }
    const auto again = msa::parse_note(note->octets());
    msa::require(again && again->octets() == note->octets(), "a note reads the same again");
    const auto checkpoint = msa::parse_checkpoint(note->text);
    if (!checkpoint) {
        return;
    }
    msa::require(note->text.starts_with(checkpoint->text()), "a checkpoint is the note's text");
    const auto key = msa::parse_verifier_key(msa::seed_key).value();
    msa::require(
        msa::verdict(*note, key) != msa::NoteVerdict::good || msa::is_seed_size(checkpoint->size),
        "nobody forges a signature");
}

void read_store(const std::uint8_t* data, std::size_t size) {
    const msa::FileDescriptor file(::memfd_create("checkpoints", MFD_CLOEXEC));
    msa::require(::write(file.get(), data, size) == static_cast<ssize_t>(size), "a file");
    msa::CheckpointStore store;
    msa::Observations observations;
    if (!store.add_file("/proc/self/fd/" + std::to_string(file.get()), 0, false, observations)) {
        return;  // of what was compressed and is damaged
    }
    store.sort();
    std::uint64_t count = 0;
    for (const auto& origin : store.origins("")) {
        for (const auto& stored : store.of(origin)) {
            ++count;
            const auto note = store.note(stored);
            msa::require(note.has_value(), "what was a note is one");
            const auto checkpoint = msa::parse_checkpoint(note->text);
            msa::require(checkpoint && checkpoint->size == stored.size, "with the same size");
            msa::require(checkpoint->origin == origin, "and the same origin");
        }
    }
    msa::require(count == store.count(), "all are there");
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    read_note(octets);
    msa::require(msa::note_length(octets, true) <= size, "a note ends with the file");
    msa::require(msa::note_length(octets, false) <= msa::note_length(octets, true),
                 "what is whole stays whole");
    (void)msa::parse_verifier_key(octets);  // only to look
    read_store(data, size);
    return 0;
}
