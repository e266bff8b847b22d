#include "trail/judged_messages.h"

#include "audit/record_json.h"
#include "checks/check_reads.h"
#include "commands/services.h"
#include "fakes/fake_rate_counter.h"
#include "fakes/submission.h"
#include "workbench/given_resolver.h"
#include "workbench/given_world.h"
#include "workbench/naming_signer.h"
#include "workbench/submission.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace msa {
namespace {

constexpr int different = 500;  // messages; more take only longer to make

std::shared_ptr<const RuleSet> loaded(const std::string& rules) {
    auto services = rule_services();
    services.make_signer = [](const SigningSettings& settings) {
        return Result<std::unique_ptr<const Signer>>(naming_signer(settings));
    };
    auto loaded = load_rules(rules, services, std::chrono::system_clock::now());
    if (!loaded.rules) {
        throw std::runtime_error(rules + ": not valid");
    }
    return loaded.rules;
}

SubmittedMail message(int i) {
    const auto login = "user" + std::to_string(i % 100) + "@example.com";
    SubmittedMail mail{
        .session = alices_session(),
        .mail = {.argument = '<' + login + '>', .parameters = {}, .mta_address = login},
        .recipients = {{.argument = "<bob@example.org>"}},
        .message = {}};
    mail.session.id = "s" + std::to_string(i);
    mail.session.sasl_login = login;
    const std::vector<std::pair<std::string, std::string>> fields{
        {"Message-ID", " <" + std::to_string(i) + ".1a2b3c@example.com>"},
        {"Date", " Fri, 21 Nov 2025 12:00:00 +0100"},
        {"MIME-Version", " 1.0"},
        {"User-Agent", " Mozilla Thunderbird"},
        {"Content-Language", " en-US"},
        {"To", " Bob Example <bob@example.org>"},
        {"From", " Somebody <" + (i % 50 == 7 ? "ceo@example.com" : login) + '>'},
        {"Subject", " The meeting on Friday, " + std::to_string(i)},
        {"Content-Type", " text/plain; charset=UTF-8; format=flowed"},
        {"Content-Transfer-Encoding", " 7bit"}};
    for (const auto& [name, value] : fields) {
        mail.message.header.receive(name, value);
    }
    mail.message.body = "Hello,\r\n\r\nshall we meet at ten?\r\n";
    return mail;
}

}  // namespace

void write_judged_messages(const std::string& file, int count, const std::string& rules) {
    const auto judges = loaded(rules);
    const GivenResolver dns(GivenResolver::Strangers::have_mail_servers);
    const FakeClock clock;
    FixedRandom random;
    FakeRateCounter rates;
    rates.left = count;
    std::vector<std::string> records;
    for (int i = 0; i < std::min(count, different); ++i) {
        const auto judgement = judge(judges, true, message(i),
                                     {.clock = clock,
                                      .random = random,
                                      .rates = rates,
                                      .host_name = "msa1.example.net",
                                      .dns = {.resolver = &dns},
                                      .facts = {FactsKept::all, reads_of_check}});
        records.push_back(record_lines(judgement.record, "msa1.example.net"));
    }
    std::ofstream trail(file);
    for (int i = 0; i < count; ++i) {
        trail << records[static_cast<std::size_t>(i) % records.size()];
    }
}

}  // namespace msa
