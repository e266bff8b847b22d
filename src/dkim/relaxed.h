// The `relaxed` canonical forms (RFC 6376, 3.4.2 and 3.4.4).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// `name:value` and CRLF. The value may be folded with LF or CRLF in front of a blank.
[[nodiscard]] std::string relaxed_field(std::string_view name, std::string_view value);

/// Takes a body in chunks cut anywhere. A CR or LF alone is kept as an octet of its line.
class RelaxedBody {
public:
    /// The canonical octets that are certain once this chunk is known.
    [[nodiscard]] std::string add(std::string_view chunk);
    /// What remains: the end of a last line that had none. Empty lines at the end vanish.
    [[nodiscard]] std::string finish();
    /// Why no signature may cover what was added, were it the whole body: verifiers disagree about
    /// a CR or LF alone, and about a last line without CRLF. To be asked before it is finished.
    [[nodiscard]] std::optional<std::string_view> fault() const;

private:
    [[nodiscard]] std::size_t add_unchanged(std::string& canonical, std::string_view chunk);
    void add_text(std::string& canonical, std::string_view text);
    void end_line(std::string& canonical);

    std::size_t empty_lines_ = 0;  // held back until text follows
    bool line_has_text_ = false;
    bool after_blank_ = false;
    bool after_cr_ = false;
    bool has_bare_cr_ = false;
    bool has_bare_lf_ = false;
};

}  // namespace msa
