#include "commands/setup_site.h"

#include "config/schema.h"

namespace msa {
namespace {

std::string key_text(const SetupSite& site, char algorithm) {
    return "[[dkim.key]]\ndomain = " + quoted(site.domain) +
           "\nselector = " + quoted(site.selector + algorithm) +
           "\nfile = " + quoted(site.key_file(algorithm)) + '\n';
}

}  // namespace

std::string SetupSite::key_file(char algorithm) const {
    return folder + "/keys/" + domain + '/' + selector + algorithm + ".pem";
}

std::string SetupSite::socket_path() const {
    return mta == Mta::postfix ? queue + "/msa-milter/milter.sock" : "/run/msa-milter/milter.sock";
}

std::string settings_text(const SetupSite& site) {
    return "# How the daemon runs on this host; every key: msa-milter(8).\nsocket = " +
           quoted("unix:" + site.socket_path()) + "\nuser = " + quoted(site.user) +
           "\nrules = " + quoted(site.rules_file()) + "\n\n[audit]\nfile = " + quoted(site.trail) +
           "\nkey = " + quoted(site.audit_key()) + '\n' +
           (site.redis.empty()
                ? ""
                : "\n[limits]   # counted for all hosts together; who is suspended is so on all\n"
                  "store = \"redis\"\nredis = " +
                      quoted(site.redis) + "\nsecret_file = " + quoted(site.limits_secret()) +
                      "   # the same on all hosts\n");
}

std::string rules_text(const SetupSite& site) {
    const auto& domain = site.domain;
    std::string text = "# The rules of " + domain +
                       "'s submission service; every key: msa-milter-rules(5). Check a change\n"
                       "# with `msa-milter check`, then `msa-milter reload`.\nversion = " +
                       quoted(domain + "-1") + "\n\n[identity]\nsources = [\"sasl\"]\n";
    if (site.logins == SetupSite::Logins::names) {
        text += "login_domain = " + quoted(domain) + "   # alice is alice@" + domain + '\n';
    }
    text +=
        "\n[owners]\nself = true        # a login owns the address that it is\nsubaddress = \"+\"  "
        " "
        "# and alice+anything@ too\n\n[check.expand_domains]\naction = \"repair\"\ndomain = " +
        quoted(domain) + "   # bob is bob@" + domain + '\n';
    if (site.mta == SetupSite::Mta::sendmail) {
        text +=
            "\n[check.line_lengths]\nsendmail_maximum = 998   # SMTP_MAILER_LL in submission.m4\n";
    }
    return text + "\n[dkim]\n" + key_text(site, rsa_letter) + key_text(site, ed25519_letter);
}

}  // namespace msa
