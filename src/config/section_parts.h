// What of a description of a section does not depend on the struct that it is read into: compiled
// once, where each struct would have it anew. See section_of.h.
#pragma once

#include "config/key_readers.h"

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

class SectionParts {
public:
    /// Reads a key into the member, or the struct, of which only whoever made it knows the type;
    /// the same goes for the context.
    using ReadKey =
        std::function<void(const Section&, std::string_view key, void* into, const void* context)>;

    [[nodiscard]] const SectionSchema& schema() const { return schema_; }

protected:
    SectionParts(std::string header, std::string help);
    ~SectionParts() = default;
    SectionParts(const SectionParts&) = default;
    SectionParts(SectionParts&&) = default;
    SectionParts& operator=(const SectionParts&) = default;
    SectionParts& operator=(SectionParts&&) = default;

    /// In octets; throws std::logic_error where the member is not all within the struct: what is
    /// read would be written elsewhere.
    [[nodiscard]] static std::ptrdiff_t place_within(const void* object, std::size_t size,
                                                     const void* member, std::size_t length);
    void comment_out() { schema_.is_example = true; }
    /// `place`: octets from the beginning of the struct to what `read` is given.
    void add_key(std::string_view name, std::ptrdiff_t place, ReadKey read, std::string_view help,
                 KeySchema&& further);
    void add_known(std::string_view name, std::string_view help, KeySchema&& further);
    void add_known(KeySchema&& key);
    /// The next three by the type of the member, which begins as `initial`.
    template <class V>
    void add_value(std::string_view name, std::ptrdiff_t place, const V& initial,
                   std::string_view help, KeySchema&& further) {
        further.type = further.type == ValueType::string ? type_in_file<V>() : further.type;
        give_default(further, default_text(initial, further.type));
        add_key(name, place, read_as_is<V>, help, std::move(further));
    }
    template <class V, class Parse>
    void add_parsed(std::string_view name, std::ptrdiff_t place, const V& initial,
                    std::string_view help, Parse parse, KeySchema&& further) {
        if constexpr (is_list<V> || std::same_as<V, std::string>) {  // else `further` has it
            further.type =
                is_list<V> && further.type == ValueType::string ? ValueType::strings : further.type;
            give_default(further, default_text(initial, further.type));
        }
        add_key(name, place, read_parsed<V>(parse), help, std::move(further));
    }
    template <class V>
    void add_word(std::string_view name, std::ptrdiff_t place, const V& initial,
                  std::string_view help, WordsOf<V>&& words, KeySchema&& further) {
        for (const auto& each : words) {
            further.words.push_back(each.first);
        }
        give_default(further, default_word(initial, words));
        add_key(name, place, read_word(std::move(words)), help, std::move(further));
    }

    void add_check(ReadKey check);
    void read_all(const Section& section, void* into, const void* context) const;

private:
    struct Reader {
        std::string key;
        std::ptrdiff_t place = 0;
        ReadKey read;
    };

    SectionSchema schema_;
    std::vector<Reader> readers_;
};

}  // namespace msa
