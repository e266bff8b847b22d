// Which From and Sender leave: a line `NAME HEX` with a field body is answered with the hexadecimal
// octets of the field that leaves, or `-` where the message does not.
#include "base/text.h"
#include "cases/case_file.h"
#include "fakes/mta.h"

#include <iostream>
#include <string>

namespace {

using namespace msa;

std::string from_hex(const std::string& digits) {
    std::string octets;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        octets += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    }
    return octets;
}

std::string message_with(const std::string& name, const std::string& value) {
    const std::string from = name == "From" ? value : " alice@example.com";
    const std::string sender = name == "Sender" ? "Sender:" + value + "\r\n" : "";
    return "From:" + from + "\r\n" + sender +
           "To: bob@example.net\r\nDate: Fri, 21 Nov 2025 11:59:30 +0100\r\n"
           "Message-ID: <1@client.example.org>\r\nSubject: x\r\n\r\nx\r\n";
}

std::string answer(Case tested, const std::string& name, const std::string& value) {
    tested.message = message_with(name, value);
    const auto played = play(tested);
    if (played.record.disposition != Disposition::accepted) {
        return "-";
    }
    const auto leaves =
        as_edited_by(played.record.session.host, played.received, played.record.edits);
    for (const auto& field : leaves) {
        if (equal_ignoring_case(field.first, name)) {
            return hex(field.second);
        }
    }
    return "-";
}

}  // namespace

int main() {
    const std::string path = "tests/cases/display_addresses/own.toml";
    const Case tested = read_case(path);
    std::string name;
    std::string digits;
    while (std::cin >> name >> digits) {
        std::cout << answer(tested, name, from_hex(digits)) << '\n';
    }
    return 0;
}
