// Writes values of a record that may have to be shorter, and lists that may have to lack elements.
#pragma once

#include "audit/json_writer.h"

#include <array>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>

namespace msa {

// Values of a record, in octets as spelled.
inline constexpr std::size_t max_value = 1024;
inline constexpr std::size_t max_long_value = 8192;  // of header fields, and what findings say

/// Of whom something is said. Each has a share of a list of its own: whoever lets many recipients
/// be refused must not hide anything else, nor whoever has many accepted what became of the
/// message.
enum class About { message, accepted_recipient, refused_recipient };

/// How much of a list is recorded, in octets as spelled.
struct Share {
    std::array<std::size_t, 3> left;

    [[nodiscard]] Share halved(unsigned times) const {
        return {{left[0] >> times, left[1], left[2] >> times}};
    }

    /// No element takes less than an octet.
    [[nodiscard]] bool is_used_up(About about) const {
        return left.at(static_cast<std::size_t>(about)) == 0;
    }
    /// Whether there is room, which is then taken; where there was none there is none any more.
    [[nodiscard]] bool take(About about, std::size_t octets) {
        std::size_t& room = left.at(static_cast<std::size_t>(about));
        const bool fits = octets <= room;
        room = fits ? room - octets : 0;
        return fits;
    }
};

/// A writer of values that may have to be shorter.
struct BoundedWriter : JsonWriter {
    BoundedWriter(std::string& line, unsigned times_halved)
        : JsonWriter(line),
          halved(times_halved),
          value(max_value >> halved),
          long_value(max_long_value >> halved) {}

    unsigned halved;
    std::size_t value;
    std::size_t long_value;
};

void add(BoundedWriter& json, std::string_view key, std::string_view octets);
void add_long(BoundedWriter& json, std::string_view key, std::string_view octets);
/// Ours, and short: never cut.
void add_whole(BoundedWriter& json, std::string_view key, std::string_view octets);
void add_or_null(BoundedWriter& json, std::string_view key, std::string_view octets);
void add_if_any(BoundedWriter& json, std::string_view key, std::string_view octets);
void add_port(BoundedWriter& json, std::string_view key, int port);

template <class Item>
[[nodiscard]] About about(const Item& /*item*/) {
    return About::message;
}
/// The elements from the first on that fit into their share, and the last of all, which tells how
/// it ended. `omitted`: how many there were beside them.
template <class Items, class Item>
void add_list(BoundedWriter& json, const std::string& key, const Items& items,
              const Share& whole_share, void (*add_element)(BoundedWriter&, const Item&),
              std::size_t omitted = 0) {
    Share share = whole_share.halved(json.halved);
    json.begin_list(key);
    if (!items.empty()) {
        const auto last = std::prev(items.end());
        std::string last_one;
        BoundedWriter writer(last_one, json.halved);
        add_element(writer, *last);
        (void)share.take(about(*last), last_one.size() + 1);  // it is added either way
        for (auto item = items.begin(); item != last; ++item) {
            if (share.is_used_up(about(*item))) {
                ++omitted;
                continue;
            }
            const std::size_t before = json.mark();
            add_element(json, *item);
            if (!share.take(about(*item), json.mark() - before)) {
                json.cut_back(before);
                ++omitted;
            }
        }
        json.spelled(last_one);
    }
    json.end_list();
    if (omitted != 0) {
        json.number(key + "_omitted", omitted);
    }
}

}  // namespace msa
