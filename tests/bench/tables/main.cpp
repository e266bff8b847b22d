// Loads the one table of a rule file and looks up keys in it, as the daemon does:
//   bench-tables RULES KEYS ROUNDS
// KEYS has one key a line; all of them are in the table. Where the rules sign, it is domains that
// are looked up, and keys that are found for them. What it took is printed as JSON.
#include "commands/services.h"
#include "config/rule_file.h"

#include <chrono>
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <malloc.h>
#include <nlohmann/json.hpp>

namespace {

/// CPU of this process, all threads, in nanoseconds.
double cpu() {
    timespec time{};
    (void)::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);  // it knows this clock
    constexpr double second = 1e9;
    return static_cast<double>(time.tv_sec) * second + static_cast<double>(time.tv_nsec);
}

/// Octets that malloc has handed out, in its arena and mapped.
std::size_t heap() {
    const auto info = ::mallinfo2();
    return info.uordblks + info.hblkhd;
}

std::vector<std::string> lines_of(const char* path) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    return lines;
}

/// One look-up of each key; CPU and elapsed time of one, in nanoseconds.
template <class IsFound>
nlohmann::json look_up(const std::vector<std::string>& keys, const IsFound& is_found) {
    using std::chrono::steady_clock;
    const auto begun = steady_clock::now();
    const double cpu_begun = cpu();
    std::size_t found = 0;
    for (const auto& key : keys) {
        found += is_found(key) ? 1U : 0U;
    }
    const double used = cpu() - cpu_begun;
    const std::chrono::duration<double, std::nano> passed = steady_clock::now() - begun;
    const auto count = static_cast<double>(keys.size());
    return {{"cpu_ns", used / count}, {"elapsed_ns", passed.count() / count}, {"found", found}};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "usage: bench-tables RULES KEYS ROUNDS\n";
        return 2;
    }
    const auto keys = lines_of(argv[2]);
    msa::OpenTables tables;
    const double begun = cpu();
    const auto heap_before = heap();
    const auto loaded =
        msa::load_rules(argv[1], msa::rule_services(&tables), std::chrono::system_clock::now());
    const double load = cpu() - begun;
    if (!loaded.rules || tables.size() != 1) {
        std::cerr << "bench-tables: " << argv[1] << ": not valid, or not one table\n";
        return 1;
    }
    const msa::Moment now{.time = std::chrono::system_clock::now()};
    const auto is_found = [&, signer = loaded.rules->signer.get()](const std::string& key) {
        if (signer != nullptr) {
            return signer->has_key(key, now);
        }
        const auto answer = tables.front()->lookup(key);
        return answer && answer->found;
    };
    nlohmann::json result{{"load_s", load / 1e9}, {"heap", heap() - heap_before}};
    for (int round = 0; round < std::stoi(argv[3]); ++round) {
        result["rounds"].push_back(look_up(keys, is_found));
    }
    std::cout << result << '\n';
    return 0;
}
