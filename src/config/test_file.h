// NAME.test.toml: messages and questions about ownership, and what a rule file must make of them.
#pragma once

#include "base/result.h"
#include "config/diagnostics.h"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace msa {

/// What a name has in DNS: values by record type in lower case (`mx`: "10 mail.example.net"), or an
/// alias, or a failure.
struct GivenName {
    std::map<std::string, std::vector<std::string>> records{};
    std::string alias{};
    bool is_missing = false;  // there is no such domain
    bool is_failing = false;  // nobody can tell
};

/// What stands for the outside world. Names that are not given exist and take mail.
struct GivenWorld {
    using Entries = std::map<std::string, std::vector<std::string>>;
    std::map<std::string, Entries> tables{};  // by name; for the table of the rule file
    std::map<std::string, GivenName> names{};
};

struct Expectation {
    std::string disposition{};           // accepted, held, rejected, deferred; empty: any
    std::string rule{};                  // that decided
    std::string reply{};                 // what it begins with
    std::vector<std::string> finds{};    // rules that find something
    std::vector<std::string> passes{};   // rules that were asked and find nothing
    std::vector<std::string> adds{};     // what new or changed fields begin with: `Sender: a@`
    std::vector<std::string> removes{};  // the same of removed or changed ones
    std::optional<std::vector<std::string>> signers{};  // d= of all signatures
};

struct MessageTest {
    std::string title;
    Place place;
    std::string login{};  // empty: not authenticated
    std::string method = "PLAIN";
    std::string client = "198.51.100.7";
    std::string tls = "1.3";  // empty: clear text
    std::string listener{};
    bool is_local = false;
    bool is_sendmail = false;
    bool is_over_rate = false;          // every rate is used up
    std::optional<std::string> from{};  // MAIL FROM; absent: the author
    std::vector<std::string> to{};      // RCPT TO; empty: the recipients in the header
    std::string message{};              // header and body, lines as in the file
    GivenWorld world{};                 // over that of the file
    Expectation expected{};
};

struct OwnershipTest {
    std::string title;
    Place place;
    std::string login{};  // of the next three
    std::vector<std::string> may{};
    std::vector<std::string> may_not{};
    std::vector<std::string> can_list{};  // all that can be listed
    std::string address{};                // of the next
    std::vector<std::string> who{};       // all who may use it, as `msa-milter who` names them
};

struct TestFile {
    std::vector<std::string> silent{};  // rules that find nothing as the rule file sets them
    std::string rules;                  // path of the rule file
    std::optional<std::chrono::system_clock::time_point> now{};  // absent: the present
    GivenWorld world{};
    std::vector<MessageTest> messages{};
    std::vector<OwnershipTest> ownership{};
};

struct LoadedTests {
    std::optional<TestFile> tests;  // absent where diagnostics has errors
    Diagnostics diagnostics;
};

/// A closed schema, as that of rule files; `message_file` is read, too.
[[nodiscard]] LoadedTests load_test_file(
    const std::string& path,
    const std::function<Result<std::string>(const std::string& path)>& read_file);

}  // namespace msa
