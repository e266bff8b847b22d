#include "tables/table_keys.h"

#include "tables/server_text.h"

#include <string_view>
#include <utility>
#include <variant>

namespace msa {
namespace {

/// With a letter in it, logins would fall apart.
Result<void> is_separator(const TableValue& value) {
    constexpr std::string_view known = " \t,;|:/";
    const auto& text = std::get<std::string>(value);
    return !text.empty() && text.find_first_not_of(known) == std::string::npos
               ? Result<void>()
               : Error{"must be blanks or punctuation that no login has, such as \",\""};
}

Result<void> is_server(const TableValue& value) {
    const auto& text = std::get<std::string>(value);
    if (holds_password(text)) {
        return Error{"a password does not belong here: name the file that holds it"};
    }
    const auto key = key_of_relative_file(text);
    return key ? Error{'\'' + *key + "' needs the absolute path of the file"} : Result<void>();
}

}  // namespace

TableKey path_key(std::string help, std::string example) {
    return {.name = "path",
            .help = std::move(help),
            .example = std::move(example),
            .required = true,
            .is_file = true};
}

TableKey server_key(std::string help, std::string example) {
    return {.name = "server",
            .help = std::move(help),
            .example = std::move(example),
            .required = true,
            .valid = is_server};
}

TableKey query_key(const std::string& parameter, const std::string& further) {
    return {.name = "query",
            .help = "One SELECT with one column and one parameter, " + parameter +
                    ": the key, folded, an address or @domain in lower case, domains as A-labels. "
                    "Every row is one login; NULL gives none. " +
                    further,
            .example = "\"SELECT login FROM senders WHERE address = " + parameter + '"',
            .required = true};
}

TableKey separator_key() {
    return {.name = "separator",
            .help =
                "Any of these characters separates the logins of one value. Absent: a value is "
                "one login, blanks and commas are part of it.",
            .example = "\",\"",
            .valid = is_separator};
}

TableKey password_file_key() {
    return {.name = "password_file",
            .help =
                "The first line of the file is the password. As for keys, nobody but root and "
                "the daemon's user may be able to read the file, or to put another in its "
                "place: mode 0600, or 0640 for the daemon's group, and folders that others "
                "cannot write to. It counts from the next reload on.",
            .example = "\"/etc/msa-milter/table.password\"",
            .is_file = true,
            .is_access = true};
}

TableKey ca_file_key(const std::string& absent) {
    return {.name = "ca_file",
            .help =
                "The authority that signs the server's certificate, which must be for the host "
                "in 'server'. Absent: " +
                absent,
            .example = "\"/etc/ssl/certs/ca-certificates.crt\"",
            .is_file = true,
            .is_access = true};
}

}  // namespace msa
