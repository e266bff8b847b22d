// msa-milter test: runs the tests beside rule files, and cases in files of their own. Nobody is
// asked: tables, DNS and the clock are given by the tests, keys are not read.
#include "base/file.h"
#include "base/text.h"
#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "commands/rule_options.h"
#include "commands/services.h"
#include "commands/throwaway_keys.h"
#include "config/case_file.h"
#include "spf/sender_policy.h"
#include "workbench/case_play.h"
#include "workbench/rule_test.h"
#include "workbench/test_report.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace msa {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view ending = ".test.toml";

struct TestOptions {
    std::vector<std::string> paths;
    std::string word;
    std::string format = "text";
    bool coverage = false;
    std::optional<unsigned> fail_under;  // per cent
};

/// A case in a file of its own: not every file that ends so is one.
bool is_case_file(const fs::path& path) {
    const auto text = path.extension() == ".toml" ? read_file(path.string(), max_config_file)
                                                  : Result<std::string>(Error{});
    return text && is_case(*text);
}

/// Of a rule file the one beside it; a file of tests is what it is.
std::string tests_of(const std::string& path) {
    auto beside = fs::path(path).replace_extension().string() + std::string(ending);
    const bool is_rule_file = path.ends_with(".toml") && !path.ends_with(ending);
    return is_rule_file && !is_case_file(path) && may_exist(beside) ? beside : path;
}

/// The files, and those of folders, sorted.
Result<std::vector<std::string>> files_in(const std::vector<std::string>& paths) {
    std::vector<std::string> files;
    for (const auto& path : paths.empty() ? std::vector<std::string>{"."} : paths) {
        std::error_code error;
        if (!fs::is_directory(path, error)) {
            files.push_back(tests_of(path));
            continue;
        }
        for (fs::recursive_directory_iterator entry(path, error), last; !error && entry != last;
             entry.increment(error)) {
            if (entry->path().native().ends_with(ending) || is_case_file(entry->path())) {
                files.push_back(entry->path().lexically_normal().string());
            }
        }
        if (error) {
            return Error{path + ": " + error.message(), ErrorKind::bad_input};
        }
    }
    if (files.empty()) {
        return Error{"no NAME" + std::string(ending) + ", and no case, in " +
                         (paths.empty() ? "this folder" : join(paths, ", ")),
                     ErrorKind::bad_input};
    }
    std::sort(files.begin(), files.end());
    return files;
}

void print(const Diagnostics& diagnostics) {
    for (const auto& each : diagnostics.sorted()) {
        if (each.severity == Diagnostic::Severity::error) {
            std::cerr << diagnostics.block_of(each);
        }
    }
}

struct Tested {
    std::vector<TestResult> results;
    std::size_t reached = 0;
    std::size_t all = 0;
    std::vector<Coverage::Gap> gaps;
    std::optional<int> trouble;  // exit status of a file that could not be run
};

void run_case(const std::string& path, const TestOptions& options, Tested& tested) {
    auto services = rule_services();
    services.make_signer = throwaway_signer;
    const auto loaded = load_case(path, services.read_file);
    if (!loaded.tested) {
        print(loaded.diagnostics);
        tested.trouble = exit_status(loaded.diagnostics.kind());
    } else if (loaded.tested->title.find(options.word) != std::string::npos) {
        tested.results.push_back(test_result(
            *loaded.tested, {.rules = services, .make_sender_policy = make_sender_policy}));
    }
}

void run_file(const std::string& path, const TestOptions& options, Tested& tested) {
    if (!path.ends_with(ending) && is_case_file(path)) {
        run_case(path, options, tested);
        return;
    }
    const auto services = rule_services();
    auto loaded = load_test_file(path, services.read_file);
    if (!loaded.tests) {
        print(loaded.diagnostics);
        tested.trouble = exit_status(loaded.diagnostics.kind());
        return;
    }
    RuleTester tester(path, *std::move(loaded.tests),
                      {.rules = services, .make_sender_policy = make_sender_policy});
    if (!tester.loaded().rules) {
        print(tester.loaded().diagnostics);
        tested.trouble = exit_status(tester.loaded().diagnostics.kind());
        return;
    }
    auto results = tester.run(options.word);
    std::move(results.begin(), results.end(), std::back_inserter(tested.results));
    tested.reached += tester.coverage().reached();
    tested.all += tester.coverage().all();
    const auto gaps = tester.coverage().gaps();
    tested.gaps.insert(tested.gaps.end(), gaps.begin(), gaps.end());
}

unsigned percent_of(const Tested& tested) {
    return tested.all == 0 ? 100U : static_cast<unsigned>(tested.reached * 100 / tested.all);
}

void print_coverage(const Tested& tested) {
    for (const auto& gap : tested.gaps) {
        std::cerr << printable(gap.where, 1000) << ": " << printable(gap.what, 1000) << '\n';
    }
    std::cerr << "coverage " << percent_of(tested) << " % (" << tested.reached << " of "
              << tested.all << ")\n";
}

TestFormat format_of(const std::string& word) {
    static const std::map<std::string, TestFormat> formats{{"text", TestFormat::text},
                                                           {"tap", TestFormat::tap},
                                                           {"junit", TestFormat::junit},
                                                           {"github", TestFormat::github}};
    return formats.at(word);
}

int status_of(const Tested& tested, const TestOptions& options) {
    if (tested.trouble) {
        return *tested.trouble;
    }
    const bool has_failed = std::any_of(tested.results.begin(), tested.results.end(),
                                        [](const auto& each) { return !each.failures.empty(); });
    return has_failed || percent_of(tested) < options.fail_under.value_or(0) ? exit_findings
                                                                             : exit_ok;
}

int test(const TestOptions& options) {
    const auto files = files_in(options.paths);
    if (!files) {
        return complain(files.error());
    }
    Tested tested;
    for (const auto& file : *files) {
        run_file(file, options, tested);
    }
    const auto format = format_of(options.format);
    std::cout << test_report(tested.results, format);
    if (format == TestFormat::text || format == TestFormat::github) {
        std::cout << test_summary(tested.results);
    }
    std::cout.flush();
    if (tested.results.empty() && !tested.trouble) {
        return complain(
            Error{"no test has '" + options.word + "' in its title", ErrorKind::bad_input});
    }
    if (options.coverage || options.fail_under) {
        print_coverage(tested);
    }
    return status_of(tested, options);
}

}  // namespace

void add_test_command(Command& app, int& status) {
    auto options = std::make_shared<TestOptions>();
    auto* command = app.add_subcommand("test", "Run the tests beside rule files");
    command->add_option(
        "PATH", options->paths,
        "NAME.test.toml, case files, or folders with such files; absent: this folder");
    command->add_option("--run", options->word, "Only tests with this in their title");
    command->add_flag("--coverage", options->coverage,
                      "List what no test has reached in the rule files");
    command
        ->add_option("--fail-under", options->fail_under, "Fail if less than N per cent is reached")
        ->between(0, 100);
    command->add_option("--format", options->format, "How results are printed")
        ->one_of({"text", "tap", "junit", "github"})
        ->capture_default_str();
    command->footer(
        "Coverage goes to standard error. Exit status: 0 all passed, 1 some failed or too little "
        "is\n"
        "reached, 65 nothing to run, 77 or 78 as `check`.");
    command->callback([options, &status] { status = test(*options); });
}

}  // namespace msa
