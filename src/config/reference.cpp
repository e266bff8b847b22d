#include "config/reference.h"

#include "base/text.h"
#include "checks/all_checks.h"
#include "checks/check_reads.h"
#include "config/schema.h"

#include <functional>

namespace msa {
namespace {

constexpr std::size_t width = 99;

/// Sections that stand once and hold only defaults, then those that are shown as examples.
const std::vector<std::reference_wrapper<const SectionSchema>>& plain_sections() {
    static const std::vector<std::reference_wrapper<const SectionSchema>> sections{
        scope_schema(), identity_schema(), owners_schema()};
    return sections;
}

const std::vector<std::reference_wrapper<const SectionSchema>>& example_sections() {
    static const std::vector<std::reference_wrapper<const SectionSchema>> sections{
        identity_certificate_schema(),
        identity_network_schema(),
        identity_recent_login_schema(),
        identity_local_schema(),
        table_schema(),
        groups_schema(),
        group_schema(),
        delegation_schema(),
        exception_schema(),
        rule_schema(),
        limit_schema()};
    return sections;
}

std::string comment(std::string_view text) {
    std::string lines;
    std::string line = "#";
    for (const auto word : split(text, ' ')) {
        if (line.size() + 1 + word.size() > width) {
            lines += line + '\n';
            line = "#";
        }
        line += ' ' + std::string(word);
    }
    return lines + line + '\n';
}

bool is_subsection(const KeySchema& key) {
    return key.type == ValueType::table && key.example.empty();
}

void add_key(std::string& text, const KeySchema& key, bool commented) {
    if (is_subsection(key)) {
        return;
    }
    text += comment(key.help);
    const bool active =
        !commented && (key.required || !key.default_value.empty() || !key.reference.empty());
    const auto& usual = key.default_value.empty() ? key.example : key.default_value;
    const auto& value = key.reference.empty() ? usual : key.reference;
    text += (active ? "" : "#") + key.name + " = " + value + '\n';
}

void add_section(std::string& text, const SectionSchema& schema, bool commented) {
    text += '\n';
    if (!schema.help.empty()) {
        text += comment(schema.help);
    }
    text += (commented ? "#" : "") + schema.header + '\n';
    for (const auto& key : schema.keys) {
        add_key(text, key, commented);
    }
}

/// Text for man(7): no line may begin with a control character, backslashes and hyphens are
/// escaped.
std::string roff(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '\\') {
            result += "\\e";
        } else if (c == '-') {
            result += "\\-";
        } else if ((c == '.' || c == '\'') && result.empty()) {
            result += std::string("\\&") + c;
        } else {
            result += c;
        }
    }
    return result;
}

void add_man_key(std::string& text, const KeySchema& key) {
    if (is_subsection(key)) {
        return;
    }
    text += ".TP\n.B " + roff(key.name) + '\n' + roff(key.help) + '\n';
    if (key.required) {
        text += "Required. ";
    }
    text += key.default_value.empty() ? "Example: \\fB" + roff(key.example) + "\\fR\n"
                                      : "Default: \\fB" + roff(key.default_value) + "\\fR\n";
}

void add_man_section(std::string& text, const SectionSchema& schema) {
    text += ".SS \"" + roff(schema.header) + "\"\n" + roff(schema.help) + '\n';
    for (const auto& key : schema.keys) {
        add_man_key(text, key);
    }
}

/// What a check reads, in words.
std::string reads_text(std::string_view check) {
    std::vector<std::string> parts;
    for (const auto part : single_reads()) {
        if ((reads_of_check(check) & part) != 0) {
            parts.emplace_back(to_text(part));
        }
    }
    return parts.empty() ? "nothing" : join(parts, "; ");
}

/// The keys that every check has.
SectionSchema common_check_schema() {
    auto kind = all_checks().front();
    kind.options.clear();
    kind.tables.clear();
    return check_schema(kind);
}

void add_man_check(std::string& text, const CheckKind& kind) {
    const auto schema = check_schema(kind);
    text += ".SS \"" + roff(schema.header) + "\"\n" + roff(kind.summary) + " (" +
            roff(kind.section) + ")\n";
    if (!kind.reply.empty()) {
        text += ".br\nReply: \\fB" + roff(kind.reply) + "\\fR\n";
    }
    text += ".br\nDefault action: \\fB" + std::string(to_text(kind.default_action)) + "\\fR\n";
    text += ".br\nReads: " + roff(reads_text(kind.name)) + '\n';
    for (const auto& option : kind.options) {
        add_man_key(text, *schema.find(option.name));
    }
    for (const auto& table : kind.tables) {
        add_man_key(text, *schema.find(table.name));
    }
}

}  // namespace

std::string reference_toml() {
    std::string text = comment(
        "Every section and key of a rule file, with its default; a key without one has an example "
        "after #. Printed by `msa-milter reference`.");
    for (const auto& key : top_level_schema().keys) {
        add_key(text, key, false);
    }
    for (const SectionSchema& schema : plain_sections()) {
        add_section(text, schema, false);
    }
    for (const SectionSchema& schema : example_sections()) {
        add_section(text, schema, true);
    }
    text += '\n' + comment(when_schema().help + " Keys of `when`:");
    for (const auto& key : when_schema().keys) {
        add_key(text, key, true);
    }
    for (const auto& kind : all_checks()) {
        auto schema = check_schema(kind);
        schema.help += " (" + kind.section + ")";
        add_section(text, schema, false);
    }
    add_section(text, dkim_schema(), false);
    add_section(text, dkim_key_schema(), true);
    return text;
}

std::string reference_man() {
    std::string text = ".SH SECTIONS\n";
    for (const auto& key : top_level_schema().keys) {
        add_man_key(text, key);
    }
    for (const SectionSchema& schema : plain_sections()) {
        add_man_section(text, schema);
    }
    for (const SectionSchema& schema : example_sections()) {
        add_man_section(text, schema);
    }
    add_man_section(text, when_schema());
    add_man_section(text, dkim_schema());
    add_man_section(text, dkim_key_schema());
    text +=
        ".SH CHECKS\nEach check has these keys, and those listed with it. To judge again by a "
        "check, the trail must keep\nwhat the check reads (facts, in\n.BR msa\\-milter\\-audit "
        "(5)),\nthe names of all fields, MAIL FROM and the session.\n";
    for (const auto& key : common_check_schema().keys) {
        add_man_key(text, key);
    }
    for (const auto& kind : all_checks()) {
        add_man_check(text, kind);
    }
    return text;
}

}  // namespace msa
