// Descriptions, see section_parts.h.
#include "config/section_parts.h"

#include <stdexcept>
#include <utility>

namespace msa {

SectionParts::SectionParts(std::string header, std::string help) {
    schema_.header = std::move(header);
    schema_.help = std::move(help);
}

std::ptrdiff_t SectionParts::place_within(const void* object, std::size_t size, const void* member,
                                          std::size_t length) {
    const auto place = static_cast<const char*>(member) - static_cast<const char*>(object);
    if (place < 0 || static_cast<std::size_t>(place) + length > size) {
        throw std::logic_error("a described member is not within its struct");
    }
    return place;
}

void SectionParts::add_key(std::string_view name, std::ptrdiff_t place, ReadKey read,
                           std::string_view help, KeySchema&& further) {
    readers_.push_back({.key = std::string(name), .place = place, .read = std::move(read)});
    add_known(name, help, std::move(further));
}

void SectionParts::add_known(std::string_view name, std::string_view help, KeySchema&& further) {
    further.name = name;
    further.help = help;
    add_known(std::move(further));
}

void SectionParts::add_known(KeySchema&& key) {
    schema_.keys.push_back(std::move(key));
}

void SectionParts::add_check(ReadKey check) {
    readers_.push_back({.key = {}, .place = 0, .read = std::move(check)});
}

void SectionParts::read_all(const Section& section, void* into, const void* context) const {
    for (const auto& reader : readers_) {
        reader.read(section, reader.key, static_cast<char*>(into) + reader.place, context);
    }
}

}  // namespace msa
