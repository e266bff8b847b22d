// The words behind `msa-milter dns`.
#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace msa {

void add_dns_print_command(CLI::App& dns, int& status);
void add_dns_check_command(CLI::App& dns, int& status);

}  // namespace msa
