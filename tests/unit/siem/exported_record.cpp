#include "unit/siem/exported_record.h"

#include "base/file.h"

namespace msa::siem_test {

std::string golden(const std::string& name) {
    auto text = read_file("tests/unit/siem/golden/" + name, std::size_t{1} << 20U).value();
    if (text.ends_with('\n')) {
        text.pop_back();
    }
    return text;
}

}  // namespace msa::siem_test
