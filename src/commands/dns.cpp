// msa-milter dns print and check: what DNS should say, and says, of the domains that mail is
// submitted for.
#include "commands/commands.h"
#include "commands/dns_commands.h"

#include <CLI/CLI.hpp>

namespace msa {

void add_dns_command(CLI::App& app, int& status) {
    auto* dns = app.add_subcommand("dns", "DNS records of the domains, and what they lead to");
    dns->require_subcommand(1);
    add_dns_print_command(*dns, status);
    add_dns_check_command(*dns, status);
}

}  // namespace msa
