// The command line.
#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "system/standard_descriptors.h"

#include <exception>
#include <iostream>

int main(int argc, char** argv) {
    if (!msa::open_standard_descriptors()) {
        return msa::exit_software;
    }
    try {
        msa::Command app{
            "msa-milter: a strict message submission agent (RFC 6409) for Postfix and "
            "Sendmail, as a milter"};
        app.set_version_flag("msa-milter " MSA_MILTER_VERSION);
        app.require_subcommand(1);
        int status = msa::exit_ok;
        msa::add_run_command(app, status);
        msa::add_check_command(app, status);
        msa::add_setup_command(app, status);
        msa::add_import_command(app, status);
        msa::add_key_command(app, status);
        msa::add_dns_command(app, status);
        msa::add_who_command(app, status);
        msa::add_can_command(app, status);
        msa::add_explain_command(app, status);
        msa::add_test_command(app, status);
        msa::add_rules_command(app, status);
        msa::add_diff_command(app, status);
        msa::add_replay_command(app, status);
        msa::add_table_command(app, status);
        msa::add_audit_command(app, status);
        msa::add_held_command(app, status);
        msa::add_limit_command(app, status);
        msa::add_trace_command(app, status);
        msa::add_doctor_command(app, status);
        msa::add_status_command(app, status);
        msa::add_reload_command(app, status);
        msa::add_reference_command(app, status);
        msa::add_completion_command(app, status);
        if (const auto parsed = app.parse(argc, argv); parsed != msa::Parsed::ran) {
            return parsed == msa::Parsed::shown ? msa::exit_ok : msa::exit_usage;
        }
        std::cout.flush();
        return std::cout ? status : msa::exit_cannot_create;
    } catch (const std::exception& error) {
        std::cerr << "msa-milter: internal trouble: " << error.what() << '\n';
        return msa::exit_software;
    }
}
