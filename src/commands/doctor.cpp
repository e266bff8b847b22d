// msa-milter doctor: what in the MTA's configuration would undo the policy.
#include "base/file.h"
#include "base/text.h"
#include "command_line/command.h"
#include "commands/audit_key.h"
#include "commands/commands.h"
#include "commands/doctor_host.h"
#include "commands/exit_status.h"
#include "commands/referee_examination.h"
#include "commands/services.h"
#include "doctor/postfix/examination.h"
#include "doctor/sendmail/examination.h"
#include "doctor/socket_path.h"
#include "system/program.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <grp.h>
#include <nlohmann/json.hpp>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/utsname.h>

namespace msa {
namespace {

struct DoctorOptions {
    bool postfix = false;
    std::string postfix_folder;
    std::string main_cf;
    std::string master_cf;
    std::string sendmail;
    std::optional<std::string> config;
    std::vector<std::string> rules;
    std::optional<std::string> socket;
    std::string format = "text";
    bool strict = false;
};

Result<NamedText> text_file(const std::string& path) {
    auto text = read_file(path, max_config_file);
    if (!text) {
        return text.error();
    }
    if (text->find('\0') != std::string::npos) {
        return Error{.what = path + ": is not a text file", .kind = ErrorKind::bad_config};
    }
    return NamedText{.name = path, .text = *std::move(text), .is_file = true};
}

std::string_view first_line(std::string_view text) {
    return text.substr(0, text.find('\n'));
}

/// What postconf(1) prints, and, added to `said`, what it says besides. Root's PATH has it, that of
/// others may not.
Result<std::string> postconf(const std::string& folder, const std::string& option,
                             std::string& said) {
    std::vector<std::string> words{"postconf"};
    if (!folder.empty()) {
        words.insert(words.end(), {"-c", folder});
    }
    words.push_back(option);
    auto output = run_program(words, max_config_file);
    if (!output) {
        words.front() = "/usr/sbin/postconf";
        output = run_program(words, max_config_file);
    }
    if (!output) {
        return output.error();
    }
    if (output->status != 0) {
        return Error{.what = join(words, " ") + ": exit status " + std::to_string(output->status) +
                             ": " + printable(first_line(output->err), 500),
                     .kind = ErrorKind::unavailable};
    }
    said += output->err;
    return std::move(output->out);
}

/// What gethostname(2) says.
std::string node_name() {
    struct utsname names {};
    return ::uname(&names) == 0 ? names.nodename : "localhost";
}

Result<PostfixInput> postfix_input(const DoctorOptions& options) {
    PostfixInput input;
    if (!options.postfix) {
        auto main = text_file(options.main_cf);
        if (!main) {
            return main.error();
        }
        auto master = text_file(options.master_cf);
        if (!master) {
            return master.error();
        }
        input.main = *std::move(main);
        input.master = *std::move(master);
        input.defaults = "myhostname = " + node_name() + '\n';
        return input;
    }
    std::array<std::string, 3> texts;
    static constexpr std::array<const char*, 3> asked{"-n", "-M", "-d"};
    for (std::size_t i = 0; i < asked.size(); ++i) {
        auto text = postconf(options.postfix_folder, asked[i], input.said);
        if (!text) {
            return text.error();
        }
        texts[i] = *std::move(text);
    }
    input.main = {.name = "main.cf", .text = std::move(texts[0]), .is_file = false};
    input.master = {.name = "master.cf", .text = std::move(texts[1]), .is_file = false};
    input.defaults = std::move(texts[2]);
    return input;
}

std::optional<PathFacts> look_at(const std::string& path) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) {
        return std::nullopt;
    }
    return PathFacts{.mode = found.st_mode, .owner = found.st_uid, .group = found.st_gid};
}

std::optional<Account> account(const std::string& name) {
    const struct passwd* const entry =
        ::getpwnam(name.c_str());  // NOLINT(concurrency-mt-unsafe): one thread
    if (entry == nullptr) {
        return std::nullopt;
    }
    Account account{.name = name, .id = entry->pw_uid, .groups = std::vector<gid_t>(1024)};
    int count = static_cast<int>(account.groups.size());
    if (::getgrouplist(name.c_str(), entry->pw_gid, account.groups.data(), &count) < 0) {
        return std::nullopt;
    }
    account.groups.resize(static_cast<std::size_t>(count));
    return account;
}

void take_identities(const IdentityPolicy& policy, DaemonFacts& daemon) {
    auto facts = daemon.identities.value_or(IdentityFacts());
    for (const auto source : policy.sources) {
        facts.local = facts.local || source == IdentitySource::local;
    }
    facts.notifications.insert(facts.notifications.end(), policy.notification_domains.begin(),
                               policy.notification_domains.end());
    facts.network = facts.network || !policy.networks.empty();
    const auto& certificates = policy.certificates;
    if (certificates.logins != nullptr && certificates.key != CertificateIdentities::Key::cn) {
        facts.certificate_key = to_text(certificates.key);
    }
    daemon.identities = facts;
}

/// Nobody knows what is in it.
struct UnopenedTable final : Table {
    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view /*key*/) const override {
        return Error{"the doctor opens no tables"};
    }
};

/// What the rule file says to this. Its tables and keys are the business of `check`.
void take_rules(const std::string& path, DaemonFacts& daemon, Examination& found,
                std::optional<int>& invalid) {
    RuleServices services = rule_services();
    services.open_table = [](const TableSettings&) {
        return Result<std::shared_ptr<const Table>>(std::make_shared<UnopenedTable>());
    };
    services.make_signer = [](const SigningSettings&) -> Result<std::unique_ptr<const Signer>> {
        return std::unique_ptr<const Signer>();
    };
    const auto loaded = load_rules(path, services, std::chrono::system_clock::now());
    if (!loaded.rules) {
        for (const auto& each : loaded.diagnostics.sorted()) {
            std::cerr << "msa-milter: " << loaded.diagnostics.block_of(each);
        }
        invalid = exit_status(loaded.diagnostics.kind());
        return;
    }
    const auto& listeners = loaded.rules->listeners;
    daemon.listeners.insert(daemon.listeners.end(), listeners.begin(), listeners.end());
    daemon.encodes_8bit =
        daemon.encodes_8bit ||
        std::any_of(loaded.rules->rules.begin(), loaded.rules->rules.end(), [](const Rule& rule) {
            return rule.check_name == "encode_8bit" && rule.action == Action::repair;
        });
    daemon.holds = daemon.holds ||
                   std::any_of(loaded.rules->rules.begin(), loaded.rules->rules.end(),
                               [](const Rule& rule) { return rule.action == Action::hold; }) ||
                   std::any_of(loaded.rules->exceptions.begin(), loaded.rules->exceptions.end(),
                               [](const Exception& each) { return each.action == Action::hold; });
    take_identities(loaded.rules->identity, daemon);
    found.checked.push_back("rules: " + path);
}

void take_audit_key(const DaemonSettings& settings, Examination& found) {
    if (!audit_key_warning(settings).empty()) {
        found.complain({.severity = Severity::note,
                        .where = settings.audit,
                        .what = "no key signs the checkpoints of the audit trail",
                        .effect = "Whoever can write to its folder can change records and make "
                                  "checkpoints that fit them.",
                        .fix = "`msa-milter audit key new --file FILE`, and in the settings "
                               "[audit] key = \"FILE\""});
    }
}

/// What the daemon's own files say. Printed and a status where they cannot be used.
std::optional<int> learn(const DoctorOptions& options, DaemonFacts& daemon, Examination& found) {
    auto loaded = load_settings(options.config);
    if (!loaded.settings) {
        for (const auto& each : loaded.diagnostics.sorted()) {
            std::cerr << "msa-milter: " << loaded.diagnostics.block_of(each);
        }
        return exit_status(loaded.diagnostics.kind());
    }
    daemon.socket = options.socket.value_or(loaded.settings->socket);
    daemon.patience = loaded.settings->resolver_deadline;
    found.checked.push_back("the daemon's socket: " + daemon.socket);
    take_audit_key(*loaded.settings, found);
    std::optional<int> invalid;
    for (const auto& rules : options.rules.empty() ? loaded.settings->rules : options.rules) {
        if (!options.rules.empty() || may_exist(rules)) {
            take_rules(rules, daemon, found, invalid);
        } else {
            found.checked.push_back("no rule file " + rules + ": [scope] was not compared");
        }
    }
    return invalid;
}

Result<Examination> examined(const DoctorOptions& options, const DaemonFacts& daemon) {
    if (!options.sendmail.empty()) {
        const auto file = text_file(options.sendmail);
        if (!file) {
            return file.error();
        }
        auto result = examine_sendmail(*file, daemon);
        if (!result) {
            return result.error();
        }
        examine_network_socket(daemon.socket, result->found);
        examine_socket_for_sendmail(daemon.socket, result->trusts_sticky, look_at, result->found);
        return std::move(result->found);
    }
    const auto input = postfix_input(options);
    if (!input) {
        return input.error();
    }
    auto result = examine_postfix(*input, daemon);
    if (!result) {
        return result.error();
    }
    examine_network_socket(daemon.socket, result->found);
    if (options.postfix) {
        if (const auto user = account(result->user)) {
            examine_socket_for_postfix(daemon.socket, *user, look_at, result->found);
        }
    }
    return std::move(result->found);
}

void print_text(const Examination& found) {
    for (const Complaint& each : found.complaints) {
        std::cout << to_text(each);
    }
    for (const std::string& each : found.checked) {
        std::cout << "checked: " << each << '\n';
    }
    std::cout << found.summary() << '\n';
}

void print_json(const Examination& found) {
    auto complaints = nlohmann::ordered_json::array();
    for (const Complaint& each : found.complaints) {
        complaints.push_back({{"severity", to_text(each.severity)},
                              {"where", each.where},
                              {"what", each.what},
                              {"effect", each.effect},
                              {"fix", each.fix}});
    }
    const nlohmann::ordered_json result{{"ok", found.count(Severity::problem) == 0},
                                        {"findings", std::move(complaints)},
                                        {"checked", found.checked}};
    std::cout << result.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
              << '\n';
}

int doctor(const DoctorOptions& options) {
    DaemonFacts daemon;
    Examination learned;
    if (const auto status = learn(options, daemon, learned)) {
        return *status;
    }
    auto found = examined(options, daemon);
    if (!found) {
        std::cerr << "msa-milter: " << found.error().what << '\n';
        return exit_status(found.error().kind);
    }
    found->checked.insert(found->checked.begin(), learned.checked.begin(), learned.checked.end());
    for (auto& each : learned.complaints) {
        found->complain(std::move(each));
    }
    examine_daemon_limits(daemon.socket, *found);
    examine_asker(daemon, *found);
    examine_referee(*found);
    std::stable_sort(
        found->complaints.begin(), found->complaints.end(),
        [](const Complaint& a, const Complaint& b) { return a.severity < b.severity; });
    if (options.format == "json") {
        print_json(*found);
    } else {
        print_text(*found);
    }
    const bool is_bad = found->count(Severity::problem) != 0 ||
                        (options.strict && found->count(Severity::warning) != 0);
    return is_bad ? exit_findings : exit_ok;
}

}  // namespace

void add_doctor_command(Command& app, int& status) {
    auto options = std::make_shared<DoctorOptions>();
    auto* command = app.add_subcommand(
        "doctor", "Look in the MTA's configuration for what would undo the policy");
    auto* mta = command->add_option_group("MTA", "one of these");
    auto* postfix = mta->add_option("--postfix", options->postfix_folder,
                                    "Ask postconf(1); with a folder, about the configuration there")
                        ->type_name("[FOLDER]")
                        ->expected(0, 1);
    auto* files = mta->add_option_group("files");
    auto* main_cf =
        files->add_option("--main-cf", options->main_cf, "main.cf, or the output of `postconf -n`");
    auto* master_cf = files->add_option("--master-cf", options->master_cf,
                                        "master.cf, or the output of `postconf -M`");
    main_cf->needs(master_cf);
    master_cf->needs(main_cf);
    mta->add_option("--sendmail", options->sendmail, "sendmail.cf, or its .mc file");
    mta->require_option(1);
    command->add_option("--config", options->config,
                        std::string("Daemon settings; absent: ") + default_config +
                            " if it exists, or else the defaults");
    command
        ->add_option("--rules", options->rules,
                     "Rule file, instead of those in the settings; may be repeated")
        ->allow_extra_args(false);
    command->add_option("--socket", options->socket,
                        "The daemon's socket, instead of the one in the settings");
    command->add_option("--format", options->format, "How findings are printed")
        ->one_of({"text", "json"})
        ->capture_default_str();
    command->add_flag("--strict", options->strict, "Exit 1 if there are warnings");
    command->footer(
        "Exit status: 0 no problem, 1 problems (with --strict: or warnings), 69 postconf fails, 77 "
        "permissions, 78 a file cannot be used.");
    command->callback([options, postfix, &status] {
        options->postfix = postfix->count() > 0;
        status = doctor(*options);
    });
}

}  // namespace msa
