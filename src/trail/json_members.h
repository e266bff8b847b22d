// Reads JSON objects into structs. Of simdjson's two ways this is the one that finds out what the
// processor can do when it runs; the other one would be compiled for the oldest processor.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <simdjson.h>

namespace msa::json {

using Value = simdjson::dom::element;
using Object = simdjson::dom::object;

/// How a member of that name is read into a struct.
template <class Struct>
struct Member {
    std::string_view key;
    void (*read)(Struct&, Value);
};

/// A value of another type than it should be, as null, leaves what there was.
template <class Plain>
void read_value(Plain& to, Value value) {
    Plain read{};
    if (value.get(read) == simdjson::SUCCESS) {
        to = read;
    }
}
inline void read_value(std::optional<std::uint64_t>& to, Value value) {
    if (value.is_uint64()) {
        read_value(to.emplace(), value);
    }
}
inline void read_value(std::optional<bool>& to, Value value) {
    if (value.is_bool()) {
        read_value(to.emplace(), value);
    }
}

/// Members come in the order of the table, mostly.
template <class Struct, std::size_t size>
void read_object(Struct& to, Object object, const std::array<Member<Struct>, size>& table) {
    std::size_t next = 0;
    for (const auto& [key, value] : object) {
        for (std::size_t i = 0; i < size; ++i) {
            const auto& member = table[(next + i) % size];
            if (key == member.key) {
                next += i + 1;
                member.read(to, value);
                break;
            }
        }
    }
}

template <class Struct, std::size_t size>
void read_object(Struct& to, Value value, const std::array<Member<Struct>, size>& table) {
    Object object;
    if (value.get(object) == simdjson::SUCCESS) {
        read_object(to, object, table);
    }
}

/// Appends what `read` makes of each element.
template <class Item, class Read>
void read_list(std::vector<Item>& to, Value value, const Read& read) {
    simdjson::dom::array list;
    if (value.get(list) == simdjson::SUCCESS) {
        for (const auto element : list) {
            read(to.emplace_back(), element);
        }
    }
}

}  // namespace msa::json
