// msa-milter explain: one message, judged as the daemon would judge it, and why. Nothing is
// recorded, and nothing counts against a limit.
#include "base/file.h"
#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/daemon_options.h"
#include "commands/exit_status.h"
#include "commands/explain_question.h"
#include "commands/explain_recorded.h"
#include "commands/explained.h"
#include "commands/message_file.h"
#include "commands/name_services.h"
#include "commands/rule_options.h"
#include "commands/services.h"
#include "ownership/network.h"
#include "policy/rule_sets.h"
#include "system/host_name.h"

#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace msa {
namespace {

struct ExplainOptions {
    RuleOptions rules;
    LiveOptions live;
    std::string message;
    ExplainQuestion question;
    std::string mta = "postfix";
    bool is_json = false;
    std::vector<std::string> trail;
    bool has_trail = false;
};

/// A table whose file is not there, as on the computer of whoever changes the rules.
class AwayTable final : public Table {
public:
    AwayTable(std::string name, Error why) : name_(std::move(name)), why_(std::move(why)) {}
    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view /*key*/) const override {
        return why_;
    }
    [[nodiscard]] std::string name() const override { return name_; }

private:
    std::string name_;
    Error why_;
};

/// No daemon would begin with a table that is away; what does not depend on it is explained.
RuleServices services_without_files() {
    auto services = rule_services();
    services.open_table = [open = services.open_table](const TableSettings& settings) {
        auto table = open(settings);
        if (!table && !settings.path().empty() && !may_exist(settings.path())) {
            std::cerr << "msa-milter: " << shown(table.error().what)
                      << ": cannot tell what it says\n";
            return Result<std::shared_ptr<const Table>>(
                std::make_shared<AwayTable>(settings.name, table.error()));
        }
        return table;
    };
    return services;
}

Result<RuleSets::Choice> rules_for(const ExplainOptions& options, const Session& session) {
    auto loaded = load_named_rules(options.rules, services_without_files());
    if (!loaded) {
        return loaded.error();
    }
    std::vector<std::shared_ptr<const RuleSet>> sets;
    for (auto& file : *loaded) {
        sets.push_back(std::move(file.rules));
    }
    return RuleSets(std::move(sets)).for_session(session);
}

Result<Explanation> explanation_here(const ExplainOptions& options) {
    const auto loaded = load_settings(options.rules.config);
    if (!loaded.settings) {
        return Error{"the settings are not valid: msa-milter check says why",
                     loaded.diagnostics.kind()};
    }
    const auto& settings = *loaded.settings;
    const auto names = NameServices::open(settings, [](const Error&) {});
    return explained(
        options.question,
        {.rules_for = [&](const Session& session) { return rules_for(options, session); },
         .resolver = names.resolver.get(),
         .patience = settings.resolver_deadline,
         .host_name = settings.host_name.empty() ? host_name() : settings.host_name});
}

int print(const Result<Explanation>& explanation, bool is_json) {
    if (!explanation) {
        return complain(explanation.error());
    }
    std::cout << (is_json ? explanation_json(*explanation) : explanation_text(*explanation));
    const bool is_told = !explanation->record || explanation->record->doubts.empty();
    return is_told ? exit_status_of(explanation->judgement.record) : exit_unavailable;
}

int explain_live(const ExplainOptions& options) {
    constexpr std::chrono::seconds patience{120};  // tables and DNS have deadlines of their own
    auto parameters = explain_parameters(options.question, options.is_json);
    if (!parameters) {
        return complain(within(options.message, parameters.error()));
    }
    const auto answer =
        ask_running({options.rules.config, options.live.control}, "explain", patience, *parameters);
    if (!answer) {
        return complain(answer.error());
    }
    std::cout << answer->value("explanation", std::string());
    return answer->value("status", static_cast<int>(exit_software));
}

int explain(ExplainOptions& options) {
    if (options.has_trail) {
        return print(explanation_of_recorded(
                         options.message, {.files = options.trail, .config = options.rules.config},
                         options.rules.rules),
                     options.is_json);
    }
    auto text = message_in(options.message);  // as who calls: the daemon may not see it
    if (!text) {
        return complain(text.error());
    }
    options.question.message = *std::move(text);
    options.question.name = options.message;
    return options.live.is_live ? explain_live(options)
                                : print(explanation_here(options), options.is_json);
}

std::string no_address(const std::string& text) {
    const bool is_address = text.find('/') == std::string::npos && Network::parse(text);
    return is_address ? std::string() : shown(text) + " is no IP address";
}

/// A record says itself what these would.
void add_trail_option(Command& command, ExplainOptions& options) {
    auto* trail = command.add_option("--trail", options.trail,
                                     "Explain a recorded transaction of these trail files or "
                                     "folders; without a name, of the trail in the settings");
    trail->expected(0, -1)->allow_extra_args(true);
    for (const char* const other : {"--from", "--to", "--login", "--method", "--client", "--tls",
                                    "--listener", "--local", "--mta", "--at", "--live"}) {
        trail->excludes(other);
    }
}

void add_session_options(Command& command, ExplainOptions& options) {
    command.add_option("--login", options.question.session.login,
                       "Who authenticated; absent: nobody");
    command.add_option("--method", options.question.session.method, "SASL method")
        ->capture_default_str();
    auto* client =
        command.add_option("--client", options.question.session.client, "Address of the client")
            ->check(no_address)
            ->capture_default_str();
    auto* tls = command.add_option("--tls", options.question.session.tls,
                                   "TLS version, such as 1.3; absent: clear text");
    tls->one_of({"1.0", "1.1", "1.2", "1.3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"});
    command.add_option("--listener", options.question.session.listener,
                       "Name of the listener, as the MTA tells it ({daemon_name})");
    command
        .add_flag("--local", options.question.session.is_local,
                  "A program of this host hands it over")
        ->excludes(client)
        ->excludes(tls)
        ->excludes("--login");
    command.add_option("--mta", options.mta, "Which MTA asks")
        ->one_of({"postfix", "sendmail"})
        ->capture_default_str();
    command.add_option("--at", options.question.at,
                       "When: 2026-11-26 or 2026-11-26T19:30:00Z; absent: now");
}

}  // namespace

void add_explain_command(Command& app, int& status) {
    auto options = std::make_shared<ExplainOptions>();
    auto* command = app.add_subcommand(
        "explain", "What would become of a message, or became of a recorded one, rule by rule");
    command
        ->add_option("MESSAGE", options->message,
                     "File with the message, or its header alone; - for standard input; with "
                     "--trail, the id of a session or of the MTA's queue")
        ->required();
    command->add_option("--from", options->question.session.from,
                        "MAIL FROM; absent: the author in From");
    command
        ->add_option("--to", options->question.session.to,
                     "RCPT TO, may be repeated; absent: To, Cc and Bcc")
        ->allow_extra_args(false);
    add_session_options(*command, *options);
    add_file_options(*command, options->rules);
    add_live_options(*command, options->live);
    add_trail_option(*command, *options);
    command->add_flag("--json", options->is_json, "One JSON object, for programs");
    command->footer(
        "Nothing is recorded. Nothing counts towards a rate, and no rate is taken as used up. A "
        "recorded\ntransaction is judged at its own time, with what tables, DNS and limits "
        "answered then, under the\nrules of then, or of --rules. Exit status: 0 accepted or not "
        "governed, 1 refused or held, 69 put\noff (a check could not tell, or the record lacks "
        "facts), 65 not a message or no such record, 77\nor 78 as `check`.");
    command->callback([command, options, &status] {
        options->has_trail = command->count("--trail") != 0;
        options->question.session.mta =
            options->mta == "sendmail" ? MtaKind::sendmail : MtaKind::postfix;
        status = explain(*options);
    });
}

}  // namespace msa
