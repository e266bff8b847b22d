// msa-milter explain: one message, judged as the daemon would judge it, and why. Nothing is
// recorded, and nothing counts against a limit.
#include "base/file.h"
#include "base/instant.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "commands/explain_recorded.h"
#include "commands/message_file.h"
#include "commands/name_services.h"
#include "commands/rule_options.h"
#include "commands/services.h"
#include "policy/rule_sets.h"
#include "spf/sender_policy.h"
#include "system/clock.h"
#include "system/host_name.h"
#include "system/random.h"
#include "workbench/explanation.h"
#include "workbench/given_world.h"
#include "workbench/session_words.h"

#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace msa {
namespace {

struct ExplainOptions {
    RuleOptions rules;
    std::string message;
    SessionWords session{.id = "explain"};
    std::string at;
    std::string mta = "postfix";
    bool is_json = false;
    std::vector<std::string> trail;
    bool has_trail = false;
};

RuleServices watched_services(Evidence& evidence) {
    auto services = rule_services();
    services.open_table =
        [open = services.open_table,
         &evidence](const TableSettings& settings) -> Result<std::shared_ptr<const Table>> {
        auto table = open(settings);
        return table ? watched(settings.name, *std::move(table), evidence) : std::move(table);
    };
    return services;
}

Result<RuleSets::Choice> rules_for(const ExplainOptions& options, const Session& session,
                                   Evidence& evidence) {
    auto loaded = load_named_rules(options.rules, watched_services(evidence));
    if (!loaded) {
        return loaded.error();
    }
    std::vector<std::shared_ptr<const RuleSet>> sets;
    for (auto& file : *loaded) {
        sets.push_back(std::move(file.rules));
    }
    return RuleSets(std::move(sets)).for_session(session);
}

/// What is asked while a message is judged, all of it watched.
class Witnesses {
public:
    Witnesses(const DaemonSettings& settings, Evidence& evidence)
        : names_(NameServices::open(settings, [](const Error&) {})),
          access_{.resolver = nullptr, .patience = settings.resolver_deadline} {
        if (!names_.resolver) {
            return;
        }
        resolver_.emplace(*names_.resolver, evidence);
        access_.resolver = &*resolver_;
        if (auto policy = make_sender_policy(*resolver_)) {
            policy_ = *std::move(policy);
            access_.sender_policy = policy_.get();
        }
    }

    [[nodiscard]] const DnsAccess& access() const { return access_; }

private:
    NameServices names_;
    std::optional<WatchedResolver> resolver_;
    std::unique_ptr<const SenderPolicy> policy_;
    DnsAccess access_;
};

Result<Explanation> explanation_of(const ExplainOptions& options, const std::string& text) {
    const auto settings = load_settings(options.rules.config);
    if (!settings.settings) {
        return Error{"the settings are not valid: msa-milter check says why",
                     settings.diagnostics.kind()};
    }
    Explanation explanation;
    auto described = described_submission(options.session, text);
    if (!described) {
        return within(options.message, described.error());
    }
    explanation.submission = std::move(described->submission);
    explanation.assumed = std::move(described->assumed);
    if (!options.session.is_local && options.session.tls.empty()) {
        explanation.assumed.emplace_back("the connection is clear text; --tls 1.3 is another");
    }
    Moment now = SystemClock().now();
    if (!options.at.empty()) {
        const auto at = parse_instant(options.at);
        if (!at) {
            return within("--at " + options.at, at.error());
        }
        now = {.time = *at};
    }
    Evidence evidence;
    const auto choice = rules_for(options, explanation.submission.session, evidence);
    if (!choice) {
        return choice.error();
    }
    const Witnesses witnesses(*settings.settings, evidence);
    const FixedClock clock(now);
    SystemRandom random;
    GivenRates rates(false);  // the counts are the daemon's
    Explainer explainer(evidence);
    (void)evidence.take();  // what loading asked
    explanation.judgement =
        judge(choice->rules, choice->governs, explanation.submission,
              {clock, random, rates,
               settings.settings->host_name.empty() ? host_name() : settings.settings->host_name,
               witnesses.access(), &explainer});
    explanation.identity_facts = explainer.identity_facts();
    explanation.rules = explainer.rules();
    return explanation;
}

/// Refused for good and put off are told apart, as a client would have to.
int status_of(const AuditRecord& record) {
    switch (record.disposition) {
        case Disposition::accepted:
        case Disposition::out_of_scope: return exit_ok;
        case Disposition::deferred: return exit_unavailable;
        case Disposition::held:
        case Disposition::rejected:
        case Disposition::aborted: break;
    }
    return exit_findings;
}

Result<Explanation> explanation_of(const ExplainOptions& options) {
    if (options.has_trail) {
        return explanation_of_recorded(options.message,
                                       {.files = options.trail, .config = options.rules.config},
                                       options.rules.rules);
    }
    const auto text = message_in(options.message);  // as who calls: the daemon may not see it
    return text ? explanation_of(options, *text) : text.error();
}

int explain(const ExplainOptions& options) {
    const auto explanation = explanation_of(options);
    if (!explanation) {
        return complain(explanation.error());
    }
    std::cout << (options.is_json ? explanation_json(*explanation)
                                  : explanation_text(*explanation));
    const bool is_told = !explanation->record || explanation->record->doubts.empty();
    return is_told ? status_of(explanation->judgement.record) : exit_unavailable;
}

/// A record says itself what these would.
void add_trail_option(CLI::App& command, ExplainOptions& options) {
    auto* trail = command.add_option(
        "--trail", options.trail,
        "Explain a recorded transaction: files of a trail, or folders; without a name, the "
        "settings'");
    trail->expected(0, -1)->allow_extra_args(true);
    for (const char* const other : {"--from", "--to", "--login", "--method", "--client", "--tls",
                                    "--listener", "--local", "--mta", "--at"}) {
        trail->excludes(other);
    }
}

void add_session_options(CLI::App& command, ExplainOptions& options) {
    command.add_option("--login", options.session.login, "Who authenticated; absent: nobody");
    command.add_option("--method", options.session.method, "By which SASL method")
        ->capture_default_str();
    auto* client = command.add_option("--client", options.session.client, "Address of the client")
                       ->capture_default_str();
    auto* tls =
        command.add_option("--tls", options.session.tls, "TLS version, as 1.3; absent: clear text");
    command.add_option("--listener", options.session.listener,
                       "Name of the listener, as the MTA tells it ({daemon_name})");
    command.add_flag("--local", options.session.is_local, "A program of this host hands it over")
        ->excludes(client)
        ->excludes(tls)
        ->excludes("--login");
    command.add_option("--mta", options.mta, "Which MTA asks")
        ->check(CLI::IsMember({"postfix", "sendmail"}))
        ->capture_default_str();
    command.add_option("--at", options.at, "When: 2026-11-26 or 2026-11-26T19:30:00Z; absent: now");
}

}  // namespace

void add_explain_command(CLI::App& app, int& status) {
    auto options = std::make_shared<ExplainOptions>();
    auto* command = app.add_subcommand(
        "explain", "What would become of a message, or became of a recorded one, rule by rule");
    command
        ->add_option("MESSAGE", options->message,
                     "File with the message, or its header alone; - for standard input; with "
                     "--trail, the id of a session or of the MTA's queue")
        ->required();
    command->add_option("--from", options->session.from, "MAIL FROM; absent: the author in From");
    command
        ->add_option("--to", options->session.to,
                     "RCPT TO, may be repeated; absent: To, Cc and Bcc")
        ->allow_extra_args(false);
    add_session_options(*command, *options);
    add_trail_option(*command, *options);
    add_file_options(*command, options->rules);
    command->add_flag("--json", options->is_json, "One JSON object, for programs");
    command->footer(
        "Nothing is recorded. Rates are not counted: limits of messages in a time are taken as "
        "not\n"
        "reached. A recorded transaction is judged by its own clock and by what tables, DNS and\n"
        "limits said then, under the rules of then, or those that --rules names. Exit status:\n"
        "0 accepted or not governed, 1 refused or held, 69 put off (somebody could not tell, or\n"
        "the record does not have what it takes), 65 no message or no such record, 77 or 78 as\n"
        "`check` has them.");
    command->callback([command, options, &status] {
        options->has_trail = command->count("--trail") != 0;
        options->session.mta = options->mta == "sendmail" ? Host::sendmail : Host::postfix;
        status = explain(*options);
    });
}

}  // namespace msa
