// msa-milter reference: the whole rule file, each key with its default, as the loader knows it.
#include "config/reference.h"

#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "commands/metrics_list.h"
#include "tables/all_tables.h"

#include <iostream>
#include <memory>
#include <string>

namespace msa {

void add_reference_command(Command& app, int& status) {
    auto format = std::make_shared<std::string>("toml");
    auto* command =
        app.add_subcommand("reference", "Print every section and key of a rule file with defaults");
    command
        ->add_option("--format", *format,
                     "toml: a rule file that loads as it is; man: the option part of "
                     "msa-milter-rules(5); metrics: the list of msa-milter-metrics(5); settings: "
                     "those of msa-milter(8)")
        ->one_of({"toml", "man", "metrics", "settings"})
        ->capture_default_str();
    command->callback([format, &status] {
        std::cout << (*format == "man"        ? reference_man(all_tables())
                      : *format == "metrics"  ? metrics_man()
                      : *format == "settings" ? settings_man()
                                              : reference_toml(all_tables()));
        status = exit_ok;
    });
}

}  // namespace msa
