// The header list under random receiving and editing, against what header_list.h promises.
#include "base/text.h"
#include "fuzz/require.h"
#include "mail/header_list.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace msa {

namespace {

constexpr std::array<const char*, 8> names = {"From", "from", "FROM ", "To",
                                              "to\t", "X-a",  "",      "From:"};

// The input as a row of numbers; zeros behind its end.
class Numbers {
public:
    explicit Numbers(std::string_view octets) : octets_(octets) {}

    [[nodiscard]] bool at_end() const { return octets_.empty(); }
    std::size_t next(std::size_t limit) {
        if (octets_.empty()) {
            return 0;
        }
        const auto number = static_cast<unsigned char>(octets_.front());
        octets_.remove_prefix(1);
        return number % limit;
    }

private:
    std::string_view octets_;
};

std::string folded(const std::string& name) {
    return ascii_lower(bare_name(name));
}

void check_promises(const HeaderList& header) {
    std::unordered_map<std::string, std::size_t> seen;
    std::unordered_map<std::string, std::size_t> last_occurrence;
    for (const HeaderField& field : header.fields()) {
        const std::string name = folded(field.name);
        require(header.find(field.name, ++seen[name]) == &field, "fields are found by number");
        if (field.occurrence > 0) {
            require(field.occurrence > last_occurrence[name], "occurrences rise");
            last_occurrence[name] = field.occurrence;
        }
    }
    for (const char* name : names) {
        require(header.count(name) == seen[folded(name)], "fields are counted");
        require(header.find(name, seen[folded(name)] + 1) == nullptr, "no field behind the last");
    }
}

void check_removal(HeaderList& header, const std::string& name, std::size_t nth) {
    const std::size_t before = header.count(name);
    const bool is_there = nth > 0 && nth <= before;
    require(header.remove(name, nth) == is_there, "what is there is removed");
    require(header.count(name) == before - (is_there ? 1 : 0), "one is removed");
}

void check_replacement(HeaderList& header, const std::string& name, std::size_t nth) {
    const HeaderField* field = header.find(name, nth);
    const std::size_t occurrence = field != nullptr ? field->occurrence : 0;
    require(header.replace(name, nth, " new") == (field != nullptr), "what is there is replaced");
    field = header.find(name, nth);
    require(field == nullptr || (field->value == " new" && field->occurrence == occurrence),
            "a replacement keeps its place");
}

void operate(HeaderList& header, Numbers& numbers) {
    const std::string name = names.at(numbers.next(names.size()));
    const std::size_t nth = numbers.next(6);
    switch (numbers.next(7)) {
        case 0:
        case 1: header.receive(name, " received"); break;
        case 2: header.append(name, " appended"); break;
        case 3: header.prepend(name, " prepended"); break;
        case 4: check_replacement(header, name, nth); break;
        case 5: check_removal(header, name, nth); break;
        default: {
            const std::size_t count = header.count(name);
            require(header.remove_all(name) == count && header.count(name) == 0, "all are removed");
        }
    }
}

}  // namespace

}  // namespace msa

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    msa::Numbers numbers({reinterpret_cast<const char*>(data), size});
    msa::HeaderList header;
    // The checks are quadratic, and long inputs tell no more than short ones. That they hold in
    // between is what shorter inputs show.
    for (int operations = 0; operations < 64 && !numbers.at_end(); ++operations) {
        msa::operate(header, numbers);
    }
    msa::check_promises(header);
    return 0;
}
