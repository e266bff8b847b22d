#include "cases/recorded.h"

#include "audit/record_json.h"
#include "base/text.h"
#include "checks/check_reads.h"
#include "fakes/fake_clock.h"
#include "fakes/fake_rate_counter.h"
#include "spf/sender_policy.h"
#include "workbench/given_world.h"

#include <stdexcept>

namespace msa {

const std::vector<Case>& all_cases() {
    static const std::vector<Case> cases = [] {
        const std::string folder = "tests/cases";
        std::vector<Case> all;
        for (const auto& path : case_paths(folder)) {
            all.push_back(read_case(path));
            all.back().is_signed = false;
        }
        return all;
    }();
    return cases;
}

AuditRecord judged_there(const Case& tested, const std::shared_ptr<const RuleSet>& rules,
                         const SubmittedMail& submission, const FactsWanted& facts,
                         JudgeObserver* observer) {
    const FakeClock clock;
    FixedRandom random;
    FakeRateCounter rates;
    rates.left = static_cast<int>(tested.rate);
    GivenLimits limits(tested.rate, clock.now().time);
    const auto resolver = resolver_of(tested.world, {});
    const auto sender_policy = make_sender_policy(resolver);
    return judge(rules, rules->governs(submission.session), submission,
                 {.clock = clock,
                  .random = random,
                  .rates = rates,
                  .host_name = "localhost",
                  .dns = {.resolver = &resolver, .sender_policy = sender_policy->get()},
                  .observer = observer,
                  .facts = facts,
                  .limits = &limits})
        .record;
}

AuditRecord recorded(const Case& tested, const std::shared_ptr<const RuleSet>& rules,
                     FactsKept kept, JudgeObserver* observer) {
    return judged_there(tested, rules, submission_of(tested),
                        {.kept = kept, .reads_of = reads_of_check}, observer);
}

RecordedMail read_back(const AuditRecord& record) {
    const auto lines = record_lines(record, "localhost");
    RecordReader reader;
    for (const auto line : split(std::string_view(lines).substr(0, lines.size() - 1), '\n')) {
        if (reader.read(line) == RecordReader::Line::damaged) {
            throw std::runtime_error("a record that cannot be read: " + std::string(line));
        }
    }
    auto mail = recorded_mail(reader);
    if (!mail) {
        throw std::runtime_error(mail.error().what);
    }
    return *std::move(mail);
}

}  // namespace msa
