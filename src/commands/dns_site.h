// What the settings and the rule files say of this host's names, for `msa-milter dns`.
#pragma once

#include "commands/rule_keys.h"
#include "config/daemon_settings.h"
#include "names/site.h"

#include <string>
#include <vector>

namespace msa {

struct DnsSite {
    DaemonSettings settings;
    Site site;
    std::vector<std::string> domains;  // that the rule files have keys or owners for, sorted
    std::vector<std::string> servers;  // of [dkim]: that have the zones; empty: as NS says
};

/// As the daemon's user. `postfix`: a folder with main.cf and master.cf, whose submission services
/// give the ports that [names] does not; it need not be there. Errors: the settings or a rule file
/// are not valid; what is wrong is printed.
[[nodiscard]] Result<DnsSite> load_dns_site(const RuleOptions& options, const std::string& postfix);

/// --postfix.
void add_postfix_option(Command& command, std::string& postfix);

/// In lower-case A-labels. Error, bad_input: it is no domain that mail could come from.
[[nodiscard]] Result<std::string> mail_domain(const std::string& name);

}  // namespace msa
