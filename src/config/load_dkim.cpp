// What [dkim] and [[dkim.key]] say, before any key is read.
#include "base/text.h"
#include "config/dns_server.h"
#include "config/field_names.h"
#include "config/rule_sections.h"
#include "mail/domain.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace msa {
namespace {

bool has_name(const std::vector<std::string>& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(), [name](const std::string& each) {
        return ascii_lower(each) == ascii_lower(name);
    });
}

/// Whether the field means something to anybody: else its name is probably misspelt.
void warn_of_unknown_field(const Section& section, const Placed<std::string>& name) {
    if (!has_name(registered_fields(), name.value) && ascii_lower(name.value).rfind("x-", 0) != 0) {
        section.risk(name.place, unknown("field", name.value, registered_fields()));
    }
}

/// What is left out of the core: somebody must have thought about it.
void check_left_unsigned(const Section& section) {
    for (const auto& each : section.strings("leave_unsigned")) {
        const bool is_core = has_name(core_oversigned_fields(), each.value) ||
                             has_name(core_signed_fields(), each.value);
        if (ascii_lower(each.value) == "from") {
            section.diagnostics().error(each.place, "From is always signed (RFC 6376, 5.4)");
        } else if (!is_core) {
            auto core = core_oversigned_fields();
            core.insert(core.end(), core_signed_fields().begin(), core_signed_fields().end());
            const auto near = nearest(each.value, core);
            section.diagnostics().error(
                each.place, '\'' + printable(each.value) + "' is not signed anyway" +
                                (near ? "; did you mean '" + *near + "'?" : std::string()));
        } else {
            section.risk(each.place, "without " + each.value +
                                         " in the signature anybody may change that field, and it "
                                         "still verifies");
        }
    }
}

/// The core, but for what is left out, and what the file adds.
std::vector<std::string> field_names(const Section& section, std::string_view key,
                                     const std::vector<std::string>& core) {
    const auto left_out = values_of(section.strings("leave_unsigned"));
    std::vector<std::string> names;
    for (const auto& each : core) {
        if (!has_name(left_out, each)) {
            names.push_back(each);
        }
    }
    for (auto& each : section.strings(key)) {
        warn_of_unknown_field(section, each);
        if (!has_name(names, each.value)) {
            names.push_back(std::move(each.value));
        }
    }
    return names;
}

/// A list of fields beside the core, which is always in it.
auto fields_beside(std::vector<std::string> SigningSettings::*member,
                   const std::vector<std::string>& (*core)()) {
    return [member, core](const Section& section, std::string_view key, Dkim& dkim) {
        dkim.signing.*member = field_names(section, key, core());
    };
}

/// The signer takes lower-case A-labels only.
void check_domain(const Section& section, const Placed<std::string>& name,
                  std::string_view kind = "domain") {
    const auto labels = a_labels(name.value);
    if (!labels) {
        section.diagnostics().error(name.place, no_domain(name.value, labels.error(), kind));
    } else if (*labels != name.value) {
        section.diagnostics().error(name.place, "must be written as \"" + *labels + '"');
    }
}

/// Or `*.` and a domain: every subdomain of it.
void check_author_domain(const Section& section, Placed<std::string> name) {
    name.value.erase(0, name.value.starts_with("*.") ? 2 : 0);
    check_domain(section, name);
}

void read_domains(const Section& section, std::string_view key, SigningKeySettings& into) {
    for (auto& each : section.strings(key)) {
        check_author_domain(section, each);
        into.author_domains.push_back(std::move(each.value));
    }
    if (section.has(key) && into.author_domains.empty()) {
        section.error(key, "a key that signs for nobody is of no use");
    }
}

void check_key(const Section& section, SigningKeySettings& key,
               const RuleFileContext& /*context*/) {
    if (!section.has("author_domains")) {
        key.author_domains = {key.domain};
    }
    for (const auto* name : {"domain", "selector"}) {
        if (const auto value = section.string(name)) {
            check_domain(section, {*value, section.place(name)}, name);
        }
    }
    if (("." + key.selector).ends_with('.' + key.domain) && !key.domain.empty()) {
        section.diagnostics().warning(section.place("selector"),
                                      "its record would be at " + key.selector + "._domainkey." +
                                          key.domain + ": a selector does not include the domain");
    }
    if (key.activate && key.retire && *key.retire <= *key.activate) {
        section.error("retire", "the key retires before it is activated");
    }
}

/// Members of a part of Dkim, for SectionOf.
template <class V>
auto in_folder(V KeyFolderSettings::*member) {
    return [member](Dkim& dkim) -> V& { return dkim.folder.*member; };
}
template <class V>
auto in_signing(V SigningSettings::*member) {
    return [member](Dkim& dkim) -> V& { return dkim.signing.*member; };
}

/// `90d`
Result<std::chrono::seconds> number_of_days(std::string_view text) {
    constexpr int most_days = 3650;
    int days = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, days);
    const bool is_number = read.ec == std::errc() && read.ptr + 1 == end && *read.ptr == 'd';
    return is_number && 1 <= days && days <= most_days
               ? Result<std::chrono::seconds>(std::chrono::days(days))
               : Error{"must be a number of days from 1 to 3650, such as \"90d\""};
}

void check_belongings(const Section& section, const Dkim& dkim,
                      const RuleFileContext& /*context*/) {
    const auto& folder = dkim.folder;
    const bool is_by_hand = folder.publish == KeyFolderSettings::Publish::manual;
    for (const auto* key : {"rotate", "publish", "servers"}) {
        const bool is_usual = is_by_hand && std::string_view(key) == "publish";
        if (section.has(key) && folder.path.empty() && !is_usual) {
            section.error(key, "is about keys in a 'folder', and none is named");
        }
    }
    const bool by_command = folder.publish == KeyFolderSettings::Publish::command;
    if (by_command && folder.command.empty()) {
        section.error("publish", "\"command\" needs 'publish_command': the program and its words");
    }
    if (!by_command && section.has("publish_command")) {
        section.error("publish_command", "belongs to publish = \"command\"");
    }
    for (const auto* key : {"nsupdate_key", "nsupdate_server"}) {
        if (folder.publish != KeyFolderSettings::Publish::nsupdate && section.has(key)) {
            section.error(key, "belongs to publish = \"nsupdate\"");
        }
    }
}

RuleSection<Dkim>& with_fields(RuleSection<Dkim>& section) {
    return section
        .custom("oversign", fields_beside(&SigningSettings::oversigned, core_oversigned_fields),
                "More fields to name once more often than they occur, so that none can be "
                "added. Always: " +
                    join(core_oversigned_fields(), ", ") + '.',
                {.type = ValueType::strings, .default_value = "[]"})
        .custom(
            "sign", fields_beside(&SigningSettings::signed_present, core_signed_fields),
            "More fields to sign if they occur. Always: " + join(core_signed_fields(), ", ") + '.',
            {.type = ValueType::strings, .default_value = "[]"})
        .custom("leave_unsigned",
                [](const Section& read, std::string_view /*key*/, Dkim& /*dkim*/) {
                    check_left_unsigned(read);
                },
                "Fields of these two lists that are not signed, so that anybody may "
                "change them; a warning. Not From.",
                {.type = ValueType::strings, .default_value = "[]"})
        .known(risk_key("\"the reference names no key\""));
}

RuleSection<Dkim>& with_folder(RuleSection<Dkim>& section) {
    return section
        .key("folder", in_folder(&KeyFolderSettings::path),
             "Keys by domain: DOMAIN/SELECTOR.pem in it is a key of that domain, and "
             "`msa-milter key` makes and retires them. A [[dkim.key]] for a domain takes "
             "precedence.",
             {.example = "\"/etc/msa-milter/keys\"", .is_file = true})
        .known("table",
               "A table of domains, each with SELECTOR:FILE of its keys: one key may "
               "serve many domains. It is read whole when the rules are, so its type must "
               "be one that can be listed (inline, file).",
               {.example = "\"signing\""})
        .parsed("rotate", in_folder(&KeyFolderSettings::rotate),
                "How many days a key of the folder signs: then the next one is made, "
                "published, and signs when every authoritative server of its zone has it. "
                "The daemon's user must be able to write to the folder.",
                number_of_days, {.example = "\"90d\""});
}

RuleSection<Dkim>& with_publishing(RuleSection<Dkim>& section) {
    using Publish = KeyFolderSettings::Publish;
    return section
        .word("publish", in_folder(&KeyFolderSettings::publish),
              "How records of these keys get into DNS: \"nsupdate\" (RFC 2136, by the "
              "program of that name), \"command\", or \"manual\": the log, `status` and "
              "`msa-milter key list` say what to do.",
              {{"manual", Publish::manual},
               {"nsupdate", Publish::nsupdate},
               {"command", Publish::command}})
        .key("publish_command", in_folder(&KeyFolderSettings::command),
             "For \"command\": the program and its words. It reads a line of JSON: "
             "action (publish or revoke), name, record, strings, ttl.",
             {.example = "[\"/usr/local/sbin/publish-key\"]"})
        .key("nsupdate_key", in_folder(&KeyFolderSettings::nsupdate_key),
             "For \"nsupdate\": a file with the TSIG key, as its option -k takes it.",
             {.example = "\"/etc/msa-milter/tsig.key\"", .is_file = true})
        .parsed("nsupdate_server", in_folder(&KeyFolderSettings::nsupdate_server),
                "For \"nsupdate\": the server that takes the updates, with @PORT if "
                "needed. Absent: the one that the zone's SOA record names.",
                dns_server, {.example = "\"192.0.2.53\""})
        .parsed("servers", in_folder(&KeyFolderSettings::servers),
                "Which servers must have a record before its key signs, with @PORT if "
                "needed. Absent: all in the zone's NS records.",
                dns_server, {.example = "[\"192.0.2.53\", \"192.0.2.54\"]"});
}

}  // namespace

const RuleSection<Dkim>& dkim_section() {
    static const auto section =
        with_publishing(
            with_folder(
                with_fields(RuleSection<Dkim>(
                                "[dkim]",
                                "Signatures (RFC 6376): relaxed/relaxed, over the edited header, "
                                "for authors that the identity may name, and only for those.")
                                .word("on_error", &Dkim::unsigned_on_error,
                                      "If signing fails: \"defer\" (451 4.7.5), or "
                                      "\"unsigned\": the message leaves unsigned, and the "
                                      "record says why.",
                                      {{"defer", false}, {"unsigned", true}}))
                    .key("minimum_rsa_bits", in_signing(&SigningSettings::minimum_rsa_bits),
                         "Shorter RSA keys are load errors (RFC 8301, 3.2).",
                         {.range = NumberRange{1024, 4096}})
                    .key("require_safe_keys", in_signing(&SigningSettings::require_safe_keys),
                         "Key files that others than owner and daemon could read or write "
                         "are load errors.")))
            .key("verify_sample", in_signing(&SigningSettings::verify_sample),
                 "libopendkim verifies one of this many signed messages after it has "
                 "left, beside the mail: 1000 is a good number. 0: none.",
                 {.range = NumberRange{}})
            .below("key", &dkim_key_section().schema())
            .check(check_belongings);
    return section;
}

const RuleSection<SigningKeySettings>& dkim_key_section() {
    static const auto section =
        RuleSection<SigningKeySettings>("[[dkim.key]]",
                                        "A key. All active keys of an author's domain sign.")
            .is_example()
            .key("domain", &SigningKeySettings::domain, "d=, as A-labels.",
                 {.required = true, .example = "\"example.com\""})
            .key("selector", &SigningKeySettings::selector,
                 "s=", {.required = true, .example = "\"s2026a\""})
            .key("file", &SigningKeySettings::file,
                 "PEM, not encrypted; RSA makes rsa-sha256, Ed25519 ed25519-sha256.",
                 {.required = true,
                  .example = "\"/etc/msa-milter/keys/example.com/s2026a.pem\"",
                  .is_file = true})
            .custom("author_domains", read_domains, "Whose From it signs. Absent: `domain` alone.",
                    {.type = ValueType::strings, .example = "[\"example.com\", \"*.example.com\"]"})
            .custom("activate", first_instant(&SigningKeySettings::activate), "Signs from then on.",
                    {.type = ValueType::date, .example = "2026-09-01T00:00:00Z"})
            .custom("retire", first_instant(&SigningKeySettings::retire), "Signs until then.",
                    {.type = ValueType::date, .example = "2027-09-01T00:00:00Z"})
            .known(risk_key())
            .check(check_key);
    return section;
}

}  // namespace msa
