// Address fields, see address.h. One pass without looking back: a phrase is read first, and the
// octet behind it tells whether it was a local part, a display name or the name of a group.
#include "mail/address.h"

#include "mail/addr_spec.h"
#include "mail/address_lexer.h"

#include <cstddef>
#include <iterator>
#include <utility>

namespace msa {

namespace {

using Comments = std::vector<std::string>;

void add(Comments& comments, Comments more) {
    comments.insert(comments.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.end()));
}

// Words up to the octet that tells what they are.
struct Phrase {
    std::string text;
    Comments comments;
    std::size_t words = 0;
    Word first;
};

enum class Wanted { addresses, mailboxes, one_mailbox, unqualified };

class AddressParser {
public:
    AddressParser(std::string_view field_body, Wanted wanted)
        : cursor_(field_body), wanted_(wanted) {}

    Result<std::vector<Address>> list();

private:
    [[nodiscard]] Result<void> bounded(const Comments& comments) const;
    Result<void> comments_into(Comments& comments);
    Result<Phrase> phrase();
    Result<Address> address();
    Result<Mailbox> mailbox(Phrase phrase);
    [[nodiscard]] Error no_address(const Phrase& phrase) const;
    [[nodiscard]] Error text_behind() const;
    Result<Mailbox> bare_mailbox(Phrase phrase);
    Result<AddrSpec> addr_spec();
    Result<Mailbox> named_mailbox(Phrase phrase);
    Result<Group> group(Phrase phrase);
    Result<void> members_into(Group& group, Phrase phrase);

    Cursor cursor_;
    Wanted wanted_;
    std::size_t begin_ = 0;   // of the address or member that is read
    bool has_comma_ = false;  // of the list in front of what is read
};

Result<AddrSpec> local_part_alone(const Word& word) {
    // What no domain could make an address is no local part either.
    if (word.is_quoted || !parse_addr_spec(word.content + "@example.com")) {
        return Cursor::error_at(word.begin, "no local part that could be completed");
    }
    return AddrSpec{.local_part = word.content, .domain = {}};
}

Result<std::vector<Address>> AddressParser::list() {
    std::vector<Address> addresses;
    do {
        auto next = address();
        if (!next) {
            return next.error();
        }
        addresses.push_back(*std::move(next));
        has_comma_ = wanted_ != Wanted::one_mailbox && cursor_.take_if(',');
    } while (has_comma_);
    if (cursor_.next() == ',') {
        return cursor_.error("more than one address where only one may stand");
    }
    if (!cursor_.at_end()) {
        return text_behind();
    }
    return addresses;
}

Error AddressParser::text_behind() const {
    return cursor_.next() == ';' ? cursor_.error("`;` behind an address", "part them with commas")
                                 : cursor_.error("text behind the address");
}

// Every check reads names and comments again: nobody's may grow with the field.
Result<void> AddressParser::bounded(const Comments& comments) const {
    if (comments.size() > max_comments) {
        return cursor_.error("more than " + std::to_string(max_comments) +
                             " comments beside one address");
    }
    if (cursor_.position() - begin_ > max_address_octets) {
        return Cursor::error_at(
            begin_, "an address of more than " + std::to_string(max_address_octets) + " octets");
    }
    return {};
}

Result<void> AddressParser::comments_into(Comments& comments) {
    auto more = read_cfws(cursor_);
    if (!more) {
        return more.error();
    }
    add(comments, *std::move(more));
    return bounded(comments);
}

// A period is no part of a phrase by the grammar, but everybody writes "Alice B. Smith" and every
// reader takes it (RFC 5322, 4.1). In front of the first word it is no phrase even there.
Result<Phrase> AddressParser::phrase() {
    Phrase phrase;
    begin_ = cursor_.position();
    for (;;) {
        const std::size_t end = cursor_.position();
        if (const auto read = comments_into(phrase.comments); !read) {
            return read.error();
        }
        if (!starts_word(cursor_.next())) {
            return phrase;
        }
        if (phrase.words == 0 && cursor_.next() == '.') {
            return cursor_.error("period in front of an address");
        }
        auto word = read_word(cursor_);
        if (!word) {
            return word.error();
        }
        if (phrase.words++ == 0) {
            phrase.first = *word;
        } else if (word->begin > end) {
            phrase.text += ' ';
        }
        phrase.text += word->content;
    }
}

Result<Address> AddressParser::address() {
    auto start = phrase();
    if (!start) {
        return start.error();
    }
    if (cursor_.next() == ':' && start->words > 0) {
        if (wanted_ == Wanted::mailboxes || wanted_ == Wanted::one_mailbox) {
            return cursor_.error("a group where only addresses may stand");
        }
        auto named = group(*std::move(start));
        return named ? Result<Address>(*std::move(named)) : named.error();
    }
    auto single = mailbox(*std::move(start));
    return single ? Result<Address>(*std::move(single)) : single.error();
}

Result<Mailbox> AddressParser::mailbox(Phrase phrase) {
    const char next = cursor_.next();
    const bool is_local_part = wanted_ == Wanted::unqualified && phrase.words == 1 &&
                               (cursor_.at_end() || next == ',' || next == ';');
    if (next != '@' && next != '<' && !is_local_part) {
        return no_address(phrase);
    }
    auto mailbox = next == '<' ? named_mailbox(std::move(phrase)) : bare_mailbox(std::move(phrase));
    if (!mailbox) {
        return mailbox;
    }
    if (const auto read = comments_into(mailbox->comments); !read) {
        return read.error();
    }
    if (next == '@' && cursor_.next() == '<') {
        return cursor_.error("`<` behind an address", "a name that holds an `@` needs quotes");
    }
    return mailbox;
}

// What stands where neither `@` nor `<` makes an address of the phrase in front.
Error AddressParser::no_address(const Phrase& phrase) const {
    const char next = cursor_.next();
    if (phrase.words == 0) {
        const bool is_comma_too_many = next == ',' || (cursor_.at_end() && has_comma_);
        return is_comma_too_many
                   ? cursor_.error("nothing in front of or behind a comma", "take out the comma")
                   : cursor_.error("no address");
    }
    if (next == ',') {
        return cursor_.error("a name without an address", "a name that holds a comma needs quotes");
    }
    if (!cursor_.at_end()) {
        const auto mark = next == '\\' ? "a backslash" : std::string("`") + next + '`';
        return cursor_.error(mark + " in a name", "the name needs quotes");
    }
    return phrase.words == 1 ? cursor_.error("no `@` in the address")
                             : cursor_.error("a name without an address in `<>`");
}

Result<Mailbox> AddressParser::bare_mailbox(Phrase phrase) {
    const bool is_qualified = cursor_.next() == '@';
    if (is_qualified && phrase.words == 1 && phrase.first.end != cursor_.position()) {
        return cursor_.error("blank or comment in front of `@`",
                             "an address has none, a name needs quotes");
    }
    if (is_qualified && phrase.words != 1) {
        return phrase.words == 0 ? cursor_.error("no local part")
                                 : cursor_.error("`@` in a name", "the name needs quotes");
    }
    auto address = is_qualified ? read_addr_spec_behind(phrase.first, cursor_, AddrSpecPlace::field)
                                : local_part_alone(phrase.first);
    if (!address) {
        return address.error();
    }
    return Mailbox{.display_name = {},
                   .address = *std::move(address),
                   .comments = std::move(phrase.comments),
                   .begin = phrase.first.begin,
                   .end = is_qualified ? cursor_.position() : phrase.first.end};
}

Result<AddrSpec> AddressParser::addr_spec() {
    if (cursor_.next() == '@') {
        return cursor_.error("a route in front of an address", "write the address alone");
    }
    if (!starts_word(cursor_.next())) {
        return cursor_.error("no local part");
    }
    const auto word = read_word(cursor_);
    if (!word) {
        return word.error();
    }
    return wanted_ == Wanted::unqualified && cursor_.next() != '@'
               ? local_part_alone(*word)
               : read_addr_spec_behind(*word, cursor_, AddrSpecPlace::field);
}

// Blanks and comments may stand just inside the brackets (RFC 5322, 3.4: angle-addr), not within
// the addr-spec.
Result<Mailbox> AddressParser::named_mailbox(Phrase phrase) {
    cursor_.take();
    const std::size_t bracket = cursor_.position();
    if (const auto read = comments_into(phrase.comments); !read) {
        return read.error();
    }
    const std::size_t begin = cursor_.position();
    auto address = addr_spec();
    if (!address) {
        return address.error();
    }
    const std::size_t end = cursor_.position();
    if (const auto read = comments_into(phrase.comments); !read) {
        return read.error();
    }
    const bool is_tight = begin == bracket && end == cursor_.position();
    if (!cursor_.take_if('>')) {
        return cursor_.error("no `>` behind the address");
    }
    return Mailbox{.display_name = std::move(phrase.text),
                   .address = *std::move(address),
                   .comments = std::move(phrase.comments),
                   .begin = begin,
                   .end = end,
                   .has_loose_brackets = !is_tight};
}

Result<Group> AddressParser::group(Phrase phrase) {
    cursor_.take();
    Group group{
        .name = std::move(phrase.text), .members = {}, .comments = std::move(phrase.comments)};
    auto first = this->phrase();
    if (!first) {
        return first.error();
    }
    if (first->words == 0 && cursor_.next() == ';') {
        add(group.comments, std::move(first->comments));
    } else if (const auto members = members_into(group, *std::move(first)); !members) {
        return members.error();
    }
    if (!cursor_.take_if(';')) {
        return cursor_.error("no `;` behind the group");
    }
    begin_ = cursor_.position();
    if (const auto read = comments_into(group.comments); !read) {
        return read.error();
    }
    return group;
}

Result<void> AddressParser::members_into(Group& group, Phrase phrase) {
    for (;;) {
        auto member = mailbox(std::move(phrase));
        if (!member) {
            return member.error();
        }
        group.members.push_back(*std::move(member));
        if (!cursor_.take_if(',')) {
            return {};
        }
        auto next = this->phrase();
        if (!next) {
            return next.error();
        }
        phrase = *std::move(next);
    }
}

Result<std::vector<Address>> parsed(std::string_view field_body, Wanted wanted) {
    if (const auto checked = check_octets(field_body); !checked) {
        return checked.error();
    }
    return AddressParser(field_body, wanted).list();
}

}  // namespace

std::vector<Mailbox> all_mailboxes(std::vector<Address> addresses) {
    std::vector<Mailbox> mailboxes;
    for (Address& address : addresses) {
        if (auto* mailbox = std::get_if<Mailbox>(&address)) {
            mailboxes.push_back(std::move(*mailbox));
        } else {
            auto& members = std::get<Group>(address).members;
            std::move(members.begin(), members.end(), std::back_inserter(mailboxes));
        }
    }
    return mailboxes;
}

Result<std::vector<Address>> parse_address_list(std::string_view field_body) {
    return parsed(field_body, Wanted::addresses);
}

Result<std::vector<Address>> parse_unqualified_list(std::string_view field_body) {
    return parsed(field_body, Wanted::unqualified);
}

Result<std::vector<Mailbox>> parse_mailbox_list(std::string_view field_body) {
    auto addresses = parsed(field_body, Wanted::mailboxes);
    if (!addresses) {
        return addresses.error();
    }
    std::vector<Mailbox> mailboxes;
    mailboxes.reserve(addresses->size());
    for (Address& address : *addresses) {
        mailboxes.push_back(std::get<Mailbox>(std::move(address)));
    }
    return mailboxes;
}

Result<Mailbox> parse_mailbox(std::string_view field_body) {
    auto addresses = parsed(field_body, Wanted::one_mailbox);
    if (!addresses) {
        return addresses.error();
    }
    return std::get<Mailbox>(std::move(addresses->front()));
}

}  // namespace msa
