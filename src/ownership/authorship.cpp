#include "ownership/authorship.h"

#include "base/text.h"
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

Authorship authorship(const HeaderList& headers, const Rights& rights,
                      const AddressReadings& addresses) {
    if (headers.count("From") != 1) {
        return objection("not exactly one From field");
    }
    const auto authors = addresses.of(headers.find("From")->value).mailboxes_without_groups();
    if (!authors) {
        return objection("From is not a list of mailboxes");
    }
    Authorship result;
    for (const Mailbox* author : *authors) {
        const auto& right = rights.to_use(author->address, "From");
        if (right.kind != Right::Kind::owner && right.kind != Right::Kind::on_behalf) {
            return objection(objection_to(author->address, right));
        }
        const auto domain = a_labels(author->address.domain);
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

std::set<std::string> author_domains(const HeaderList& headers, const AddressReadings& addresses) {
    std::set<std::string> domains;
    if (headers.count("From") != 1) {
        return domains;
    }
    if (const auto authors = addresses.of(headers.find("From")->value).mailboxes()) {
        for (const Mailbox* author : *authors) {
            const auto domain = a_labels(author->address.domain);
            domains.insert(domain ? *domain : ascii_lower(author->address.domain));
        }
    }
    return domains;
}

}  // namespace msa
