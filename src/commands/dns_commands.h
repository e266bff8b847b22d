// The words behind `msa-milter dns`.
#pragma once

namespace msa {

class Command;

void add_dns_print_command(Command& dns, int& status);
void add_dns_check_command(Command& dns, int& status);

}  // namespace msa
