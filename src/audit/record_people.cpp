// Authors and rights in a record, see record_people.h.
#include "audit/record_people.h"

#include "audit/timestamp.h"

namespace msa {

namespace {

constexpr Share rights_share{{8192, 0, 0}};
constexpr Share authors_share{{8192, 0, 0}};

using NamedRight = AskedRights::value_type;

void add_element(BoundedWriter& json, const NamedRight& named) {
    const auto& [address, right] = named;
    json.begin_object();
    add(json, "address", address);
    json.begin_list("field");
    for (const auto& field : right.fields) {
        json.text(field, json.value);
    }
    json.end_list();
    add(json, "right", to_text(right.kind));
    add(json, "by", right.by);
    add_if_any(json, "owner", right.owner);
    add_if_any(json, "ticket", right.ticket);
    json.end_object();
}

/// What gave the right, or gave it to others; null where nothing did.
void add_source(BoundedWriter& json, const Right& right) {
    const auto& source = right.source;
    if (source.kind == RightSource::Kind::nothing) {
        json.null("by");
        return;
    }
    json.begin_object("by");
    add(json, "kind", to_text(source.kind));
    add_if_any(json, "id", source.id);
    add_if_any(json, "table", source.table);
    add_if_any(json, "line", source.line);
    if (source.until) {
        add_whole(json, "until", timestamp(*source.until));
    }
    add_if_any(json, "owner", right.owner);
    add_if_any(json, "ticket", right.ticket);
    json.end_object();
}

/// An author with the answer to whether the identity may use it; null where nobody asked.
struct JudgedAuthor {
    const NamedAuthor& author;
    const Right* right;
};

void add_element(BoundedWriter& json, const JudgedAuthor& judged) {
    const auto& author = judged.author;
    json.begin_object();
    add(json, "field", author.field);
    add(json, "address", author.address);
    add_if_any(json, "spelled", author.spelled);
    json.truth("judged", author.is_judged);
    json.truth("leaves", author.leaves);
    if (judged.right == nullptr) {
        json.null("right");
        json.null("by");
    } else {
        add(json, "right", to_text(judged.right->kind));
        add_source(json, *judged.right);
    }
    json.end_object();
}

std::vector<JudgedAuthor> authors_of(const AuditRecord& record) {
    std::vector<JudgedAuthor> authors;
    authors.reserve(record.authors.size());
    for (const auto& author : record.authors) {
        const auto right = record.rights.find(author.address);
        authors.push_back({author, right == record.rights.end() ? nullptr : &right->second});
    }
    return authors;
}

}  // namespace

void add_people(BoundedWriter& json, const AuditRecord& record) {
    add_list<std::vector<JudgedAuthor>, JudgedAuthor>(json, "authors", authors_of(record),
                                                      authors_share, add_element);
    add_or_null(json, "pra", record.leaving_pra);
    add_list<AskedRights, NamedRight>(json, "rights", record.rights, rights_share, add_element);
}

}  // namespace msa
