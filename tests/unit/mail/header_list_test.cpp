// The list of header fields.
#include "mail/header_list.h"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using msa::HeaderList;

namespace {

std::string outline(const HeaderList& header) {
    std::string text;
    for (const msa::HeaderField& field : header.fields()) {
        text += field.name + ":" + field.value + "#" + std::to_string(field.occurrence) + "|";
    }
    return text;
}

/// What a list is that looks at each of its fields.
class PlainList {
public:
    void receive(const std::string& name, const std::string& value) { append(name, value); }
    void append(const std::string& name, const std::string& value) {
        fields_.push_back({.name = name, .value = value});
    }
    void prepend(const std::string& name, const std::string& value) {
        fields_.insert(fields_.begin(), {.name = name, .value = value});
    }
    bool replace(std::string_view name, std::size_t nth, const std::string& value) {
        const auto at = place(name, nth);
        if (at != fields_.end()) {
            *at = {.name = std::string(msa::bare_name(at->name)), .value = value};
        }
        return at != fields_.end();
    }
    bool remove(std::string_view name, std::size_t nth) {
        const auto at = place(name, nth);
        const bool is_there = at != fields_.end();
        if (is_there) {
            fields_.erase(at);
        }
        return is_there;
    }
    std::size_t remove_all(std::string_view name) {
        return std::erase_if(fields_, [name](const msa::HeaderField& field) {
            return msa::same_name(field.name, name);
        });
    }
    const msa::HeaderField* find(std::string_view name, std::size_t nth) {
        const auto at = place(name, nth);
        return at == fields_.end() ? nullptr : &*at;
    }
    [[nodiscard]] const std::vector<msa::HeaderField>& fields() const { return fields_; }

private:
    std::vector<msa::HeaderField>::iterator place(std::string_view name, std::size_t nth) {
        return std::find_if(fields_.begin(), fields_.end(), [&](const msa::HeaderField& field) {
            return msa::same_name(field.name, name) && nth-- == 1;
        });
    }

    std::vector<msa::HeaderField> fields_;
};

struct EditStep {
    std::size_t kind;
    std::string name;
    std::size_t nth;
    std::string value;
};

/// How many fields the edit met.
template <class List>
std::size_t made(List& list, const EditStep& edit) {
    switch (edit.kind / 3) {
        case 0: list.receive(edit.name, edit.value); return 1;
        case 1: list.append(edit.name, edit.value); return 1;
        case 2: list.prepend(edit.name, edit.value); return 1;
        case 3: return list.replace(edit.name, edit.nth, edit.value) ? 1 : 0;
        case 4: return list.remove(edit.name, edit.nth) ? 1 : 0;
        default: return list.remove_all(edit.name);
    }
}

template <class List>
std::string outline_without_numbers(const List& list) {
    std::string text;
    for (const msa::HeaderField& field : list.fields()) {
        text += field.name + ":" + field.value + "|";
    }
    return text;
}

HeaderList two_from_and_to() {
    HeaderList header;
    header.receive("From", " a");
    header.receive("To", " b");
    header.receive("FROM", " c");
    return header;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(header_list_test)

BOOST_AUTO_TEST_CASE(names_compare_without_case_and_without_blanks_behind) {
    BOOST_TEST(msa::same_name("From", "fROM \t"));
    BOOST_TEST(msa::same_name("From ", "From"));
    BOOST_TEST(!msa::same_name("From", " From"));
    BOOST_TEST(!msa::same_name("From", "Fro m"));
    BOOST_TEST(!msa::same_name("From", "Resent-From"));
    BOOST_TEST(!msa::same_name("", "From"));
    BOOST_TEST(msa::same_name("", " \t"));
    BOOST_TEST(msa::same_name("\t ", " \t"));
}

BOOST_AUTO_TEST_CASE(received_fields_keep_their_octets_and_count_their_occurrence) {
    BOOST_TEST(outline(two_from_and_to()) == "From: a#1|To: b#1|FROM: c#2|");
}

BOOST_AUTO_TEST_CASE(a_name_with_a_blank_behind_counts_with_the_others) {
    HeaderList header;
    header.receive("From", " <first@example.net>");
    header.receive("From ", " <second@example.org>");
    BOOST_TEST(header.count("from") == 2U);
    BOOST_TEST(header.fields()[1].occurrence == 2U);
    BOOST_TEST(header.fields()[1].name == "From ");
}

BOOST_AUTO_TEST_CASE(the_nth_field_of_a_name_is_found) {
    const HeaderList header = two_from_and_to();
    BOOST_REQUIRE(header.find("from", 2) != nullptr);
    BOOST_TEST(header.find("from", 2)->value == " c");
    BOOST_TEST(header.find("from")->value == " a");
    BOOST_TEST(header.find("from", 3) == nullptr);
    BOOST_TEST(header.find("from", 0) == nullptr);
    BOOST_TEST(header.find("cc") == nullptr);
}

BOOST_AUTO_TEST_CASE(added_fields_were_not_received) {
    HeaderList header = two_from_and_to();
    header.append("Date", " now");
    header.prepend("Sender", " d");
    BOOST_TEST(outline(header) == "Sender: d#0|From: a#1|To: b#1|FROM: c#2|Date: now#0|");
}

BOOST_AUTO_TEST_CASE(a_replaced_received_field_keeps_its_occurrence) {
    HeaderList header = two_from_and_to();
    BOOST_TEST(header.replace("From", 2, " x"));
    BOOST_TEST(outline(header) == "From: a#1|To: b#1|FROM: x#2|");
}

BOOST_AUTO_TEST_CASE(a_replaced_added_field_stays_an_added_one) {
    HeaderList header;
    header.append("Date", " now");
    BOOST_TEST(header.replace("Date", 1, " then"));
    BOOST_TEST(outline(header) == "Date: then#0|");
}

BOOST_AUTO_TEST_CASE(removing_leaves_the_occurrence_of_the_others) {
    HeaderList header = two_from_and_to();
    BOOST_TEST(header.remove("From", 1));
    BOOST_TEST(outline(header) == "To: b#1|FROM: c#2|");
}

BOOST_AUTO_TEST_CASE(fields_that_are_not_there_are_neither_replaced_nor_removed) {
    HeaderList header = two_from_and_to();
    BOOST_TEST(!header.replace("From", 3, " x"));
    BOOST_TEST(!header.replace("From", 0, " x"));
    BOOST_TEST(!header.remove("Cc", 1));
    BOOST_TEST(outline(header) == outline(two_from_and_to()));
}

BOOST_AUTO_TEST_CASE(all_fields_of_a_name_are_removed_and_counted) {
    HeaderList header = two_from_and_to();
    BOOST_TEST(header.remove_all("from") == 2U);
    BOOST_TEST(outline(header) == "To: b#1|");
    BOOST_TEST(header.remove_all("from") == 0U);
}

BOOST_AUTO_TEST_CASE(a_flood_of_fields_is_received_in_linear_time) {
    HeaderList header;
    for (int i = 0; i < 200'000; ++i) {
        header.receive(i % 2 == 0 ? "X-a" : "X-" + std::to_string(i), " ");
    }
    BOOST_TEST(header.fields()[199'998].occurrence == 100'000U);
}

BOOST_AUTO_TEST_CASE(a_flood_of_fields_is_edited_in_linear_time) {
    HeaderList header;
    constexpr std::size_t many = 200'000;
    for (std::size_t i = 0; i < many; ++i) {
        header.receive("A", " x");
    }
    for (std::size_t nth = many; nth > 0; --nth) {
        BOOST_REQUIRE(header.replace("a", nth, " y"));
    }
    for (std::size_t nth = many; nth > 1; --nth) {
        BOOST_REQUIRE(header.remove("a", nth));
        BOOST_REQUIRE(header.find("a", nth) == nullptr);
    }
    BOOST_TEST(outline(header) == "A: y#1|");
}

BOOST_AUTO_TEST_CASE(any_edits_leave_what_they_leave_of_a_plain_list) {
    std::mt19937 random(5322);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same run each time
    const auto below = [&random](std::size_t limit) { return random() % limit; };
    const std::array<std::string, 4> names{"A", "a ", "Bc", "bC"};
    for (int run = 0; run < 300; ++run) {
        HeaderList header;
        PlainList plain;
        for (int step = 0; step < 40; ++step) {
            const EditStep edit{.kind = below(17),
                                .name = names[below(names.size())],
                                .nth = below(5),
                                .value = " " + std::to_string(step)};
            BOOST_REQUIRE(made(header, edit) == made(plain, edit));
            const auto* found = header.find(edit.name, 2);
            const auto* expected = plain.find(edit.name, 2);
            BOOST_REQUIRE((found == nullptr) == (expected == nullptr));
            BOOST_REQUIRE((found == nullptr || found->value == expected->value));
        }
        BOOST_REQUIRE(outline_without_numbers(header) == outline_without_numbers(plain));
    }
}

BOOST_AUTO_TEST_SUITE_END()
