// Lines of a trail that may hold anything, damaged files of them, and compressed ones: they are
// read without harm, in a memory that does not depend on them, and nothing that nobody signed is
// proven.
#include "base/file.h"
#include "fuzz/require.h"
#include "fuzz/signed_seeds.h"
#include "siem/siem_event.h"
#include "trail/control_record.h"
#include "trail/line_reader.h"
#include "trail/record.h"
#include "trail/verification.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

namespace {

/// Events of others are one line, whatever the record holds.
template <class Record>
void export_record(const msa::RecordHead& head, const Record& record) {
    constexpr std::uint32_t enterprise = 32473;
    for (const auto& event : {msa::ocsf_event(head, record), msa::ecs_event(head, record),
                              msa::syslog_event(head, record, enterprise)}) {
        msa::require(!event.empty() && event.find('\n') == std::string::npos, "an event is a line");
    }
}

void read_line(msa::RecordReader& reader, std::string_view line) {
    using Line = msa::RecordReader::Line;
    const auto head = msa::record_head(line);
    const auto kind = reader.read(line);
    msa::require(head.has_value() || kind == Line::damaged, "a record has a head");
    if (kind == Line::transaction) {
        msa::require(reader.transaction().session.size() <= line.size(), "texts are of the line");
        export_record(*head, reader.transaction());
    }
    if (kind == Line::control) {
        export_record(*head, reader.control());
        for (const auto& each : reader.control().members) {
            msa::require(each.key.size() <= line.size(), "members are of the line");
        }
    }
    (void)msa::expiry_record(line);  // these three only to look
    (void)msa::audit_key_record(line);
    if (const auto tree = msa::tree_record(line)) {
        msa::require(msa::is_key_name(tree->origin), "a tree has a name for notes");
    }
}

void read_file_of(const std::string& path, std::size_t size) {
    auto lines = msa::read_lines(path);
    if (!lines) {
        msa::require(!lines.error().what.empty(), "a reason");
        return;
    }
    msa::RecordReader reader;
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
            read_line(reader, block->text(line));
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
