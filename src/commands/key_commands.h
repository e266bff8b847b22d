// The words behind `msa-milter key`, beside those of key.cpp.
#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace msa {

void add_key_new_command(CLI::App& key, int& status);
void add_key_list_command(CLI::App& key, int& status);
void add_key_retire_command(CLI::App& key, int& status);
void add_key_rotate_command(CLI::App& key, int& status);

}  // namespace msa
