// msa-milter run: the daemon. As root it makes the socket, with its folder below /run, and nothing
// else; everything that reads rules, keys, tables or mail happens as the user it becomes, so that
// what works at the start works at a reload.
#include "audit/audit_trail.h"
#include "base/file.h"
#include "base/log.h"
#include "base/repeated.h"
#include "base/socket_address.h"
#include "base/text.h"
#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/control_methods.h"
#include "commands/control_socket.h"
#include "commands/exit_status.h"
#include "commands/folders.h"
#include "commands/limit_services.h"
#include "commands/name_services.h"
#include "commands/privileges.h"
#include "commands/record_settings.h"
#include "commands/rule_gate.h"
#include "commands/rules_in_force.h"
#include "commands/running.h"
#include "commands/services.h"
#include "commands/table_watch.h"
#include "commands/trail_settings.h"
#include "commands/watchdog.h"
#include "config/daemon_settings.h"
#include "config/rule_files.h"
#include "control/control_server.h"
#include "milter/listening_socket.h"
#include "milter/milter_server.h"
#include "milter/signals.h"
#include "system/clock.h"
#include "system/random.h"
#include "system/service_manager.h"

#include <algorithm>
#include <csignal>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include <malloc.h>

namespace msa {
namespace {

struct RunOptions {
    std::optional<std::string> config;
    std::vector<std::string> rules;
    std::optional<std::string> socket;
    std::optional<std::string> audit;
    std::optional<std::string> control;
    std::optional<std::string> log;
    std::optional<std::string> user;
    bool tests_required = false;
};

/// Why the daemon does not start; the lines are printed already where `what` is empty.
struct Refused {
    int status = exit_software;
    std::string what;
};

Refused refused(const Error& error) {
    return {exit_status(error.kind), error.what};
}

Refused refused(const Diagnostics& diagnostics) {
    for (const auto& each : diagnostics.sorted()) {
        std::cerr << "msa-milter: " << diagnostics.block_of(each);
    }
    return {exit_status(diagnostics.kind()), {}};
}

/// Where files are wrong in different ways, the rules as a whole are.
Refused refused(const std::vector<LoadedRules>& files) {
    std::optional<int> status;
    for (const auto& file : files) {
        const auto each = refused(file.diagnostics);
        if (!file.rules) {
            status = status.value_or(each.status) == each.status ? each.status : exit_bad_config;
        }
    }
    return {status.value_or(exit_software), {}};
}

std::optional<Refused> refused_rules(const LoadedRuleFiles& loaded,
                                     const DaemonSettings& settings) {
    if (!loaded.rules) {
        return refused(loaded.files);
    }
    const auto failing =
        settings.tests_required ? failing_tests(loaded.files) : std::vector<std::string>{};
    for (const auto& line : failing) {
        std::cerr << "msa-milter: " << line << '\n';
    }
    return failing.empty()
               ? std::nullopt
               : std::optional(Refused{exit_bad_config, "the tests beside the rules do not pass"});
}

std::variant<DaemonSettings, Refused> settings_of(const RunOptions& options) {
    auto loaded = load_settings(options.config);
    if (!loaded.settings) {
        return refused(loaded.diagnostics);
    }
    DaemonSettings settings = *std::move(loaded.settings);
    settings.rules = options.rules.empty() ? settings.rules : options.rules;
    settings.socket = options.socket.value_or(settings.socket);
    settings.audit = options.audit.value_or(settings.audit);
    settings.control = options.control ? options.control : settings.control;
    settings.log = options.log.value_or(settings.log);
    settings.user = options.user.value_or(settings.user);
    settings.tests_required = settings.tests_required || options.tests_required;
    return settings;
}

/// Empty: it is no unix socket.
std::string path_of_socket(const DaemonSettings& settings) {
    const auto address = parse_socket_address(settings.socket);
    return address ? address->path : "";
}

Result<void> make_folder_of_socket(const DaemonSettings& settings) {
    if (!is_root()) {
        return {};
    }
    const auto user = user_to_become(settings.user);
    if (!user) {
        return user.error();
    }
    return make_run_folder(path_of_socket(settings), user->id, user->group);
}

/// Without a socket_group a setgid folder gives the socket its group: the one that the MTA has.
Error naming_folder_of_socket(Error error, const DaemonSettings& settings) {
    constexpr unsigned groups_bits = 0060;
    std::string options = "-o " + settings.user;
    if (!settings.socket_group.empty()) {
        options = "-m 0750 " + options + " -g " + settings.socket_group;
    } else if ((settings.socket_mode & groups_bits) != 0) {
        options = "-m 2750 " + options + " -g postfix";
    }
    return naming_folder(std::move(error), path_of_socket(settings), options);
}

/// Whoever reads logs reads the trail: the folder gives its files to its group.
Error naming_folder_of_audit(Error error, const DaemonSettings& settings) {
    return naming_folder(std::move(error), settings.audit,
                         "-m 2750 -o " + settings.user + " -g adm");
}

struct Sockets {
    ListeningSocket mta;
    std::optional<ListeningSocket> control;
    std::optional<ListeningSocket> metrics;
};

/// Everything behind the sockets, as the user that the daemon is to be.
std::optional<Refused> serve_as_user(Sockets sockets, const DaemonSettings& settings,
                                     const MilterSettings& milter, const ServiceManager& manager,
                                     Log& log) {
    const SystemClock clock;
    SystemRandom random;
    auto trail = trail_settings(settings);
    if (!trail) {
        return refused(trail.error());
    }
    const std::string host = trail->host;
    auto audit = AuditTrail::open(
        *std::move(trail), [&log](LogLevel level, const LogLine& line) { log.write(level, line); });
    if (!audit) {
        return refused(naming_folder_of_audit(audit.error(), settings));
    }
    SampleCheck samples(**audit, log);
    OpenTables tables;
    LoadedInputs inputs;
    const auto loaded = load_rule_files(settings.rules, watched_services(tables, inputs, &samples),
                                        clock.now().time);
    if (auto wrong = refused_rules(loaded, settings)) {
        return wrong;
    }
    log.info(LogLine("start")
                 .add("version", MSA_MILTER_VERSION)
                 .add("socket", settings.socket)
                 .add("rules", join(settings.rules, ","))
                 .add("rules_version", loaded.rules->versions())
                 .add("hash", loaded.rules->hashes()));
    if (const auto started = (*audit)->start(MSA_MILTER_VERSION); !started) {
        return refused(started.error());
    }
    const auto names = NameServices::open(settings, [&log](const Error& error) {
        log.warning(LogLine("dns").add("error", error.what));
    });
    RulesInForce rules({.paths = settings.rules,
                        .tests_required = settings.tests_required,
                        .candidate = settings.candidate,
                        .resolver = names.resolver.get(),
                        .samples = &samples},
                       loaded, std::move(tables), **audit, manager, log);
    if (const auto told = rules.tell(loaded, std::move(inputs)); !told) {
        return refused(told.error());
    }
    RecordCounts records(**audit);
    const auto limits = LimitServices::open(settings, host, log);
    if (!limits) {
        return refused(limits.error());
    }
    Daemon daemon{
        .rules = rules.store(),
        .environment = {clock, random, records, (*limits)->rates(), host, names.access(settings),
                        nullptr, digest_of, facts_wanted(settings), &(*limits)->candidate_rates(),
                        &(*limits)->measured_store(), &(*limits)->suspensions(),
                        &(*limits)->candidate_store()},
        .log = log,
        .host = milter.host};
    KeyWatch keys(rules, names.resolver.get());
    KeyRotation rotation(rules, **audit, names.resolver.get(), log);
    TableWatch watched_tables(rules);
    Running running{.settings = settings,
                    .rules = rules,
                    .trail = **audit,
                    .records = records,
                    .limits = **limits,
                    .names = names,
                    .keys = keys,
                    .rotation = rotation,
                    .samples = samples,
                    .daemon = daemon};
    std::optional<Watchdog> watchdog;
    std::optional<Repeated> look;  // at what begins, changes and ends by itself
    std::optional<ControlServer> control;
    std::unique_ptr<HttpServer> metrics;
    const ServiceEvents events{
        .reload = [&] { (void)rules.reload("signal"); },  // what came of it is logged
        .started =
            [&] {
                manager.ready(rules.status());
                watchdog.emplace(manager, settings.socket, log);
                look.emplace(std::chrono::seconds(1), [&rules] { rules.look(); });
                (*limits)->begin();
                keys.begin();
                rotation.begin();
                watched_tables.begin();
                serve_control(sockets.control, running, control, log);
                serve_metrics(sockets.metrics, running, metrics, log);
            },
        .stopping =
            [&] {
                running.is_stopping = true;
                rules.end();
                manager.stopping();
                watchdog->end();
                look->end();
                keys.end();
                rotation.end();
                watched_tables.end();
            }};
    const auto served = serve(std::move(sockets.mta), milter, daemon, events);
    control.reset();
    metrics.reset();
    look.reset();
    if (!served) {
        return refused(served.error());
    }
    rules.log_counts();
    (*audit)->stop();
    log.info(LogLine("stop").add("result", "ok"));
    return std::nullopt;
}

MilterSettings::EngineKind engine_in(const std::string& word) {
    using Kind = MilterSettings::EngineKind;
    return word == "native" ? Kind::native : Kind::libmilter;
}

MtaKind host_in(const std::string& word) {
    if (word == "postfix") {
        return MtaKind::postfix;
    }
    return word == "sendmail" ? MtaKind::sendmail : MtaKind::unknown;
}

std::optional<Refused> run(const DaemonSettings& settings, const ServiceManager& manager,
                           Log& log) {
    const MilterSettings milter{.socket = settings.socket,
                                .socket_owner = is_root() ? user_id(settings.user) : std::nullopt,
                                .socket_group = settings.socket_group,
                                .socket_mode = settings.socket_mode,
                                .engine = engine_in(settings.engine),
                                .host = host_in(settings.mta),
                                .drain_timeout = settings.drain_timeout};
    if (const auto made = make_folder_of_socket(settings); !made) {
        return refused(made.error());
    }
    auto socket = ListeningSocket::open(milter);
    if (!socket) {
        return refused(within("socket", naming_folder_of_socket(socket.error(), settings)));
    }
    auto control = open_control(settings, log);
    if (!control) {
        return refused(control.error());
    }
    auto metrics = open_metrics(settings);
    if (!metrics) {
        return refused(metrics.error());
    }
    if (is_root()) {
        if (const auto became = become(settings.user); !became) {
            return refused(became.error());
        }
    }
    return serve_as_user({*std::move(socket), *std::move(control), *std::move(metrics)}, settings,
                         milter, manager, log);
}

/// libmilter's worker threads come and go with the load, and each gets an arena of its own, eight a
/// processor, whose pieces are never quite given back: memory grows for as long as arenas do.
void bound_arenas() {
    const auto processors = static_cast<int>(std::thread::hardware_concurrency());
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread is there yet
    (void)::mallopt(M_ARENA_MAX, std::max(1, processors));  // more memory without
}

void say_where_lines_go(const DaemonSettings& settings, bool to_syslog, const Log& log) {
    if (settings.log == "syslog" && !to_syslog) {
        log.warning(
            LogLine("log").add("error", "nothing listens at /dev/log: logging to standard error"));
    }
}

int run_command(const RunOptions& options) {
    bound_arenas();
    block_signals();
    const auto manager = ServiceManager::of_environment();
    // A limit on file sizes is then an error of write(), which becomes a 451.
    (void)std::signal(SIGXFSZ, SIG_IGN);
    const auto settings = settings_of(options);
    std::optional<Refused> trouble;
    bool to_syslog = false;
    if (const auto* valid = std::get_if<DaemonSettings>(&settings)) {
        to_syslog = valid->log == "syslog" && Log::is_syslog_there();
        Log log(to_syslog ? Log::Sink::syslog : Log::Sink::standard_error);
        say_where_lines_go(*valid, to_syslog, log);
        trouble = run(*valid, manager, log);
        if (trouble && to_syslog) {
            log.error(
                LogLine("start")
                    .add("result", "failed")
                    .add("error", trouble->what.empty() ? "rule file has errors" : trouble->what));
        }
    } else {
        trouble = std::get<Refused>(settings);
    }
    if (trouble && !trouble->what.empty()) {
        std::cerr << "msa-milter: " << trouble->what << '\n';
    }
    return trouble ? trouble->status : static_cast<int>(exit_ok);
}

}  // namespace

void add_run_command(Command& app, int& status) {
    auto options = std::make_shared<RunOptions>();
    auto* command = app.add_subcommand("run", "Run the daemon in the foreground");
    command->add_option("--config", options->config,
                        std::string("Daemon settings; absent: ") + default_config +
                            " if it exists, or else the defaults");
    command
        ->add_option("--rules", options->rules,
                     "Rule file, instead of those in the settings; may be repeated")
        ->allow_extra_args(false);
    command->add_option("--socket", options->socket, "unix:PATH, inet:PORT@HOST, inet6:PORT@HOST");
    command->add_option("--audit", options->audit, "Audit trail file");
    command->add_option("--control", options->control, "Control socket, a path, or none");
    command->add_option("--log", options->log, "Where log lines go")->one_of({"syslog", "stderr"});
    command->add_option("--user", options->user, "The user that a daemon started as root becomes");
    command->add_flag("--tests", options->tests_required,
                      "Rules come into force only if the tests beside them pass");
    command->footer(
        "SIGHUP and SIGUSR1 reload the rules and reopen the audit trail; SIGTERM ends open\n"
        "transactions, then the daemon. Exit status: sysexits(3): 73 socket or file cannot be\n"
        "made, 77 permissions, 78 settings or rules.");
    command->callback([options, &status] { status = run_command(*options); });
}

}  // namespace msa
