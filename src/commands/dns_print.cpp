// msa-milter dns print: all records of a domain, with this host's facts.
#include "command_line/command.h"
#include "commands/dns_commands.h"
#include "commands/dns_site.h"
#include "commands/exit_status.h"
#include "names/name_item.h"

#include <iostream>
#include <memory>
#include <string>

namespace msa {
namespace {

struct PrintOptions {
    RuleOptions rules;
    std::string domain;
    std::string format = "zone";
    std::string postfix = "/etc/postfix";
};

int print(const PrintOptions& options) {
    const auto domain = mail_domain(options.domain);
    const auto loaded = domain ? load_dns_site(options.rules, options.postfix) : domain.error();
    if (!loaded) {
        return complain(loaded.error());
    }
    const SiteDomain asked{loaded->site, *domain};
    const auto records = wanted_records(asked);
    if (options.format != "json") {
        for (const auto& each : fact_lines(asked)) {
            std::cout << "; " << each << '\n';
        }
    }
    std::cout << (options.format == "json"       ? json_text(records)
                  : options.format == "nsupdate" ? nsupdate_text(records)
                                                 : zone_text(records));
    return exit_ok;
}

}  // namespace

void add_dns_print_command(Command& dns, int& status) {
    auto options = std::make_shared<PrintOptions>();
    auto* command = dns.add_subcommand("print", "Print the records that a domain should have");
    command->add_option("DOMAIN", options->domain, "The domain in the addresses of authors")
        ->required();
    add_file_options(*command, options->rules);
    add_postfix_option(*command, options->postfix);
    command->add_option("--format", options->format, "How records are printed")
        ->one_of({"zone", "nsupdate", "json"})
        ->capture_default_str();
    command->footer("Exit status: 0 printed, 65 no domain, 77 or 78 as `check`.");
    command->callback([options, &status] { status = print(*options); });
}

}  // namespace msa
