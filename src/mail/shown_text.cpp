#include "mail/shown_text.h"

#include "mail/address_lexer.h"

namespace msa {

namespace {

void add(std::vector<std::string>& texts, std::string_view text) {
    if (!text.empty()) {
        texts.emplace_back(text);
    }
}

void add(std::vector<std::string>& texts, const std::vector<std::string>& comments) {
    for (const auto& comment : comments) {
        add(texts, comment);
    }
}

void add(std::vector<std::string>& texts, const Mailbox& mailbox) {
    add(texts, mailbox.display_name);
    add(texts, mailbox.comments);
    if (!is_dot_string(mailbox.address.local_part)) {
        add(texts, mailbox.address.local_part);
    }
}

}  // namespace

std::vector<std::string> shown_texts(const std::vector<Address>& addresses) {
    std::vector<std::string> texts;
    for (const auto& address : addresses) {
        if (const auto* group = std::get_if<Group>(&address)) {
            add(texts, group->name);
            add(texts, group->comments);
            for (const auto& member : group->members) {
                add(texts, member);
            }
        } else {
            add(texts, std::get<Mailbox>(address));
        }
    }
    return texts;
}

}  // namespace msa
