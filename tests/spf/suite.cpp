// Runs the cases of the openspf.org suite for RFC 7208, which `run` hands over as JSON on standard
// input, against the real evaluation over DNS from memory. Ends with `N passed, N failed`.
#include "spf/spf_evaluation.h"
#include "workbench/given_resolver.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

using nlohmann::json;

RecordType type_of(const std::string& name) {
    return *std::find_if(every_record_type.begin(), every_record_type.end(),
                         [&](RecordType type) { return to_text(type) == name; });
}

/// `[NAME, TYPE, VALUE]` each; TYPE may be CNAME, or TIMEOUT for what the name has no records of.
GivenResolver resolver_of(const json& zone) {
    GivenResolver dns;
    for (const auto& record : zone) {
        const auto name = record.at(0).get<std::string>();
        const auto type = record.at(1).get<std::string>();
        if (type == "CNAME") {
            dns.add_alias(name, record.at(2));
        } else if (type == "TIMEOUT") {
            dns.add_failing(name);
        } else {
            dns.add(name, type_of(type), record.at(2));
        }
    }
    return dns;
}

bool run_case(const json& tested, const GivenResolver& dns) {
    const SpfQuestion question{
        .address = tested.at("host"), .helo = tested.at("helo"), .sender = tested.at("mailfrom")};
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    const auto got = evaluate_spf(question, dns, deadline).answer;
    const auto& allowed = tested.at("results");
    const bool passed =
        std::find(allowed.begin(), allowed.end(), to_text(got.result)) != allowed.end();
    if (!passed) {
        std::cerr << tested.at("name").get<std::string>() << ": " << to_text(got.result) << " ("
                  << got.why << "), expected " << allowed << '\n';
    }
    return passed;
}

int run_suite(std::istream& in) {
    int passed = 0;
    int failed = 0;
    for (const auto& scenario : json::parse(in)) {
        const auto dns = resolver_of(scenario.at("zone"));
        for (const auto& tested : scenario.at("cases")) {
            ++(run_case(tested, dns) ? passed : failed);
        }
    }
    std::cout << passed << " passed, " << failed << " failed\n";
    return failed == 0 && passed > 0 ? 0 : 1;
}

}  // namespace
}  // namespace msa

int main() {
    return msa::run_suite(std::cin);
}
