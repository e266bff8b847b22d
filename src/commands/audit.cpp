// msa-milter audit: the trail, for those who have to show what it says and that it is whole.
#include "command_line/command.h"
#include "commands/audit_key.h"
#include "commands/audit_options.h"
#include "commands/commands.h"

namespace msa {

void add_audit_command(Command& app, int& status) {
    auto* audit = app.add_subcommand(
        "audit", "The audit trail: its signing key; verify, search, report, prove and export it");
    audit->require_subcommand(1);
    add_audit_key(*audit, status);
    add_audit_verify(*audit, status);
    add_audit_proof(*audit, status);
    add_audit_export(*audit, status);
    add_audit_query(*audit, status);
    add_audit_reveal(*audit, status);
    add_audit_report(*audit, status);
    add_audit_expire(*audit, status);
    add_audit_rules(*audit, status);
}

}  // namespace msa
