// [dkim] and [[dkim.key]].
#include "base/text.h"
#include "config/field_names.h"
#include "config/key_sources.h"
#include "config/load_people.h"
#include "config/rule_loader.h"
#include "mail/domain.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

namespace msa {
namespace {

constexpr int shortest_rsa = 1024;
constexpr int safe_rsa = 2048;
constexpr int longest_rsa = 4096;

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

SigningSettings load_settings(const Section& section) {
    SigningSettings settings;
    check_left_unsigned(section);
    settings.oversigned = field_names(section, "oversign", core_oversigned_fields());
    settings.signed_present = field_names(section, "sign", core_signed_fields());
    const auto bits = section.integer("minimum_rsa_bits").value_or(shortest_rsa);
    if (bits < shortest_rsa || bits > longest_rsa) {
        section.error("minimum_rsa_bits", "must be from 1024 to 4096");
    } else {
        settings.minimum_rsa_bits = static_cast<int>(bits);
    }
    settings.require_safe_keys = section.boolean("require_safe_keys").value_or(true);
    return settings;
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

SigningKeySettings load_key(const Section& section) {
    SigningKeySettings key{
        .domain = section.string("domain").value_or(std::string()),
        .selector = section.string("selector").value_or(std::string()),
        .file = section.diagnostics().beside_file(section.string("file").value_or(std::string())),
        .author_domains = {},
        .activate = section.instant("activate"),
        .retire = section.instant("retire")};
    for (auto& each : section.strings("author_domains")) {
        check_author_domain(section, each);
        key.author_domains.push_back(std::move(each.value));
    }
    if (!section.has("author_domains")) {
        key.author_domains = {key.domain};
    } else if (key.author_domains.empty()) {
        section.error("author_domains", "a key that signs for nobody is of no use");
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
    return key;
}

/// Of the field in 'sign' or 'oversign' that the error is about, if it is about one.
std::optional<Place> field_of(const Error& error, const Section& dkim) {
    for (const auto* key : {"oversign", "sign"}) {
        for (const auto& each : dkim.strings(key)) {
            if (error.what.starts_with("the field " + each.value + ' ') ||
                error.what.starts_with('`' + printable(each.value) + '`')) {
                return each.place;
            }
        }
    }
    return std::nullopt;
}

/// `settings`: of a signer with that key alone.
void warn_of_short_key(SigningSettings settings, const Section& section,
                       const RuleFileContext& context) {
    if (settings.minimum_rsa_bits < safe_rsa) {
        settings.minimum_rsa_bits = safe_rsa;
        if (!context.services.make_signer(settings)) {
            section.risk(section.place("file"),
                         "an RSA key of less than 2048 bits can be broken, and its signatures "
                         "forged (RFC 8301, 3.2)");
        }
    }
}

/// What somebody else's verifier says of keys. That there is none is said once.
class Proofs {
public:
    explicit Proofs(const RuleFileContext& context) : context_(context) {}

    void prove(const SigningSettings& settings, const SigningKeySettings& key, Place place) {
        if (!context_.services.prove_key || (key.retire && *key.retire <= context_.now)) {
            return;
        }
        const auto objection = context_.services.prove_key(settings, key);
        if (objection && !objection->empty()) {
            context_.diagnostics.error(place, "libopendkim does not verify what this key signs: " +
                                                  printable(*objection, longest_objection));
        } else if (!objection && objection.error().kind != ErrorKind::unavailable) {
            context_.diagnostics.error(place, objection.error());
        } else if (!objection && !is_silent_) {
            is_silent_ = true;
            context_.diagnostics.warning(place,
                                         "only the signer itself has verified what keys sign: " +
                                             printable(objection.error().what, longest_objection));
        }
    }

private:
    static constexpr std::size_t longest_objection = 300;

    const RuleFileContext& context_;
    bool is_silent_ = false;
};

/// Tries a key alone, so that its errors stand at its place.
void try_key(const SigningKeySettings& key, SigningSettings settings, const Section& section,
             const Section& dkim, const RuleFileContext& context, Proofs& proofs) {
    settings.keys = {key};
    if (const auto signer = context.services.make_signer(settings); !signer) {
        const auto field = field_of(signer.error(), dkim);
        context.diagnostics.error(field.value_or(section.place("file")), signer.error());
    } else {
        proofs.prove(settings, key, section.place("file"));
        warn_of_short_key(settings, section, context);
    }
    if (key.retire && *key.retire <= context.now) {
        context.diagnostics.warning(section.place("retire"),
                                    "key '" + key.selector + "' of " + key.domain + " is retired");
    }
}

std::uint64_t load_sample(const Section& section) {
    const auto every = section.integer("verify_sample").value_or(0);
    if (every < 0) {
        section.error("verify_sample", "must be 0 or more");
        return 0;
    }
    return static_cast<std::uint64_t>(every);
}

/// Keys of a folder or a table have no section: each file is tried once, for all its domains.
void try_files(const std::vector<SigningKeySettings>& keys, SigningSettings settings,
               const Section& dkim, const RuleFileContext& context, Proofs& proofs) {
    std::set<std::string> tried;
    for (const auto& key : keys) {
        if (!tried.insert(key.file).second) {
            continue;
        }
        settings.keys = {key};
        const auto* const source = dkim.has("folder") ? "folder" : "table";
        if (const auto signer = context.services.make_signer(settings); !signer) {
            dkim.error(source, signer.error());
        } else {
            proofs.prove(settings, key, dkim.place(source));
        }
    }
}

}  // namespace

LoadedSigning load_dkim(const toml::table& table, const RuleFileContext& context) {
    const Section section(table, dkim_schema(), context.diagnostics);
    LoadedSigning loaded;
    loaded.unsigned_on_error = section.word("on_error", {"defer", "unsigned"}) == "unsigned";
    loaded.folder = load_key_folder(section);
    auto settings = load_settings(section);
    settings.verify_sample = load_sample(section);
    Proofs proofs(context);
    for (const auto* entry : section.tables("key")) {
        const auto errors = context.diagnostics.errors();
        const Section key_section(*entry, dkim_key_schema(), context.diagnostics);
        auto key = load_key(key_section);
        const auto same = std::find_if(
            settings.keys.begin(), settings.keys.end(), [&key](const SigningKeySettings& each) {
                return each.domain == key.domain && each.selector == key.selector;
            });
        if (same != settings.keys.end()) {
            key_section.error("selector", "two keys have this domain and selector");
        }
        if (context.diagnostics.errors() == errors) {
            try_key(key, settings, key_section, section, context, proofs);
        }
        settings.keys.push_back(std::move(key));
    }
    auto more = further_keys(section, loaded.folder, settings.keys, context);
    try_files(more, settings, section, context, proofs);
    std::move(more.begin(), more.end(), std::back_inserter(settings.keys));
    for (const auto& key : settings.keys) {
        if (!key.retire || context.now < *key.retire) {
            loaded.keys.push_back(key.domain + '/' + key.selector);
        }
    }
    loaded.settings = settings.keys;
    if (settings.keys.empty() || context.diagnostics.has_errors()) {
        return loaded;
    }
    auto signer = context.services.make_signer(settings);
    if (signer) {
        loaded.signer = *std::move(signer);
    } else {
        context.diagnostics.error(section.place(), signer.error());
    }
    return loaded;
}

}  // namespace msa
