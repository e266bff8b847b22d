#include "cases/case_file.h"

#include "base/file.h"
#include "commands/services.h"
#include "commands/throwaway_keys.h"
#include "spf/sender_policy.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace msa {
namespace {

constexpr std::string_view expect_key = "\nexpect = '''\n";

TestServices services_of_cases() {
    auto services = rule_services();
    services.make_signer = throwaway_signer;
    return {.rules = services, .make_sender_policy = make_sender_policy};
}

}  // namespace

std::string read_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw std::runtime_error("cannot read " + path);
    }
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> case_paths(const std::string& folder) {
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".toml" && entry.path().filename() != "rules.toml" &&
            entry.path().filename() != "dns.toml") {
            paths.push_back(entry.path().string());
        }
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

Case read_case(const std::string& path) {
    constexpr std::size_t enough = 1U << 20U;
    auto loaded = load_case(path, [](const std::string& file) { return read_file(file, enough); });
    if (!loaded.tested) {
        std::string text;
        for (const auto& each : loaded.diagnostics.sorted()) {
            text += loaded.diagnostics.block_of(each);
        }
        throw std::runtime_error(text);
    }
    return *std::move(loaded.tested);
}

std::shared_ptr<const RuleSet> rules_of(const Case& tested, const OpenTable& open_table) {
    auto services = services_of_cases();
    services.rules.open_table = open_table;
    auto rules = rules_of(tested, services);
    if (!rules) {
        throw std::runtime_error(rules.error().what);
    }
    return *std::move(rules);
}

Played play(const Case& tested) {
    auto played = play(tested, services_of_cases());
    if (!played) {
        throw std::runtime_error(played.error().what);
    }
    return *std::move(played);
}

void bless_case(const Case& tested, const std::string& expect) {
    auto text = read_text(tested.path);
    const auto at = text.find(expect_key);
    text.resize(at == std::string::npos ? text.find_last_not_of('\n') + 1 : at);
    std::ofstream file(tested.path, std::ios::binary | std::ios::trunc);
    file << text << expect_key << expect << "'''\n";
}

}  // namespace msa
