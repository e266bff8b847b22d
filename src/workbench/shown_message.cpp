#include "workbench/shown_message.h"

#include "base/text.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

/// The line in front of `text`, without its CRLF.
std::string_view first_line(std::string_view text) {
    return text.substr(0, text.find("\r\n"));
}

bool is_of_header(std::string_view line, bool behind_field) {
    return is_blank(line.empty() ? '\0' : line.front()) ? behind_field
                                                        : line.find(':') != std::string_view::npos;
}

/// Sendmail drops these where they are empty, to add its own at delivery.
bool is_shown(MtaKind mta, std::string_view name, std::string_view value) {
    const bool is_provided =
        same_name(name, "From") || same_name(name, "Date") || same_name(name, "Message-ID");
    return mta != MtaKind::sendmail || !is_provided || !trimmed(value).empty();
}

void receive(HeaderList& header, std::string_view field, MtaKind mta) {
    const auto colon = field.find(':');
    if (!field.empty() && is_shown(mta, field.substr(0, colon), field.substr(colon + 1))) {
        header.receive(std::string(field.substr(0, colon)), std::string(field.substr(colon + 1)));
    }
}

}  // namespace

/// In its own memory, from its end on: messages may be large.
std::string with_crlf(std::string text) {
    const auto is_bare = [&text](std::size_t at) { return at == 0 || text[at - 1] != '\r'; };
    std::size_t more = 0;
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) {
        more += is_bare(at) ? 1U : 0U;
    }
    auto from = text.size();
    auto to = from + more;
    text.resize(to);
    while (from != to) {  // what is in front of that stays
        text[--to] = text[--from];
        if (text[to] == '\n' && is_bare(from)) {
            text[--to] = '\r';
        }
    }
    return text;
}

ShownMessage shown_message(std::string_view message, MtaKind mta) {
    HeaderList header;
    std::string_view rest = message;
    std::string field;
    while (is_of_header(first_line(rest), !field.empty())) {
        const auto line = first_line(rest);
        if (is_blank(line.front())) {
            field += '\n';
        } else {
            receive(header, std::exchange(field, {}), mta);
        }
        field += line;
        rest.remove_prefix(std::min(rest.size(), line.size() + 2));
    }
    receive(header, field, mta);
    rest.remove_prefix(first_line(rest).empty() ? std::min<std::size_t>(rest.size(), 2) : 0);
    return {std::move(header), rest};
}

}  // namespace msa
