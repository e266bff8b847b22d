// A site with signing keys: the settings as a rule file would have them, the key files, and the
// records that its DNS would answer with.
#pragma once

#include "fakes/dkim_keys.h"
#include "fakes/dkim_verifier.h"
#include "submission/ports.h"
#include "submission/signing_settings.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

class DkimSite {
public:
    /// Oversigns From, To, Subject, Date and Cc; signs List-Id and X-Note where present.
    DkimSite();

    /// Writes a key file, names it in the settings, and publishes its record.
    SigningKeySettings& add_key(const std::string& pem, const std::string& selector,
                                const std::string& domain = "example.org");

    /// Throws where the settings make no signer.
    [[nodiscard]] std::unique_ptr<const Signer> signer() const;

    SigningSettings settings;
    KeyRecords records;

private:
    KeyDirectory directory_;
};

/// 21 November 2026, 12:00 UTC.
[[nodiscard]] Moment test_moment();

/// Signs a whole message; throws what() of an Error.
[[nodiscard]] std::vector<Signature> signatures_of(const Signer& signer, const HeaderList& headers,
                                                   std::string_view body,
                                                   std::size_t chunk = std::string::npos);

}  // namespace msa
