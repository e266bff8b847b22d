// Questions of `setup`, see setup_questions.h.
#include "commands/setup_questions.h"

#include "base/text.h"
#include "commands/rule_options.h"
#include "commands/setup_mta.h"
#include "commands/setup_postfix.h"
#include "mail/domain.h"

#include <chrono>
#include <iostream>
#include <string>

#include <unistd.h>

namespace msa {
namespace {

/// An option that was not given, asked for where somebody is there to answer.
Result<std::string> answered(const std::string& given, const std::string& question,
                             const std::string& usual) {
    if (!given.empty()) {
        return given;
    }
    if (::isatty(STDIN_FILENO) == 1) {
        std::cerr << question << (usual.empty() ? "" : " [" + usual + ']') << ": ";
        std::string answer;
        std::getline(std::cin, answer);
        const std::string text(trimmed(answer));
        if (!text.empty()) {
            return text;
        }
    }
    return usual.empty()
               ? Result<std::string>(Error{question + " is not given", ErrorKind::bad_input})
               : usual;
}

bool is_installed(const std::string& path) {
    return ::access(path.c_str(), F_OK) == 0;
}

/// A domain of the Internet, in A-labels.
Result<std::string> domain_of(const SetupSite& site) {
    const auto domain = answered(site.domain, "the domain of your users' addresses (--domain)", "");
    if (!domain) {
        return domain.error();
    }
    const auto labels = a_labels(*domain);
    if (!labels || !is_fully_qualified(*labels)) {
        return Error{'\'' + shown(*domain) + "' is not an Internet domain", ErrorKind::bad_input};
    }
    return *labels;
}

/// Which MTA, and what people log in with.
Result<void> ask_habits(const SetupOptions& options, SetupSite& site) {
    const auto found = is_installed("/etc/postfix/main.cf")    ? "postfix"
                       : is_installed("/etc/mail/sendmail.cf") ? "sendmail"
                                                               : "";
    const auto mta = answered(options.mta, "postfix or sendmail (--mta)", found);
    const auto logins = answered(
        options.logins, "do people log in with addresses or with names (--logins)", "names");
    if (!mta || !logins) {
        return mta ? logins.error() : mta.error();
    }
    if ((*mta != "postfix" && *mta != "sendmail") ||
        (*logins != "addresses" && *logins != "names")) {
        return Error{"--mta is postfix or sendmail, --logins addresses or names",
                     ErrorKind::bad_input};
    }
    site.mta = *mta == "postfix" ? SetupSite::Mta::postfix : SetupSite::Mta::sendmail;
    site.logins = *logins == "names" ? SetupSite::Logins::names : SetupSite::Logins::addresses;
    return {};
}

}  // namespace

Result<SetupSite> site_of(const SetupOptions& options) {
    auto site = options.site;
    auto domain = domain_of(site);
    if (!domain) {
        return domain.error();
    }
    site.domain = *std::move(domain);
    if (const auto asked = ask_habits(options, site); !asked) {
        return asked.error();
    }
    if (site.mta == SetupSite::Mta::postfix) {
        auto queue = queue_directory(options.configuration);
        if (!queue) {
            return queue.error();
        }
        site.queue = *std::move(queue);
    }
    if (site.selector.empty()) {
        const std::chrono::year_month_day today(
            std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
        site.selector = std::to_string(static_cast<int>(today.year()));
    }
    return site;
}

}  // namespace msa
