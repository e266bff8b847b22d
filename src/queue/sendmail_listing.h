// What `sendmail -bp -qQ` prints: folders of the queue, and the messages in them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct ListedMessage {
    std::string id;
    std::string folder;  // that its files are in, or the folder above
};

struct SendmailListing {
    std::vector<ListedMessage> messages;
    std::uint64_t unread = 0;  // lines that look like a message and name none
};

/// In the order of the text. Lines about senders, recipients and reasons are left out: the queue's
/// own files say that whole, and nobody who writes a message can put a line in between.
[[nodiscard]] SendmailListing sendmail_listing(std::string_view text);

}  // namespace msa
