// What the MTA's programs say of its queue: whatever octets they print, only queue IDs come out,
// and no more messages than lines.
#include "base/text.h"
#include "fuzz/require.h"
#include "queue/postqueue_output.h"
#include "queue/sendmail_listing.h"
#include "queue/sendmail_queue_file.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer has octets
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto lines = msa::split(text, '\n').size();
    const auto postfix = msa::held_in_postqueue_output(text);
    msa::require(postfix.messages.size() + postfix.unread <= lines, "a message has its line");
    for (const auto& each : postfix.messages) {
        msa::require(msa::is_queue_id(each.id), "Postfix: this is a queue ID");
    }
    const auto sendmail = msa::sendmail_listing(text);
    msa::require(sendmail.messages.size() + sendmail.unread <= lines, "a message has its line");
    for (const auto& each : sendmail.messages) {
        msa::require(msa::is_queue_id(each.id), "Sendmail: this is a queue ID");
        msa::require(each.folder.starts_with('/'), "its folder is whole");
    }
    const auto file = msa::sendmail_queue_file("A1", text);
    msa::require(!file || file->header.size() <= size + 1, "a header is part of its file");
    return 0;
}
