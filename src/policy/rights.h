// Which addresses the identity of one transaction may use. The answers are remembered, so that an
// address that stands in many places is judged once.
#pragma once

#include "mail/address.h"
#include "policy/facts.h"

#include <map>
#include <optional>
#include <string>

namespace msa {

class Lookups;
class Owners;

struct Right {
    enum class Kind { none, owner, on_behalf, cannot_tell };
    Kind kind = Kind::none;
    std::string by;  // what gives the right (self, a table, a delegation), or why nobody can tell
};

class Rights {
public:
    /// `owners` and `lookups` must outlive this. Without identity there are no rights.
    Rights(const Owners& owners, std::optional<Identity> identity, Moment now,
           const Lookups& lookups);

    [[nodiscard]] const Right& to_use(const AddrSpec& address) const;
    /// The address that names the identity itself, for Sender; absent where none is configured.
    [[nodiscard]] Result<std::optional<AddrSpec>> own_address() const;

private:
    const Owners& owners_;
    std::optional<Identity> identity_;
    Moment now_;
    const Lookups& lookups_;
    // One transaction is never judged by two threads at once.
    mutable std::map<std::string, Right, std::less<>> known_;
};

}  // namespace msa
