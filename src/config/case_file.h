// A case: one submission in all its detail, and word by word what must come of it, in a file of its
// own.
#pragma once

#include "base/result.h"
#include "config/diagnostics.h"
#include "config/test_file.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct Case {
    std::string path;
    std::string title;
    std::string
        rules{};  // of the nearest rules.toml, or `rule_file`; behind it `rules` of the case
    std::string host = "postfix";  // or sendmail
    std::string listener = "submission";
    std::string client = "198.51.100.7";
    std::string login = "alice@example.com";               // SASL; empty: not authenticated
    bool is_local = false;                                 // a program of the host
    std::string tls = "TLSv1.3";                           // version; empty: clear text
    std::vector<std::string> mail{"<alice@example.com>"};  // argument, then ESMTP parameters
    std::string mta_sender{};                              // {mail_addr}
    std::int64_t rate = 1000000;  // how many more messages are within every rate
    std::vector<std::string> recipients{"<bob@example.net>"};
    GivenWorld world{};     // of the nearest dns.toml, and the case's own `dns` over it
    std::string message{};  // CRLF line ends, `\xHH` undone
    std::string expect{};
    bool has_own_rules = false;  // `rules` or `rule_file`
    bool is_signed = false;      // by real keys, the files `rsa` and `ed25519`
};

struct LoadedCase {
    std::optional<Case> tested;  // absent where diagnostics has errors
    Diagnostics diagnostics;
};

/// Whether the text says what must come of one message, as no rule file and no NAME.test.toml does.
[[nodiscard]] bool is_case(std::string_view text);

/// A closed schema. `read_file` also reads rules.toml and dns.toml in the nearest folders that have
/// them; rules.toml must be there where the case has no rule_file.
[[nodiscard]] LoadedCase load_case(
    const std::string& path,
    const std::function<Result<std::string>(const std::string& path)>& read_file);

}  // namespace msa
