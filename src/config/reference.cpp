#include "config/reference.h"

#include "base/text.h"
#include "checks/all_checks.h"
#include "checks/check_reads.h"
#include "config/daemon_settings.h"
#include "config/rule_sections.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace msa {
namespace {

constexpr std::size_t width = 99;

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

bool is_only_a_section(const KeySchema& key) {
    return key.type == ValueType::table && key.example.empty();
}

/// What else a value must be, in words.
std::string help_of(const KeySchema& key) {
    if (!key.range) {
        return key.help;
    }
    auto range = key.range->text();
    range.front() = range.front() == 'f' ? 'F' : range.front();
    return key.help + ' ' + range + '.';
}

void add_key(std::string& text, const KeySchema& key, bool commented) {
    if (is_only_a_section(key)) {
        return;
    }
    text += key.help.empty() ? std::string() : comment(help_of(key));
    const bool active =
        !commented && (key.required || !key.default_value.empty() || !key.reference.empty());
    const auto& usual = key.default_value.empty() ? key.example : key.default_value;
    const auto& value = key.reference.empty() ? usual : key.reference;
    text += (active ? "" : "#") + key.name + " = " + value + '\n';
}

void add_section(std::string& text, const SectionSchema& schema) {
    text += '\n';
    if (schema.header == when_section().schema().header) {
        text += comment(schema.help + " Keys of `when`:");
    } else {
        text += schema.help.empty() ? std::string() : comment(schema.help);
        text += (schema.is_example ? "#" : "") + schema.header + '\n';
    }
    for (const auto& key : schema.keys) {
        add_key(text, key, schema.is_example);
    }
}

using Sections = std::vector<SectionSchema>;

/// Those below a section, each behind the one above it, and once.
void add_below(const SectionSchema& schema, const TableKinds& kinds, Sections& sections) {
    for (const auto& key : schema.keys) {
        const bool is_there = key.section == nullptr ||
                              std::any_of(sections.begin(), sections.end(), [&](const auto& each) {
                                  return each.header == key.section->header;
                              });
        if (!is_there) {
            sections.push_back(*key.section);
            add_below(*key.section, kinds, sections);
        }
        if (key.name == "tables" && schema.header.empty()) {
            auto tables = table_schemas(kinds);
            std::move(tables.begin(), tables.end(), std::back_inserter(sections));
        }
    }
}

/// Of a rule file, in its order, without checks.
Sections all_sections(const TableKinds& kinds) {
    Sections sections;
    add_below(rule_file_schema(), kinds, sections);
    return sections;
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
    if (is_only_a_section(key)) {
        return;
    }
    text += ".TP\n.B " + roff(key.name) + '\n' + roff(help_of(key)) + '\n';
    if (key.required) {
        text += "Required. ";
    }
    text += key.default_value.empty() ? "Example: \\fB" + roff(key.example) + "\\fR\n"
                                      : "Default: \\fB" + roff(key.default_value) + "\\fR\n";
}

/// Without its quotes.
std::string word_of(const std::string& text) {
    return text.substr(1, text.size() - 2);
}

void add_man_section(std::string& text, const SectionSchema& schema) {
    const auto* type = schema.find("type");
    const bool is_of_type = type != nullptr && type->help.empty();
    text += ".SS \"" + roff(schema.header) +
            (is_of_type ? ", type " + word_of(type->example) : "") + "\"\n" + roff(schema.help) +
            '\n';
    for (const auto& key : schema.keys) {
        if (!key.help.empty()) {
            add_man_key(text, key);
        }
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

std::string reference_toml(const TableKinds& kinds) {
    std::string text = comment(
        "Every section and key of a rule file, with its default; a key without one has an example "
        "after #. Printed by `msa-milter reference`.");
    for (const auto& key : rule_file_schema().keys) {
        add_key(text, key, false);
    }
    for (const auto& schema : all_sections(kinds)) {
        add_section(text, schema);
    }
    for (const auto& kind : all_checks()) {
        auto schema = check_schema(kind);
        schema.help += " (" + kind.section + ")";
        add_section(text, schema);
    }
    return text;
}

std::string reference_man(const TableKinds& kinds) {
    std::string text = ".SH SECTIONS\n";
    for (const auto& key : rule_file_schema().keys) {
        add_man_key(text, key);
    }
    for (const auto& schema : all_sections(kinds)) {
        add_man_section(text, schema);
    }
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

std::string settings_man() {
    std::string text;
    for (const auto* schema : daemon_sections()) {
        if (!schema->header.empty()) {
            text += ".SS " + roff(schema->header) + '\n' + roff(schema->help) + '\n';
        }
        for (const auto& key : schema->keys) {
            if (is_only_a_section(key)) {
                continue;
            }
            const auto& value = key.default_value;
            const auto shown = value.starts_with('"') ? word_of(value) : value;
            text += ".TP\n" +
                    (value.empty() ? ".B " + roff(key.name)
                                   : ".BR " + roff(key.name) + " \" (" + roff(shown) + ")\"") +
                    '\n' + roff(help_of(key)) + "\n.\\\" notes: " + schema->header + key.name +
                    '\n';
        }
    }
    return text;
}

}  // namespace msa
