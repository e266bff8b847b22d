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

}  // namespace msa
