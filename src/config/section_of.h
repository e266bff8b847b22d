// The description of a section: one list of keys that reads them into a struct, validates them and
// documents them, as Describe (policy/check_kind.h) does it for checks.
//
//   SectionOf<NamesSettings>("[names]", "What DNS should say of this host.")
//       .key("submission", &NamesSettings::submission, "The port with STARTTLS.",
//            {.example = "587", .range = NumberRange{1, 65535}})
//
// Each key has a name, a member that it is read into (key_readers.h), a help, and what else there
// is to say. Its type is the member's; its default is the initializer, unless there is an example.
#pragma once

#include "config/described.h"
#include "config/key_readers.h"
#include "config/section_parts.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace msa {

template <class T, class Context>
class SectionOf : public SectionParts {
public:
    /// `header` is empty for the top level of a file.
    SectionOf(std::string header, std::string help)
        : SectionParts(std::move(header), std::move(help)) {}

    /// The section means nothing where it is not written: the reference comments it out.
    SectionOf& is_example() {
        comment_out();
        return *this;
    }

    template <class Member>
    SectionOf& key(std::string_view name, Member member, std::string_view help) {
        return key(name, member, help, KeySchema());
    }
    template <class Member>
    SectionOf& key(std::string_view name, Member member, std::string_view help,
                   KeySchema&& further) {
        const auto& initial = std::invoke(member, *initial_);
        add_value(name, place_of(initial), initial, help, std::move(further));
        return *this;
    }

    /// `parse` makes of a string what the member holds, or says what is wrong.
    template <class Member, class Parse>
    SectionOf& parsed(std::string_view name, Member member, std::string_view help, Parse parse,
                      KeySchema&& further = {}) {
        const auto& initial = std::invoke(member, *initial_);
        add_parsed(name, place_of(initial), initial, help, parse, std::move(further));
        return *this;
    }

    /// One of the words, which stand for values.
    template <class Member>
    SectionOf& word(std::string_view name, Member member, std::string_view help,
                    WordsOf<ValueOf<T, Member>> words, KeySchema&& further = {}) {
        const auto& initial = std::invoke(member, *initial_);
        add_word(name, place_of(initial), initial, help, std::move(words), std::move(further));
        return *this;
    }

    /// A section below this one, as `[owners]` is below the top level, where the file has it.
    template <class Member, class Part>
    SectionOf& section(std::string_view name, Member member, const SectionOf<Part, Context>& part) {
        const auto read = [&part](const Section& section, std::string_view key, void* into,
                                  const void* context) {
            if (const auto* table = section.table(key)) {
                part.read(*table, *static_cast<Part*>(into), *static_cast<const Context*>(context));
            }
        };
        add_key(name, place_of(std::invoke(member, *initial_)), read, {},
                {.type = ValueType::table, .section = &part.schema()});
        return *this;
    }

    /// A key that nothing of the above understands. `how` takes the Section, the key's name, T&
    /// and, if it wants, the context.
    template <class How>
    SectionOf& custom(std::string_view name, How how, std::string_view help,
                      KeySchema&& further = {}) {
        const auto read = [how](const Section& section, std::string_view key, void* into,
                                const void* context) {
            if constexpr (std::is_invocable_v<How, const Section&, std::string_view, T&,
                                              const Context&>) {
                how(section, key, *static_cast<T*>(into), *static_cast<const Context*>(context));
            } else {
                (void)context;
                how(section, key, *static_cast<T*>(into));
            }
        };
        add_key(name, 0, read, help, std::move(further));
        return *this;
    }

    /// A key that others read, if it is there.
    SectionOf& known(std::string_view name, std::string_view help, KeySchema&& further = {}) {
        add_known(name, help, std::move(further));
        return *this;
    }
    SectionOf& known(KeySchema key) {
        add_known(std::move(key));
        return *this;
    }
    /// A section that is read apart from this one; null: its keys are not always the same.
    SectionOf& below(std::string_view name, const SectionSchema* section) {
        return known(name, {}, {.type = ValueType::table, .section = section});
    }

    /// What keys say of each other, when all before are read.
    template <class How>
    SectionOf& check(How how) {
        add_check([how](const Section& section, std::string_view, void* into, const void* context) {
            how(section, *static_cast<T*>(into), *static_cast<const Context*>(context));
        });
        return *this;
    }

    /// What is wrong goes to the diagnostics of the context.
    [[nodiscard]] T read(const toml::table& table, const Context& context) const {
        T made{};
        read(table, made, context);
        return made;
    }
    void read(const toml::table& table, T& into, const Context& context) const {
        read_section(Section(table, schema(), context.diagnostics), into, context);
    }
    /// The same of a Section that was made by this schema.
    void read_section(const Section& section, T& into, const Context& context) const {
        read_all(section, &into, &context);
    }

private:
    /// Octets from the beginning of the struct.
    [[nodiscard]] std::ptrdiff_t place_of(const auto& member) const {
        return place_within(initial_.get(), sizeof(T), &member, sizeof member);
    }

    std::shared_ptr<T> initial_ = std::make_shared<T>();  // whose members are the defaults
};

}  // namespace msa
