// The keys that [dkim] names: each is tried alone, so that its errors stand at its place, and
// proved by somebody else's verifier.
#include "base/text.h"
#include "config/key_sources.h"
#include "config/rule_sections.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

namespace msa {
namespace {

constexpr int safe_rsa = 2048;

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

/// [[dkim.key]], each tried alone where nothing is wrong with what it says.
void load_keys(const Section& dkim, SigningSettings& settings, const RuleFileContext& context,
               Proofs& proofs) {
    for (const auto* table : dkim.tables("key")) {
        const auto errors = context.diagnostics.errors();
        const Section section(*table, dkim_key_section().schema(), context.diagnostics);
        SigningKeySettings key;
        dkim_key_section().read_section(section, key, context);
        const auto same = std::find_if(
            settings.keys.begin(), settings.keys.end(), [&key](const SigningKeySettings& each) {
                return each.domain == key.domain && each.selector == key.selector;
            });
        if (same != settings.keys.end()) {
            section.error("selector", "two keys have this domain and selector");
        }
        if (context.diagnostics.errors() == errors) {
            try_key(key, settings, section, dkim, context, proofs);
        }
        settings.keys.push_back(std::move(key));
    }
}

/// What is needed of [dkim] where its keys are tried.
LoadedSigning loaded_keys(const Section& section, Dkim dkim, const RuleFileContext& context) {
    LoadedSigning loaded{.signer = nullptr,
                         .keys = {},
                         .settings = {},
                         .folder = std::move(dkim.folder),
                         .unsigned_on_error = dkim.unsigned_on_error};
    auto& settings = dkim.signing;
    Proofs proofs(context);
    load_keys(section, settings, context, proofs);
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

}  // namespace

LoadedSigning load_dkim(const toml::table& table, const RuleFileContext& context) {
    const Section section(table, dkim_section().schema(), context.diagnostics);
    Dkim dkim;
    dkim_section().read_section(section, dkim, context);
    return loaded_keys(section, std::move(dkim), context);
}

}  // namespace msa
