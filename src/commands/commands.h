// The subcommands. Each adds itself to the command line; when it is chosen, it runs while the
// command line is parsed and leaves its exit status in `status`.
#pragma once

namespace msa {

class Command;

void add_run_command(Command& app, int& status);
void add_trace_command(Command& app, int& status);
void add_status_command(Command& app, int& status);
void add_reload_command(Command& app, int& status);
void add_setup_command(Command& app, int& status);
void add_import_command(Command& app, int& status);
void add_check_command(Command& app, int& status);
void add_key_command(Command& app, int& status);
void add_dns_command(Command& app, int& status);
void add_who_command(Command& app, int& status);
void add_can_command(Command& app, int& status);
void add_explain_command(Command& app, int& status);
void add_test_command(Command& app, int& status);
void add_rules_command(Command& app, int& status);
void add_diff_command(Command& app, int& status);
void add_replay_command(Command& app, int& status);
void add_table_command(Command& app, int& status);
void add_audit_command(Command& app, int& status);
void add_held_command(Command& app, int& status);
void add_limit_command(Command& app, int& status);
void add_doctor_command(Command& app, int& status);
void add_completion_command(Command& app, int& status);
void add_reference_command(Command& app, int& status);

}  // namespace msa
