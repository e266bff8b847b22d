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
#include "config/section.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace msa {

template <class T, class Context>
class SectionOf {
public:
    using Read = std::function<void(const Section&, T&, const Context&)>;

    /// `header` is empty for the top level of a file.
    SectionOf(std::string header, std::string help) {
        schema_.header = std::move(header);
        schema_.help = std::move(help);
    }

    /// The section means nothing where it is not written: the reference comments it out.
    SectionOf& is_example() {
        schema_.is_example = true;
        return *this;
    }

    template <class Member>
    SectionOf& key(const std::string& name, Member member, std::string help,
                   KeySchema further = {}) {
        using V = ValueOf<T, Member>;
        further.type = further.type == ValueType::string ? type_in_file<V>() : further.type;
        give_default(further, default_text(initial_value<T>(member), further.type));
        return custom(name, read_as_is<T>(member), std::move(help), std::move(further));
    }

    /// `parse` makes of a string what the member holds, or says what is wrong.
    template <class Member, class Parse>
    SectionOf& parsed(const std::string& name, Member member, std::string help, Parse parse,
                      KeySchema further = {}) {
        using V = ValueOf<T, Member>;
        if constexpr (is_list<V> || std::is_same_v<V, std::string>) {  // else `further` has it
            further.type =
                is_list<V> && further.type == ValueType::string ? ValueType::strings : further.type;
            give_default(further, default_text(initial_value<T>(member), further.type));
        }
        return custom(name, read_parsed<T>(member, parse), std::move(help), std::move(further));
    }

    /// One of the words, which stand for values.
    template <class Member>
    SectionOf& word(const std::string& name, Member member, std::string help,
                    WordsOf<ValueOf<T, Member>> words, KeySchema further = {}) {
        for (const auto& each : words) {
            further.words.push_back(each.first);
        }
        give_default(further, default_word(initial_value<T>(member), words));
        return custom(name, read_word<T>(member, std::move(words)), std::move(help),
                      std::move(further));
    }

    /// A section below this one, as `[owners]` is below the top level, where the file has it.
    template <class Member, class Part>
    SectionOf& section(const std::string& name, Member member,
                       const SectionOf<Part, Context>& part) {
        const auto read = [member, &part](const Section& section, std::string_view key, T& into,
                                          const Context& context) {
            if (const auto* table = section.table(key)) {
                part.read(*table, std::invoke(member, into), context);
            }
        };
        return custom(name, read, {}, {.type = ValueType::table, .section = &part.schema()});
    }

    /// A key that nothing of the above understands. `how` takes the Section, the key's name, T&
    /// and, if it wants, the context.
    template <class How>
    SectionOf& custom(const std::string& name, How how, std::string help, KeySchema further = {}) {
        readers_.push_back([name, how](const Section& section, T& into, const Context& context) {
            if constexpr (std::is_invocable_v<How, const Section&, std::string_view, T&,
                                              const Context&>) {
                how(section, name, into, context);
            } else {
                (void)context;
                how(section, name, into);
            }
        });
        return known(name, std::move(help), std::move(further));
    }

    /// A key that others read, if it is there.
    SectionOf& known(std::string name, std::string help, KeySchema further = {}) {
        further.name = std::move(name);
        further.help = std::move(help);
        return known(std::move(further));
    }
    SectionOf& known(KeySchema key) {
        schema_.keys.push_back(std::move(key));
        return *this;
    }
    /// A section that is read apart from this one; null: its keys are not always the same.
    SectionOf& below(std::string name, const SectionSchema* section) {
        return known(std::move(name), {}, {.type = ValueType::table, .section = section});
    }

    /// What keys say of each other, when all before are read.
    SectionOf& check(Read how) {
        readers_.push_back(std::move(how));
        return *this;
    }

    [[nodiscard]] const SectionSchema& schema() const { return schema_; }

    /// What is wrong goes to the diagnostics of the context.
    [[nodiscard]] T read(const toml::table& table, const Context& context) const {
        T made{};
        read(table, made, context);
        return made;
    }
    void read(const toml::table& table, T& into, const Context& context) const {
        read_section(Section(table, schema_, context.diagnostics), into, context);
    }
    /// The same of a Section that was made by this schema.
    void read_section(const Section& section, T& into, const Context& context) const {
        for (const auto& reader : readers_) {
            reader(section, into, context);
        }
    }

private:
    SectionSchema schema_;
    std::vector<Read> readers_;
};

}  // namespace msa
