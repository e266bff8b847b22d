// How the work for a message grows with it, for shapes meant to make it grow faster:
//   bench-hostile [PART OF A NAME]
// Each shape is judged at n, 2n, 4n and 8n pieces by all checks. The exponent is the slope of CPU
// over octets, both as logarithms: 1 is linear. Fails where a shape exceeds a bound.
#include "audit/record_json.h"
#include "bench/hostile/shapes.h"
#include "fakes/rule_set_builder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace msa {
namespace {

constexpr double most_exponent = 1.15;
constexpr double most_milliseconds = 40;  // for each MB
// The least work on which an exponent can be told, and what a message costs whatever its size.
constexpr double noise = 0.005;

double cpu() {
    timespec time{};
    (void)::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);  // it knows this clock
    constexpr double nanosecond = 1e-9;
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * nanosecond;
}

std::shared_ptr<const RuleSet> rules() {
    RuleSetBuilder builder;
    builder.with_built_in_checks().with_signer({"example.com"});
    return builder.with_owner("alice@example.com", {"alice"}).build();
}

struct Run {
    double octets = 0;
    double seconds = 0;
    std::string answer;
};

/// The best of three.
Run run(const Submitted& message) {
    Run best{.octets = static_cast<double>(octets_of(message)), .seconds = HUGE_VAL, .answer = {}};
    for (int i = 0; i < 3; ++i) {
        Submission submission(rules());
        submission.audit.instead = [](const AuditRecord& record) {
            (void)record_lines(record, "msa.example.com");  // only its cost counts
        };
        const double begun = cpu();
        const auto refusal = submission.submit(message);
        best.seconds = std::min(best.seconds, cpu() - begun);
        best.answer = refusal ? to_text(*refusal) : "accepted";
    }
    return best;
}

/// The slope of the line through the logarithms that is nearest to them.
double exponent(const std::array<Run, 4>& runs) {
    double x_mean = 0;
    double y_mean = 0;
    for (const auto& each : runs) {
        x_mean += std::log(each.octets) / 4;
        y_mean += std::log(each.seconds) / 4;
    }
    double above = 0;
    double below = 0;
    for (const auto& each : runs) {
        const double x = std::log(each.octets) - x_mean;
        above += x * (std::log(each.seconds) - y_mean);
        below += x * x;
    }
    return above / below;
}

bool is_within_bounds(const Shape& shape) {
    std::array<Run, 4> runs;
    std::size_t pieces = shape.smallest;
    for (auto& each : runs) {
        each = run(shape.of(pieces));
        pieces *= 2;
    }
    constexpr double thousand = 1e3;
    const Run& last = runs.back();
    const double grows = exponent(runs);
    const double milliseconds = last.seconds * thousand;
    const double each_mb = milliseconds / (last.octets / (thousand * thousand));
    const bool is_good =
        last.seconds < noise || (grows <= most_exponent && each_mb <= most_milliseconds);
    std::printf("%-24s %8zu %8.0f kB %9.1f ms %8.2f %9.1f  %-6s %.60s\n", shape.name.c_str(),
                pieces / 2, last.octets / thousand, milliseconds, grows, each_mb,
                is_good ? "" : "FAILED", last.answer.c_str());
    (void)std::fflush(stdout);  // only for who watches
    return is_good;
}

}  // namespace
}  // namespace msa

int main(int argc, char** argv) {
    const std::string part = argc > 1 ? argv[1] : "";
    std::printf("%-24s %8s %11s %12s %8s %9s  %-6s %s\n", "shape", "pieces", "octets", "CPU",
                "exponent", "ms a MB", "", "answer");
    int failed = 0;
    int passed = 0;
    for (const auto& shape : msa::shapes()) {
        if (shape.name.find(part) != std::string::npos) {
            ++(msa::is_within_bounds(shape) ? passed : failed);
        }
    }
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
