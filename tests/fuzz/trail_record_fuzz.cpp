// Lines of a trail that may hold anything are read without harm, and become events of one line.
#include "fuzz/require.h"
#include "siem/siem_event.h"
#include "trail/control_record.h"
#include "trail/record.h"
#include "workbench/recorded_mail.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

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
        (void)msa::recorded_mail(reader);
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

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view octets(reinterpret_cast<const char*>(data), size);
    msa::RecordReader reader;
    while (!octets.empty()) {
        const auto end = std::min(octets.find('\n'), octets.size() - 1);
        read_line(reader, octets.substr(0, octets[end] == '\n' ? end : octets.size()));
        octets.remove_prefix(end + 1);
    }
    return 0;
}
