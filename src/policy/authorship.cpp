#include "policy/authorship.h"

#include "base/text.h"
#include "mail/address.h"
#include "mail/domain.h"

namespace msa {
namespace {

Authorship objection(std::string why) {
    return {.domain = {}, .objection = std::move(why)};
}

std::string objection_to(const AddrSpec& author, const Right& right) {
    const std::string address = printable(to_text(author));
    return right.kind == Right::Kind::cannot_tell
               ? "cannot tell who owns " + address + ": " + right.by
               : "author " + address + " is not the identity's";
}

}  // namespace

Authorship authorship(const HeaderList& headers, const Rights& rights) {
    if (headers.count("From") != 1) {
        return objection("not exactly one From field");
    }
    const auto authors = parse_mailbox_list(headers.find("From")->value);
    if (!authors) {
        return objection("From is no list of mailboxes");
    }
    Authorship result;
    for (const auto& author : *authors) {
        const auto& right = rights.to_use(author.address);
        if (right.kind != Right::Kind::owner && right.kind != Right::Kind::on_behalf) {
            return objection(objection_to(author.address, right));
        }
        const auto domain = a_labels(author.address.domain);
        if (!domain) {
            return objection("author domain: " + domain.error().what);
        }
        if (!result.domain.empty() && result.domain != *domain) {
            return objection("authors of several domains");
        }
        result.domain = *domain;
    }
    return result;
}

std::vector<std::string> from_values(const HeaderList& headers) {
    std::vector<std::string> values;
    for (std::size_t nth = 1; nth <= headers.count("From"); ++nth) {
        values.push_back(headers.find("From", nth)->value);
    }
    return values;
}

std::set<std::string> author_domains(const HeaderList& headers) {
    const auto authors = parse_address_list(headers.count("From") == 1 ? headers.find("From")->value
                                                                       : std::string());
    std::set<std::string> domains;
    if (authors) {
        for (const auto& mailbox : all_mailboxes(*authors)) {
            const auto domain = a_labels(mailbox.address.domain);
            domains.insert(domain ? *domain : ascii_lower(mailbox.address.domain));
        }
    }
    return domains;
}

}  // namespace msa
