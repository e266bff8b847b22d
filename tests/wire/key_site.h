// Two DKIM keys of mail.example, in the only zone that NameServer has, and rules that sign with
// them.
#pragma once

#include "dkim/key_record.h"
#include "fakes/dkim_keys.h"
#include "fakes/temporary_folder.h"

#include <filesystem>
#include <string>

namespace msa::wire {

class KeySite {
public:
    KeySite() {
        std::filesystem::permissions(folder_.path(), std::filesystem::perms(0755));
        (void)folder_.write("rsa.pem", rsa_pem(2048));
        (void)folder_.write("ed.pem", ed25519_pem());
    }

    /// `selector`: rsa or ed; `more`: further lines of its section.
    [[nodiscard]] std::string key(const std::string& selector, const std::string& more = {}) const {
        return "[[dkim.key]]\ndomain = \"mail.example\"\nselector = \"" + selector +
               "\"\nfile = \"" + folder_.path_of(selector + ".pem") + "\"\n" + more;
    }
    /// A rule file in which alice owns alice@mail.example; `keys`: sections of key().
    [[nodiscard]] static std::string rules(const std::string& keys) {
        return "version = \"test\"\n[identity]\nsources = [\"sasl\"]\n[owners]\n"
               "tables = [\"staff\"]\n[tables.staff]\ntype = \"inline\"\n"
               "entries = { \"alice@mail.example\" = [\"alice\"] }\n"
               "[dkim]\nrequire_safe_keys = false\n" +
               keys;
    }
    /// A line of the zone.
    [[nodiscard]] static std::string record(const std::string& selector, const std::string& pem) {
        constexpr std::size_t piece = 200;  // of 255 octets that a string may have
        const auto text = key_record(parse_private_key(pem, 1024).value());
        return selector + "._domainkey.mail TXT (\"" + text.substr(0, piece) + "\" \"" +
               (text.size() > piece ? text.substr(piece) : "") + "\")\n";
    }
    [[nodiscard]] static std::string zone() {
        return record("rsa", rsa_pem(2048)) + record("ed", ed25519_pem());
    }

private:
    TemporaryFolder folder_;
};

}  // namespace msa::wire
