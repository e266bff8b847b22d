// msa-milter dns print and check: what DNS should say, and says, of the domains that mail is
// submitted for.
#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/dns_commands.h"

namespace msa {

void add_dns_command(Command& app, int& status) {
    auto* dns = app.add_subcommand("dns", "DNS records of the domains, and what they lead to");
    dns->require_subcommand(1);
    add_dns_print_command(*dns, status);
    add_dns_check_command(*dns, status);
}

}  // namespace msa
