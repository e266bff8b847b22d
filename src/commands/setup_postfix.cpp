#include "commands/setup_postfix.h"

#include "base/file.h"
#include "base/shell_words.h"
#include "base/text.h"
#include "doctor/logical_lines.h"
#include "system/program.h"

#include <algorithm>
#include <iostream>

namespace msa {
namespace {

constexpr std::size_t max_example = std::size_t{1} << 20U;

/// `NAME/TYPE` of a line of master.cf.
std::string service_of(const std::string& line) {
    const auto name = line.find_first_of(" \t");
    const auto type = line.find_first_not_of(" \t", name);
    return line.substr(0, name) + '/' + line.substr(type, line.find_first_of(" \t", type) - type);
}

/// Blanks mean nothing to postconf(1), which prints others than were written.
std::string without_blanks(std::string_view text) {
    std::string result(text);
    std::erase_if(result, [](char c) { return is_blank(c) || c == '\n'; });
    return result;
}

/// By the example's parameter, or by its socket.
bool names_milter(std::string_view text) {
    return text.find("msa_milter") != std::string_view::npos ||
           text.find("msa-milter/") != std::string_view::npos;
}

class Planning {
public:
    explicit Planning(const std::string& configuration) : configuration_(configuration) {}

    Result<void> parameter(const std::string& line) {
        const std::string name(trimmed(std::string_view(line).substr(0, line.find('='))));
        const auto there = asked({name});
        if (!there) {
            return there.error();
        }
        if (there->empty()) {
            plan_.commands.push_back(postconf(configuration_, "-e", line));
        } else if (without_blanks(*there) != without_blanks(line)) {
            plan_.kept.push_back(name);
        }
        return {};
    }

    Result<void> service(const std::string& line) {
        const auto name = service_of(line);
        const auto there = asked({"-M", name});
        if (!there) {
            return there.error();
        }
        if (!there->empty() && without_blanks(*there) == without_blanks(line)) {
            return {};
        }
        const bool gives_way = there->find(" smtpd") != std::string::npos && !names_milter(*there);
        if (!there->empty() && !gives_way) {
            plan_.kept.push_back(name);
            return {};
        }
        if (gives_way) {
            plan_.undo.push_back(postconf(configuration_, "-M", name + '=' + *there));
        }
        plan_.commands.push_back(postconf(configuration_, "-M", name + '=' + line));
        return {};
    }

    Result<void> gone_service(const std::string& name) {
        const auto there = asked({"-M", name});
        if (!there || there->empty()) {
            return there ? Result<void>() : there.error();
        }
        plan_.commands.push_back(postconf(configuration_, "-MX", name));
        plan_.undo.push_back(postconf(configuration_, "-M", name + '=' + *there));
        return {};
    }

    Result<PostfixPlan> finished() {
        auto milters = asked({"-xh", "smtpd_milters"});
        if (!milters) {
            return milters.error();
        }
        if (!names_milter(*milters)) {
            plan_.milters = *std::move(milters);
        }
        return std::move(plan_);
    }

private:
    /// What postconf(1) prints; empty: there is no such thing.
    Result<std::string> asked(const std::vector<std::string>& words) const {
        MtaCommand command{"postconf"};
        if (!configuration_.empty()) {
            command.insert(command.end(), {"-c", configuration_});
        }
        command.insert(command.end(), words.begin(), words.end());
        return postconf_output(command);
    }

    const std::string& configuration_;
    PostfixPlan plan_;
};

Result<void> told(const MtaCommand& command) {
    const auto done = run_program(command, max_postconf_output);
    if (!done) {
        return done.error();
    }
    return done->status == 0 ? Result<void>()
                             : Error{shell_words(command) + ": " +
                                         printable(done->err.substr(0, done->err.find('\n')), 1000),
                                     ErrorKind::unavailable};
}

void list(const std::vector<MtaCommand>& commands) {
    for (const auto& command : commands) {
        std::cout << "    " << shell_words(command) << '\n';
    }
}

}  // namespace

Result<PostfixPlan> postfix_plan(const std::string& examples, const std::string& configuration) {
    const auto main = read_file(examples + "/main.cf.submission", max_example);
    const auto master = read_file(examples + "/master.cf.submission", max_example);
    if (!main || !master) {
        return main ? master.error() : main.error();
    }
    Planning planning(configuration);
    for (const auto& line : logical_lines(*main)) {
        if (const auto planned = planning.parameter(line.text); !planned) {
            return planned.error();
        }
    }
    // The name that 465 had before RFC 8314: it would be there twice.
    if (const auto planned = planning.gone_service("smtps/inet"); !planned) {
        return planned.error();
    }
    for (const auto& line : logical_lines(*master)) {
        if (const auto planned = planning.service(line.text); !planned) {
            return planned.error();
        }
    }
    return planning.finished();
}

Result<void> carry_out(const PostfixPlan& plan, bool applies) {
    if (!plan.kept.empty()) {
        std::cout << "\nPostfix has these already, otherwise than postfix-example; they stay: "
                  << join(plan.kept, ", ") << '\n';
    }
    std::cout << (plan.commands.empty() ? "\nPostfix knows all that it has to.\n"
                  : applies             ? "\nPostfix was told:\n"
                                        : "\nTell Postfix, or run this with --apply:\n");
    for (const auto& command : plan.commands) {
        std::cout << "    " << shell_words(command) << '\n';
        if (auto done = applies ? told(command) : Result<void>(); !done) {
            return done;
        }
    }
    if (!plan.undo.empty()) {
        std::cout << (applies ? "\nServices of master.cf gave way. What brings them back:\n"
                              : "\nServices of master.cf give way. What brings them back:\n");
        list(plan.undo);
    }
    if (!plan.milters.empty()) {
        std::cout << "\nOther mail goes on to the milters in main.cf (" << plan.milters
                  << "); submissions ask\nmsa-milter alone. msa-milter-hosts(7) says how both can "
                     "see them.\n";
    }
    return {};
}

}  // namespace msa
