// The subcommands. Each adds itself to the command line; when it is chosen, it runs while the
// command line is parsed and leaves its exit status in `status`.
#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace msa {

void add_run_command(CLI::App& app, int& status);
void add_trace_command(CLI::App& app, int& status);
void add_status_command(CLI::App& app, int& status);
void add_reload_command(CLI::App& app, int& status);
void add_setup_command(CLI::App& app, int& status);
void add_import_command(CLI::App& app, int& status);
void add_check_command(CLI::App& app, int& status);
void add_key_command(CLI::App& app, int& status);
void add_dns_command(CLI::App& app, int& status);
void add_who_command(CLI::App& app, int& status);
void add_can_command(CLI::App& app, int& status);
void add_explain_command(CLI::App& app, int& status);
void add_test_command(CLI::App& app, int& status);
void add_rules_command(CLI::App& app, int& status);
void add_diff_command(CLI::App& app, int& status);
void add_replay_command(CLI::App& app, int& status);
void add_table_command(CLI::App& app, int& status);
void add_audit_command(CLI::App& app, int& status);
void add_held_command(CLI::App& app, int& status);
void add_limit_command(CLI::App& app, int& status);
void add_doctor_command(CLI::App& app, int& status);
void add_completion_command(CLI::App& app, int& status);
void add_reference_command(CLI::App& app, int& status);

}  // namespace msa
