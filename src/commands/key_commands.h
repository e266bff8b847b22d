// The words behind `msa-milter key`, beside those of key.cpp.
#pragma once

namespace msa {

class Command;

void add_key_new_command(Command& key, int& status);
void add_key_list_command(Command& key, int& status);
void add_key_retire_command(Command& key, int& status);
void add_key_rotate_command(Command& key, int& status);

}  // namespace msa
