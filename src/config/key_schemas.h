// How the keys of a section are written down: what each kind of key has, in the words of schema.h.
#pragma once

#include "config/schema.h"

#include <string>
#include <utility>

namespace msa {

inline KeySchema key(std::string name, ValueType type, std::string default_value,
                     std::string help) {
    return {.name = std::move(name),
            .type = type,
            .default_value = std::move(default_value),
            .help = std::move(help)};
}

inline KeySchema example(std::string name, ValueType type, std::string value, std::string help) {
    return {.name = std::move(name),
            .type = type,
            .example = std::move(value),
            .help = std::move(help)};
}

inline KeySchema required(std::string name, ValueType type, std::string value, std::string help) {
    return {.name = std::move(name),
            .type = type,
            .required = true,
            .example = std::move(value),
            .help = std::move(help)};
}

/// A default that the reference cannot have, if it shall load as it is.
inline KeySchema shown(std::string name, ValueType type, std::string default_value,
                       std::string reference, std::string help) {
    auto schema = key(std::move(name), type, std::move(default_value), std::move(help));
    schema.reference = std::move(reference);
    return schema;
}

inline KeySchema risk_key() {
    return example(
        "accept_risk", ValueType::string, "\"why this is meant\"",
        "Why what `check` warns about here is meant: with it, `check --strict` lets it pass.");
}

inline KeySchema shown_risk_key(std::string reference) {
    auto schema = risk_key();
    schema.reference = std::move(reference);
    return schema;
}

inline KeySchema subsection(std::string name) {
    return key(std::move(name), ValueType::table, {}, {});
}

}  // namespace msa
