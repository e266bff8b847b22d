// A case: one submission and what is expected of it, as a TOML file.
#pragma once

#include "workbench/given_resolver.h"

#include <string>
#include <vector>

namespace msa {

struct Case {
    std::string path;
    std::string title;
    std::string
        rules;  // the nearest rules.toml or `rule_file`, and the case's own `rules` behind it
    std::string host;  // postfix (default) or sendmail
    std::string listener;
    std::string client;             // address
    std::string login;              // SASL; empty: not authenticated
    bool is_local = false;          // `local`: a program of the host
    std::string tls;                // version; empty: clear text
    std::vector<std::string> mail;  // argument, then ESMTP parameters
    std::string mta_sender;         // {mail_addr}
    int rate = 1000000;             // how many more messages are within every rate
    std::vector<std::string> recipients;
    GivenResolver dns;    // tests/cases/dns.toml, and the case's own `dns` over it
    std::string message;  // CRLF line ends, `\xHH` undone
    std::string expect;
    bool has_own_rules = false;  // `rules` or `rule_file`
    bool is_signed = false;      // `signed`: by real keys, the files `rsa` and `ed25519`
};

/// Of every case file below `folder`, sorted.
[[nodiscard]] std::vector<std::string> case_paths(const std::string& folder);

/// The text of the rules.toml that is nearest above the case.
[[nodiscard]] std::string common_rules(const std::string& path);

/// Throws std::runtime_error where the file is no case.
[[nodiscard]] Case read_case(const std::string& path, const std::string& common_rules,
                             const std::string& common_dns);

/// Writes `expect` into the file, whose last key it must be.
void bless_case(const Case& tested, const std::string& expect);

[[nodiscard]] std::string read_text(const std::string& path);

}  // namespace msa
