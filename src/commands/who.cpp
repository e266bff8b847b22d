// msa-milter who, msa-milter can: whose an address is, and which ones a login may use. The answers
// are those that the daemon would find; rules may refuse for other reasons.
#include "audit/timestamp.h"
#include "base/text.h"
#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "commands/rule_options.h"
#include "commands/services.h"
#include "ownership/grants.h"
#include "ownership/rights.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

enum class Verdict { yes, no, cannot_tell };

struct Answer {
    const RuleSet* rules = nullptr;
    Verdict verdict = Verdict::no;
    std::string why{};  // where there is no grant to show
    Grants grants{};
};

struct Question {
    RuleOptions options;
    std::string login;
    std::string address;
};

Moment this_moment() {
    return {std::chrono::system_clock::now(), std::chrono::minutes(0)};
}

std::string_view word(Verdict verdict) {
    switch (verdict) {
        case Verdict::yes: return "yes";
        case Verdict::no: return "no";
        case Verdict::cannot_tell: break;
    }
    return "cannot_tell";
}

/// Of several rule files: yes where one says so.
Verdict verdict_of(const std::vector<Answer>& answers) {
    Verdict verdict = Verdict::no;
    for (const auto& answer : answers) {
        if (answer.verdict == Verdict::yes) {
            return Verdict::yes;
        }
        if (answer.verdict == Verdict::cannot_tell) {
            verdict = Verdict::cannot_tell;
        }
    }
    return verdict;
}

int status_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::yes: return exit_ok;
        case Verdict::no: return exit_findings;
        case Verdict::cannot_tell: break;
    }
    return exit_unavailable;
}

/// Members of an inline group, in brackets.
std::string members_of(const std::string& who, const Groups& groups) {
    const auto name = group_name(who);
    const auto group = name ? groups.members.find(*name) : groups.members.end();
    return group == groups.members.end()
               ? std::string()
               : " (" + join({group->second.begin(), group->second.end()}, ", ") + ')';
}

std::string text_of(const Grant& grant) {
    std::string text = grant.right.kind == Right::Kind::owner ? "owner" : "on behalf";
    text += ": " + shown(grant.right.by);
    if (grant.right.by.starts_with("table ")) {
        text += ", " + shown(grant.address);
    }
    text += grant.where.empty() ? "" : ", " + shown(grant.where);
    text += grant.until ? ", ends " + timestamp(*grant.until) : "";
    text += grant.right.owner.empty() ? "" : ", owner " + shown(grant.right.owner);
    return text + (grant.right.ticket.empty() ? "" : ", ticket " + shown(grant.right.ticket));
}

nlohmann::ordered_json json_of(const Grant& grant, const Groups& groups) {
    nlohmann::ordered_json json{{"who", shown(grant.who)},
                                {"address", shown(grant.address)},
                                {"right", to_text(grant.right.kind)},
                                {"by", shown(grant.right.by)}};
    const auto name = group_name(grant.who);
    if (const auto group = name ? groups.members.find(*name) : groups.members.end();
        group != groups.members.end()) {
        json["members"] = group->second;
    }
    const auto add = [&json](const char* key, const std::string& value) {
        if (!value.empty()) {
            json[key] = shown(value);
        }
    };
    add("where", grant.where);
    add("ends", grant.until ? timestamp(*grant.until) : "");
    add("owner", grant.right.owner);
    add("ticket", grant.right.ticket);
    return json;
}

void print_json(const std::vector<Answer>& answers) {
    auto files = nlohmann::ordered_json::array();
    for (const auto& answer : answers) {
        auto grants = nlohmann::ordered_json::array();
        for (const auto& grant : answer.grants.found) {
            grants.push_back(json_of(grant, answer.rules->owners.groups()));
        }
        files.push_back({{"rules", shown(answer.rules->file)},
                         {"version", shown(answer.rules->version)},
                         {"hash", answer.rules->hash},
                         {"listeners", answer.rules->listeners},
                         {"answer", word(answer.verdict)},
                         {"why", shown(answer.why)},
                         {"grants", std::move(grants)},
                         {"doubts", answer.grants.doubts}});
    }
    const nlohmann::ordered_json result{{"answer", word(verdict_of(answers))},
                                        {"files", std::move(files)}};
    std::cout << result.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
              << '\n';
}

/// One line a grant, by who has it or by the address that it is for.
void print_text(const std::vector<Answer>& answers, bool by_address) {
    for (const auto& answer : answers) {
        const std::string file = answers.size() == 1 ? "" : answer.rules->file + ": ";
        for (const auto& grant : answer.grants.found) {
            const auto subject =
                by_address
                    ? shown(grant.address)
                    : shown(grant.who) + members_of(grant.who, answer.rules->owners.groups());
            std::cout << file << subject << ": " << text_of(grant) << '\n';
        }
        for (const auto& doubt : answer.grants.doubts) {
            std::cout << file << "cannot tell: " << shown(doubt) << '\n';
        }
        if (answer.verdict == Verdict::no) {
            std::cout << file << "no: " << shown(answer.why) << '\n';
        }
    }
}

void settle(Answer& answer, std::string why) {
    answer.verdict = !answer.grants.found.empty()   ? Verdict::yes
                     : answer.grants.doubts.empty() ? Verdict::no
                                                    : Verdict::cannot_tell;
    answer.why = answer.verdict == Verdict::no ? std::move(why) : std::string();
}

Answer who_may(const RuleSet& rules, const AddrSpec& address) {
    Answer answer{.rules = &rules};
    const Lookups lookups;
    const auto key = rules.owners.key_of(address);
    if (key) {
        answer.grants = grants_for(rules.owners, *key, this_moment(), lookups);
    }
    settle(answer, key ? "nobody" : "nobody: " + key.error().what);
    if (!answer.grants.doubts.empty()) {
        answer.verdict = Verdict::cannot_tell;  // a table that is away may name others
    }
    return answer;
}

std::optional<Identity> identity_of(const std::string& login, const RuleSet& rules) {
    return Identity{IdentitySource::sasl, canonical_login(login, rules.identity.login_domain), ""};
}

/// Whether the login may use the address: the daemon's own answer, and what gives the right.
Answer may_use(const RuleSet& rules, const std::string& login, const AddrSpec& address) {
    Answer answer{.rules = &rules};
    const Lookups lookups;
    const auto now = this_moment();
    const Rights rights(rules.owners, identity_of(login, rules), now, lookups);
    const auto& right = rights.to_use(address);
    if (right.kind == Right::Kind::none) {
        answer.why = right.by;
        return answer;
    }
    if (right.kind == Right::Kind::cannot_tell) {
        answer.verdict = Verdict::cannot_tell;
        answer.grants.doubts = {right.by};
        return answer;
    }
    answer.verdict = Verdict::yes;
    for (auto& grant :
         grants_for(rules.owners, *rules.owners.key_of(address), now, lookups).found) {
        const auto is_meant = rights.memberships().any_means({grant.who});
        if (grant.right.kind == right.kind && is_meant && *is_meant) {
            answer.grants.found.push_back(std::move(grant));
        }
    }
    return answer;
}

Answer uses_of(const RuleSet& rules, const std::string& login) {
    Answer answer{.rules = &rules};
    const Lookups lookups;
    const Memberships who(rules.owners.groups(), identity_of(login, rules), lookups);
    answer.grants = grants_of(rules.owners, who, this_moment());
    settle(answer, "nothing");
    return answer;
}

template <class Ask>
int answered(const RuleOptions& options, bool by_address, Ask ask) {
    const auto loaded = load_named_rules(options, rule_services());
    if (!loaded) {
        return complain(loaded.error());
    }
    std::vector<Answer> answers;
    for (const auto& file : *loaded) {
        answers.push_back(ask(*file.rules));
    }
    if (options.format == "json") {
        print_json(answers);
    } else {
        print_text(answers, by_address);
    }
    return status_of(verdict_of(answers));
}

int who(const Question& question) {
    const auto address = parse_addr_spec(question.address);
    if (!address) {
        return complain(within(shown(question.address),
                               {"not an address: " + address.error().what, ErrorKind::bad_input}));
    }
    return answered(question.options, false,
                    [&](const RuleSet& rules) { return who_may(rules, *address); });
}

int can(const Question& question) {
    if (question.address.empty()) {
        return answered(question.options, true,
                        [&](const RuleSet& rules) { return uses_of(rules, question.login); });
    }
    const auto address = parse_addr_spec(question.address);
    if (!address) {
        return complain(within(shown(question.address),
                               {"not an address: " + address.error().what, ErrorKind::bad_input}));
    }
    return answered(question.options, false,
                    [&](const RuleSet& rules) { return may_use(rules, question.login, *address); });
}

constexpr const char* statuses =
    "Exit status: 0 yes, 1 no, 69 cannot tell, 65 not an address, 77 or 78 as `check`.";

}  // namespace

void add_who_command(Command& app, int& status) {
    auto question = std::make_shared<Question>();
    auto* command = app.add_subcommand("who", "Who may use an address, and why");
    command->add_option("ADDRESS", question->address, "The address")->required();
    add_rule_options(*command, question->options);
    command->footer(statuses);
    command->callback([question, &status] { status = who(*question); });
}

void add_can_command(Command& app, int& status) {
    auto question = std::make_shared<Question>();
    auto* command = app.add_subcommand("can", "Which addresses a login may use, and why");
    command->add_option("LOGIN", question->login, "The login, as the MTA has it")->required();
    command->add_option("ADDRESS", question->address, "Only say whether it may use this one");
    add_rule_options(*command, question->options);
    command->footer(statuses);
    command->callback([question, &status] { status = can(*question); });
}

}  // namespace msa
