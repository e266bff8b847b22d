// Lines of tables that are read, but hardly as they were meant: comments behind an entry, lists
// apart by other signs, patterns of pcre and regexp tables, groups that are none.
#include "base/text.h"
#include "ownership/groups.h"
#include "ownership/table_settings.h"

#include <algorithm>

namespace msa {
namespace {

std::string quoted_in(std::string_view text) {
    return '\'' + printable(text) + '\'';
}

bool says_something(char c) {
    return is_letter(c) || is_digit(c) || is_8bit(c);
}

/// Of what no list of values consists.
std::string doubt_about_value(std::string_view value) {
    if (value.starts_with('#') || value.starts_with("//")) {
        return quoted_in(value) + " is a value here: a comment needs a line of its own";
    }
    if (value.find_first_of(";|\"<>") != std::string_view::npos) {
        return quoted_in(value) + " is one value: blanks or commas separate values";
    }
    return {};
}

std::string doubt_about_login(std::string_view login,
                              const std::set<std::string, std::less<>>& groups) {
    const auto is_group = [login](const std::string& name) {
        return equal_ignoring_case(name, login);
    };
    const bool is_reference = login.size() > 1 && login.front() == '$' && is_digit(login[1]);
    if (login.find('*') != std::string_view::npos || is_reference ||
        std::none_of(login.begin(), login.end(), says_something)) {
        return quoted_in(login) + " is a login here, and means nobody else";
    }
    if (!group_name(login) && ascii_lower(login).starts_with("group:")) {
        return quoted_in(login) + " is a login here; did you mean 'group:" +
               printable(login.substr(login.find(':') + 1)) + "'?";
    }
    if (const auto group = std::find_if(groups.begin(), groups.end(), is_group);
        group != groups.end()) {
        return quoted_in(login) +
               " is a login here, and a group; did you mean 'group:" + printable(*group) + "'?";
    }
    return {};
}

std::string doubt_about_owned(std::string_view key) {
    if (key.starts_with('/')) {
        return quoted_in(key) + " is not a pattern here: owners have addresses and @domains";
    }
    return key.find('*') == std::string_view::npos
               ? std::string()
               : quoted_in(key) + " is one address here: @domain is everybody there";
}

}  // namespace

std::string TableSettings::doubt(std::string_view key,
                                 const std::vector<std::string_view>& values) const {
    if (use == Use::any) {
        return {};  // values may be anything
    }
    std::string doubt = use == Use::owners ? doubt_about_owned(key) : std::string();
    for (const auto value : values) {
        if (doubt.empty()) {
            doubt = doubt_about_value(value);
        }
        if (doubt.empty() && (use == Use::owners || use == Use::subjects)) {
            doubt = doubt_about_login(value, groups);
        }
    }
    return doubt;
}

}  // namespace msa
