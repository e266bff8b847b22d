// A site whose domain is mail.example, and the DNS of a test: its rules and settings, and what
// `msa-milter dns` says of them.
#pragma once

#include "fakes/dkim_keys.h"
#include "fakes/temporary_folder.h"
#include "fakes/whole_rules.h"
#include "wire/name_server.h"
#include "wire/program.h"
#include "wire/recursive_server.h"

#include <filesystem>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <unistd.h>

namespace msa::wire {

struct DnsSite {
    static constexpr const char* sending =
        "[check.egress_spf]\naction = \"log\"\negress = [\"192.0.2.10 mx.mail.example\"]\n";

    DnsSite() {
        std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
        key_file = folder.write("ed.pem", ed25519_pem());
        write_rules(sending + signing("mail.example"));
        write_settings("submission = 0\nsubmissions = 0\n");
    }

    [[nodiscard]] std::string signing(const std::string& domain,
                                      const std::string& more = {}) const {
        return "[dkim]\nrequire_safe_keys = false\n[[dkim.key]]\ndomain = \"" + domain +
               "\"\nselector = \"ed\"\nfile = \"" + key_file + "\"\n" + more;
    }
    void write_rules(const std::string& sections) const {
        (void)folder.write("rules.toml", whole_rules(sections));
    }
    void write_settings(const std::string& names) const {
        (void)folder.write("settings.toml",
                           "rules = \"rules.toml\"\n[names]\n"
                           "host = \"msa.mail.example\"\n" +
                               names);
    }

    /// As somebody who is not root.
    [[nodiscard]] Ended dns(std::vector<std::string> words) const {
        words.insert(words.begin(), "dns");
        words.insert(words.end(), {"--config", folder.path_of("settings.toml"), "--postfix",
                                   folder.path_of("postfix")});
        if (::geteuid() == 0) {
            words.insert(words.end(), {"--user", "nobody"});
        }
        return run(words);
    }
    [[nodiscard]] Ended print(const std::string& format = "zone") const {
        return dns({"print", "mail.example", "--format", format});
    }
    /// The lines of print() that belong into the zone `example`, without those that hold `but_not`,
    /// and what printing does not know.
    [[nodiscard]] std::string zone(const std::string& but_not = {}) const {
        std::string lines;
        std::istringstream printed(print().out);
        for (std::string line; std::getline(printed, line);) {
            if (line.find(".arpa.") == std::string::npos &&
                (but_not.empty() || line.find(but_not) == std::string::npos)) {
                lines += line + '\n';
            }
        }
        return lines + "msa.mail A 127.0.0.1\n";
    }
    [[nodiscard]] Ended check(const std::vector<std::string>& servers, const std::string& resolver,
                              const std::vector<std::string>& more = {}) const {
        std::vector<std::string> words{"check", "mail.example", "--resolver", resolver};
        for (const auto& each : servers) {
            words.insert(words.end(), {"--server", each});
        }
        words.insert(words.end(), more.begin(), more.end());
        return dns(words);
    }
    /// With this zone on a name server, and a resolver that asks it.
    [[nodiscard]] Ended check(const std::string& records,
                              const std::vector<std::string>& more = {}) const {
        const NameServer server(records);
        const RecursiveServer resolver(server.address(), {name_of_egress});
        return check({server.address()}, resolver.address(), more);
    }

    TemporaryFolder folder;
    std::string key_file;
    std::string name_of_egress = "local-data-ptr: \"192.0.2.10 mx.mail.example\"";
};

/// For suites that need a resolver: without one they are skipped, and say so.
inline boost::test_tools::assertion_result has_resolver(boost::unit_test::test_unit_id /*suite*/) {
    boost::test_tools::assertion_result can(!RecursiveServer::program().empty());
    if (!can) {
        can.message() << "unbound is not unpacked (contrib/install-deps.sh)";
        std::cerr << "skip: " << can.message().str() << '\n';
    }
    return can;
}

/// Whether the output has a line of this verdict about this item that holds `text`, and directly
/// below it one that tells to write `fix`; an empty one asks for none.
[[nodiscard]] inline bool says(const Ended& ended, const std::string& verdict,
                               const std::string& item, const std::string& text,
                               const std::string& fix = {}) {
    constexpr std::size_t item_at = 15;
    std::istringstream lines(ended.out);
    bool is_met = false;
    for (std::string line; std::getline(lines, line);) {
        if (is_met && line.find("write ") != std::string::npos) {
            if (line.find(fix) != std::string::npos) {
                return true;
            }
            continue;
        }
        is_met = line.size() > item_at && line.substr(2, verdict.size()) == verdict &&
                 line.substr(item_at, item.size() + 1) == item + ' ' &&
                 line.find(text) != std::string::npos;
        if (is_met && fix.empty()) {
            return true;
        }
    }
    return false;
}

}  // namespace msa::wire
