// Reads `sendmail -bp -qQ`, see sendmail_listing.h:
//           /var/spool/mqueue (1 request)
//   -----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------
//   6AS67vAF001724       43 Sat Nov 28 06:07 <alice@example.com>
//        QUARANTINE: big: 2 foreign addresses in To and Cc
//                                            <reader4@partner.example>
#include "queue/sendmail_listing.h"

#include "base/text.h"
#include "queue/held_queue.h"

namespace msa {
namespace {

/// `/FOLDER (N request...`, perhaps behind blanks; empty: it is something else.
std::string_view folder_of(std::string_view line) {
    const auto text = trimmed(line);
    const auto count = text.rfind(" (");
    return text.starts_with('/') && count != std::string_view::npos &&
                   text.substr(count).find(" request") != std::string_view::npos
               ? text.substr(0, count)
               : std::string_view();
}

}  // namespace

SendmailListing sendmail_listing(std::string_view text) {
    SendmailListing listing;
    std::string folder;
    for (const auto line : split(text, '\n')) {
        if (const auto named = folder_of(line); !named.empty()) {
            folder = named;
            continue;
        }
        if (line.empty() || is_blank(line.front()) || line.starts_with('-') ||
            line.starts_with('/')) {
            continue;
        }
        // Behind the ID may stand a mark: `*` it is being worked on, `-` it is too young, `X` the
        // host is too busy, `?` its file cannot be read.
        auto id = line.substr(0, line.find_first_of(" \t"));
        while (!id.empty() && std::string_view("*-?X").find(id.back()) != std::string_view::npos) {
            id.remove_suffix(1);
        }
        if (is_queue_id(id) && !folder.empty()) {
            listing.messages.push_back({std::string(id), folder});
        } else {
            ++listing.unread;
        }
    }
    return listing;
}

}  // namespace msa
