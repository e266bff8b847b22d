// msa-milter import: a rule file made of what other programs are set up with. Nothing is changed.
#include "base/file.h"
#include "base/shell_words.h"
#include "base/text.h"
#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "commands/privileges.h"
#include "commands/rule_options.h"
#include "config/daemon_settings.h"
#include "dkim/signing_key.h"
#include "import/draft.h"
#include "import/opendkim.h"
#include "import/postfix.h"
#include "import/rspamd.h"
#include "import/sender_acl.h"

#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace msa {
namespace {

using Step = std::function<Result<void>(RuleDraft&)>;

struct ImportOptions {
    std::vector<Step> steps;  // in the order of the command line
    std::string keys;         // folder; empty: keys stay where they are
    std::optional<std::string> user;
    bool strict = false;
    std::string opendkim_file = "/etc/opendkim.conf";
    std::string rspamd_file = "/etc/rspamd/local.d/dkim_signing.conf";
    std::string postfix_folder = "/etc/postfix";
    std::string service;
    SenderAclChoice sender_acl;
};

/// Whether the daemon could sign with it as it is.
Result<void> is_usable(const DraftKey& key, const RuleDraft& draft) {
    SigningSettings settings;
    settings.require_safe_keys = draft.require_safe_keys;
    settings.minimum_rsa_bits =
        draft.minimum_rsa_bits == 0 ? settings.minimum_rsa_bits : draft.minimum_rsa_bits;
    const auto loaded = load_signing_key({.domain = key.domain,
                                          .selector = key.selector,
                                          .file = key.file,
                                          .author_domains = key.author_domains,
                                          .activate = {},
                                          .retire = {}},
                                         settings);
    return loaded ? Result<void>() : loaded.error();
}

void look_at_keys(RuleDraft& draft, const std::string& folder, const std::string& user) {
    for (auto& key : draft.keys) {
        const auto old = key.file;
        if (!folder.empty()) {
            key.file = folder + '/' + key.domain + '/' + key.selector + ".pem";
        }
        const auto usable = is_usable(key, draft);
        if (usable) {
            continue;
        }
        const bool is_there = may_exist(key.file);
        key.obstacle = is_there ? usable.error().what : key.file + ": there is no such file";
        if (folder.empty() && !is_there) {
            continue;
        }
        const auto target = folder.empty()
                                ? "/etc/msa-milter/keys/" + key.domain + '/' + key.selector + ".pem"
                                : key.file;
        key.command = shell_words({"install", "-D", "-o", user, "-m", "0400", old, target});
    }
}

int import(const ImportOptions& options) {
    RuleDraft draft;
    for (const auto& step : options.steps) {
        if (const auto taken = step(draft); !taken) {
            return complain(taken.error());
        }
    }
    if (!draft.self && draft.owner_tables.empty() && !draft.keys.empty()) {
        draft.self = true;
        draft.owner_notes.push_back(
            "The imported settings name no owners. If this line is not enough, name tables.");
    }
    if (const auto became = look_as_daemon(options.user); !became) {
        return complain(became.error());
    }
    look_at_keys(draft, options.keys, options.user.value_or(DaemonSettings().user));
    std::cout << to_text(draft);
    const auto left = draft.untranslated();
    if (left != 0) {
        std::cerr << "msa-milter: " << left << (left == 1 ? " thing was" : " things were")
                  << " not taken over; comments say which, and why\n";
    }
    return options.strict && left != 0 ? exit_findings : exit_ok;
}

void add_source(Command& command, const std::string& name, const std::string& help,
                const std::shared_ptr<ImportOptions>& options, std::string ImportOptions::*file,
                Result<void> (*take)(const std::string&, RuleDraft&)) {
    auto* source = command.add_subcommand(name, help);
    source->add_option("FILE", (*options).*file)->capture_default_str();
    source->callback([options, file, take] {
        options->steps.emplace_back(
            [options, file, take](RuleDraft& draft) { return take((*options).*file, draft); });
    });
}

void add_postfix(Command& command, const std::shared_ptr<ImportOptions>& options) {
    auto* source = command.add_subcommand(
        "main.cf",
        "Postfix's configuration: smtpd_sender_login_maps, recipient_delimiter, mynetworks");
    source->add_option("FOLDER", options->postfix_folder)->capture_default_str();
    source->add_option(
        "--service", options->service,
        "Entry of master.cf, such as submission/inet; absent: all where users log in");
    source->callback([options] {
        options->steps.emplace_back([options](RuleDraft& draft) {
            return import_postfix(options->postfix_folder, options->service, draft);
        });
    });
}

void add_sender_acl(Command& command, const std::shared_ptr<ImportOptions>& options) {
    auto* source = command.add_subcommand(
        "sender-acl", "A query for the owners of addresses in the database of a mail system");
    source->add_option("SYSTEM", options->sender_acl.system)
        ->required()
        ->one_of(sender_acl_systems());
    source
        ->add_option("--type", options->sender_acl.type,
                     "Type of the database; absent: the usual one")
        ->one_of(sender_acl_types());
    source->add_option(
        "--server", options->sender_acl.server,
        "'server' of the table, or the SQLite file; absent: the usual one of the system");
    source->callback([options] {
        options->steps.emplace_back(
            [options](RuleDraft& draft) { return import_sender_acl(options->sender_acl, draft); });
    });
}

}  // namespace

void add_import_command(Command& app, int& status) {
    auto options = std::make_shared<ImportOptions>();
    auto* command = app.add_subcommand(
        "import", "Print a rule file made from the configuration of other programs");
    add_source(*command, "opendkim", "opendkim.conf(5): keys and whom they sign for", options,
               &ImportOptions::opendkim_file, import_opendkim);
    add_source(*command, "rspamd",
               "rspamd's dkim_signing.conf, or what `rspamadm configdump dkim_signing` prints",
               options, &ImportOptions::rspamd_file, import_rspamd);
    add_postfix(*command, options);
    add_sender_acl(*command, options);
    command->add_option("--keys", options->keys, "Folder for the keys; absent: where they are now");
    command->add_option("--user", options->user,
                        "Root reads keys as this user; absent: msa-milter, if it exists");
    command->add_flag("--strict", options->strict, "Exit 1 if something was not taken over");
    command->require_subcommand(1, 0);
    command->footer(
        "Several may be named, for one rule file: import main.cf opendkim. Nothing is changed.\n"
        "Exit status: 0 printed, 1 with --strict if something was not taken over, 77 a file may "
        "not "
        "be read,\n78 a file is missing, or has errors, and where.");
    command->callback([options, &status] { status = import(*options); });
}

}  // namespace msa
