// msa-milter setup: from installed packages to a daemon that signs, in one command. What is there
// stays as it is, so that it may be run again; the MTA is changed only with --apply.
#include "base/file.h"
#include "base/text.h"
#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "commands/privileges.h"
#include "commands/rule_options.h"
#include "commands/services.h"
#include "commands/setup_limits.h"
#include "commands/setup_logins.h"
#include "commands/setup_mta.h"
#include "commands/setup_postfix.h"
#include "commands/setup_questions.h"
#include "commands/setup_work.h"
#include "config/redis_scheme.h"
#include "crypto/new_key.h"
#include "mail/domain.h"
#include "system/program.h"

#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <grp.h>
#include <unistd.h>

namespace msa {
namespace {

constexpr std::size_t most_printed = std::size_t{1} << 20U;
constexpr unsigned rsa_bits = 2048;
constexpr mode_t secret = 0400;
constexpr mode_t readable = 0644;
constexpr mode_t open_folder = 0755;
constexpr mode_t group_folder = 02750;  // what is made in it gets its group

std::optional<gid_t> group_id(const char* name) {
    const group* found = ::getgrnam(name);  // NOLINT(concurrency-mt-unsafe): there is one thread
    return found == nullptr ? std::nullopt : std::optional(found->gr_gid);
}

/// The daemon's, where root may give files away.
Result<SetupOwner> daemon_owner(const SetupSite& site) {
    if (!is_root()) {
        return SetupOwner{};
    }
    if (!user_id(site.user)) {
        return Error{"there is no user '" + shown(site.user) +
                         "'; make it with: adduser --system --group --home /nonexistent "
                         "--no-create-home " +
                         shown(site.user),
                     ErrorKind::bad_config};
    }
    const auto user = user_to_become(site.user);
    if (!user) {
        return user.error();
    }
    return SetupOwner{user->id, user->group};
}

SetupOwner with_group(SetupOwner owner, const char* name) {
    const auto group = is_root() ? group_id(name) : std::nullopt;
    owner.group = group.value_or(owner.group);
    return owner;
}

Result<void> make_folders(const SetupSite& site, const SetupOwner& daemon, SetupWork& work) {
    const auto parent = [](const std::string& path) { return path.substr(0, path.rfind('/')); };
    const SetupOwner own;
    for (const auto& folder : {site.folder, site.folder + "/rules", site.folder + "/keys",
                               site.folder + "/keys/" + site.domain}) {
        if (auto made = work.folder(folder, open_folder, own); !made) {
            return made;
        }
    }
    auto made = work.folder(parent(site.trail), group_folder, with_group(daemon, "adm"));
    if (made && site.mta == SetupSite::Mta::postfix) {
        made = work.folder(parent(site.socket_path()), group_folder, with_group(daemon, "postfix"));
    }
    return made;
}

Result<void> make_files(const SetupSite& site, const SetupOwner& daemon, SetupWork& work) {
    const SetupOwner own;
    const auto rsa = [] { return new_rsa_key(rsa_bits); };
    if (auto made = work.file(site.key_file(rsa_letter), secret, daemon, rsa); !made) {
        return made;
    }
    for (const auto& path : {site.key_file(ed25519_letter), site.audit_key()}) {
        if (auto made = work.file(path, secret, daemon, new_ed25519_key); !made) {
            return made;
        }
    }
    auto made = work.file(site.rules_file(), readable, own, [&site] { return rules_text(site); });
    return made ? work.file(site.settings_file(), readable, own,
                            [&site] { return settings_text(site); })
                : made;
}

/// What was there before may be about something else.
void compare(const std::string& file, const std::string& wanted, const std::string& otherwise) {
    const auto text = read_file(file, max_config_file);
    if (text && text->find(wanted) == std::string::npos) {
        std::cerr << "msa-milter: warning: " << file << " exists already and does not name "
                  << wanted << ": " << otherwise << '\n';
    }
}

void compare_files(const SetupSite& site) {
    compare(site.settings_file(), site.rules_file(), "these rules do not come into force");
    compare(site.settings_file(), site.socket_path(), "the MTA is told of another socket");
    compare(site.rules_file(), site.key_file(rsa_letter), "nothing is signed with that key");
}

/// Another command of this program; what it says is shown. Its exit status.
Result<int> run_own(std::vector<std::string> words) {
    words.insert(words.begin(), "/proc/self/exe");
    const auto output = run_program(words, most_printed);
    if (!output) {
        return output.error();
    }
    std::cout << output->out << std::flush;
    std::cerr << output->err;
    return output->status;
}

/// Whether what stands there now is valid, what DNS has to publish, and what auditors keep.
Result<int> show_result(const SetupSite& site) {
    std::cout << "\nThe rules:\n" << std::flush;
    auto checked = run_own({"check", "--config", site.settings_file(), "--user", site.user});
    if (!checked || *checked != exit_ok) {
        return checked;
    }
    std::cout << "\nPublish in DNS:\n" << std::flush;
    auto dns = run_own({"key", "dns", "--config", site.settings_file(), "--user", site.user});
    if (!dns || *dns != exit_ok) {
        return dns;
    }
    std::cout << "\nWhoever verifies the audit trail keeps this line on another host:\n"
              << std::flush;
    return run_own({"audit", "key", "show", "--config", site.settings_file()});
}

/// What in its configuration would undo the policy.
Result<int> look_at_postfix(const SetupOptions& options) {
    std::cout << "\nWhat the doctor says about it:\n" << std::flush;
    std::vector<std::string> words{"doctor", "--config", options.site.settings_file()};
    if (options.configuration.empty()) {
        words.emplace_back("--postfix");
    } else {
        words.insert(words.end(), {"--main-cf", options.configuration + "/main.cf", "--master-cf",
                                   options.configuration + "/master.cf"});
    }
    return run_own(std::move(words));
}

/// Dovecot, where nobody else tells Postfix who somebody is. What Postfix has to be told then.
Result<std::vector<MtaCommand>> make_password_service(const SetupOptions& options,
                                                      const std::string& queue, bool applies) {
    const bool is_usual = options.dovecot.empty() && options.configuration.empty();
    auto service = password_service(options.configuration,
                                    is_usual ? "/etc/dovecot/conf.d" : options.dovecot, queue);
    if (!service) {
        return service.error();
    }
    if (service->kind == PasswordService::Kind::none) {
        std::cout << "\nNothing checks passwords for Postfix, so nobody can log in: install "
                     "dovecot-core and run\nthis again, or set up Cyrus SASL.\n";
    }
    if (service->kind != PasswordService::Kind::dovecot) {
        return std::vector<MtaCommand>();
    }
    std::cout << "\nNothing checks passwords for Postfix: Dovecot "
              << (applies ? "will.\n" : "would, with this file:\n");
    SetupWork work(!applies);
    if (const auto made = work.file(service->file, readable, {}, [&] { return service->text; });
        !made) {
        return made.error();
    }
    std::cout << (applies ? "" : service->text);
    return std::move(service->commands);
}

Result<int> set_up_postfix(const SetupOptions& options, const std::string& queue) {
    const auto examples = example_folder(options.examples, "postfix-example");
    if (!examples) {
        return examples.error();
    }
    auto plan = postfix_plan(*examples, options.configuration);
    if (!plan) {
        return plan.error();
    }
    const bool applies = options.applies && !options.is_dry_run;
    const auto logins = make_password_service(options, queue, applies);
    if (!logins) {
        return logins.error();
    }
    plan->commands.insert(plan->commands.end(), logins->begin(), logins->end());
    if (const auto done = carry_out(*plan, applies); !done) {
        return done.error();
    }
    std::cout << "\nThen, once the daemon runs (systemctl enable --now msa-milter):\n"
              << (logins->empty() ? "" : "    systemctl restart dovecot\n")
              << "    postfix check && postfix stop && postfix start\n"
                 "    msa-milter doctor --postfix\n"
              << std::flush;
    return applies ? look_at_postfix(options) : Result<int>(exit_ok);
}

Result<int> set_up_sendmail(const SetupOptions& options) {
    const auto examples = example_folder(options.examples, "sendmail-example");
    if (!examples) {
        return examples.error();
    }
    std::cout << "\nSendmail: put this into sendmail.mc, before the MAILER lines, remove its own "
                 "port 587,\nand set confAUTH_REALM in the file to your domain:\n"
                 "    include(`/etc/mail/submission.m4')dnl\n"
                 "after\n    cp "
              << *examples << "/submission.m4 /etc/mail/\n"
              << "\nThen, once the daemon runs (systemctl enable --now msa-milter):\n"
                 "    make -C /etc/mail && systemctl restart sendmail\n"
                 "    msa-milter doctor --sendmail /etc/mail/sendmail.cf\n"
              << std::flush;
    return exit_ok;
}

/// What is there now, and what the MTA has to be told.
Result<int> tell(const SetupOptions& options, const SetupSite& site) {
    if (!options.is_dry_run) {
        compare_files(site);
        auto shown = show_result(site);
        if (!shown || *shown != exit_ok) {
            return shown;
        }
    }
    return site.mta == SetupSite::Mta::postfix ? set_up_postfix(options, site.queue)
                                               : set_up_sendmail(options);
}

int setup(const SetupOptions& options) {
    const auto site = site_of(options);
    if (!site) {
        return complain(site.error());
    }
    if (options.applies && site->mta == SetupSite::Mta::sendmail) {
        return complain(Error{"--apply is for Postfix: a sendmail.mc is changed by its owner",
                              ErrorKind::bad_input});
    }
    const auto daemon = daemon_owner(*site);
    if (!daemon) {
        return complain(daemon.error());
    }
    SetupWork work(options.is_dry_run);
    for (const auto make : {make_folders, make_files, make_limits_secret}) {
        if (const auto made = make(*site, *daemon, work); !made) {
            return complain(made.error());
        }
    }
    std::cout << std::flush;
    const auto told = tell(options, *site);
    return told ? *told : complain(told.error());
}

}  // namespace

void add_setup_command(Command& app, int& status) {
    auto options = std::make_shared<SetupOptions>();
    auto& site = options->site;
    auto* command = app.add_subcommand(
        "setup", "Make keys, rules and settings for this site, and say what DNS and the MTA need");
    command->add_option("--domain", site.domain, "The domain of your users' addresses");
    command->add_option("--mta", options->mta,
                        "postfix or sendmail; absent: the one that is installed");
    command->add_option("--logins", options->logins,
                        "What people log in with: addresses, or names (alice)");
    command->add_option("--selector", site.selector,
                        "Selector of the keys: NAMEr (RSA) and NAMEe (Ed25519); absent: this year");
    command->add_option("--folder", site.folder, "Where settings, rules and keys are")
        ->capture_default_str();
    command->add_option("--trail", site.trail, "The audit trail")->capture_default_str();
    command
        ->add_option("--redis", site.redis,
                     "Share limits and suspensions with other hosts, in this Redis, as "
                     "redis://HOST:PORT/DATABASE; their secret is made")
        ->check([](const std::string& url) {
            return has_redis_scheme(url) ? std::string()
                                         : "takes redis://HOST:PORT/DATABASE, rediss://HOST:PORT "
                                           "(TLS) or unix:/PATH";
        });
    command->add_option("--user", site.user, "The user that a daemon started as root becomes")
        ->capture_default_str();
    command->add_option("--postfix-config", options->configuration,
                        "Folder of main.cf; absent: Postfix's own");
    command->add_option("--dovecot-config", options->dovecot,
                        "Folder of files that Dovecot includes, for password checks if Postfix has "
                        "none yet; absent: its conf.d, if --postfix-config is absent, too");
    command->add_option("--examples", options->examples,
                        "Folder that has postfix-example; absent: where it was installed");
    command->add_flag(
        "--apply", options->applies,
        "Change Postfix's configuration, too, and let Dovecot check passwords for it");
    command->add_flag("--dry-run", options->is_dry_run, "Only say what would be made");
    command->footer(
        "On a terminal it asks for what is not given. It changes nothing that exists, and may be "
        "run\nagain. Exit status: 0 done, 1 the doctor found problems after --apply, 65 an answer "
        "is not valid,\n69 postconf(1) fails or the examples are missing, 73 something cannot be "
        "made, 77 or 78 as `check`.");
    command->callback([options, &status] { status = setup(*options); });
}

}  // namespace msa
