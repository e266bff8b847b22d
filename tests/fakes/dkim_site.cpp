// A site with signing keys, see dkim_site.h.
#include "fakes/dkim_site.h"

#include "crypto/private_key.h"
#include "dkim/dkim_signer.h"
#include "dkim/key_record.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace msa {

namespace {

template <class T>
T value_of(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().what);
    }
    return std::move(result).value();
}

}  // namespace

DkimSite::DkimSite() {
    settings.oversigned = {"From", "To", "Subject", "Date", "Cc"};
    settings.signed_present = {"List-Id", "X-Note"};
}

SigningKeySettings& DkimSite::add_key(const std::string& pem, const std::string& selector,
                                      const std::string& domain) {
    records[key_record_name(selector, domain)] = key_record(value_of(parse_private_key(pem, 1024)));
    settings.keys.push_back({.domain = domain,
                             .selector = selector,
                             .file = directory_.write(selector + "." + domain + ".pem", pem),
                             .author_domains = {domain},
                             .activate = std::nullopt,
                             .retire = std::nullopt});
    return settings.keys.back();
}

std::unique_ptr<const Signer> DkimSite::signer() const {
    return value_of(make_dkim_signer(settings));
}

Moment test_moment() {
    using std::chrono::sys_days;
    return {.time = sys_days(std::chrono::year(2026) / 11 / 21) + std::chrono::hours(12),
            .utc_offset = std::chrono::minutes(0)};
}

std::vector<Signature> signatures_of(const Signer& signer, const HeaderList& headers,
                                     std::string_view body, std::size_t chunk) {
    const auto signing = value_of(signer.begin(headers, "example.org", test_moment()));
    for (; !body.empty(); body.remove_prefix(std::min(chunk, body.size()))) {
        const auto added = signing->add_body(body.substr(0, chunk));
        if (!added) {
            throw std::runtime_error(added.error().what);
        }
    }
    return value_of(signing->finish());
}

}  // namespace msa
