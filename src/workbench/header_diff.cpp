#include "workbench/header_diff.h"

#include <algorithm>

namespace msa {
namespace {

using Kind = DiffLine::Kind;

std::string text_of(const std::string& name, const std::string& value) {
    return name + ':' + value;
}

/// Of the field as it was received; null: it stays.
const Edit* edit_of(const HeaderField& field, const std::vector<Edit>& edits) {
    const auto edit = std::find_if(edits.begin(), edits.end(), [&](const Edit& each) {
        const bool is_of_received =
            each.kind == Edit::Kind::remove || each.kind == Edit::Kind::change;
        return is_of_received && each.occurrence == field.occurrence &&
               same_name(each.name, field.name);
    });
    return edit == edits.end() ? nullptr : &*edit;
}

}  // namespace

std::vector<DiffLine> header_diff(const HeaderList& received, const std::vector<Edit>& edits) {
    std::vector<DiffLine> lines;
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {  // the topmost comes last
        if (edit->kind == Edit::Kind::prepend) {
            lines.push_back({Kind::added, text_of(edit->name, edit->value)});
        }
    }
    for (const auto& field : received.fields()) {
        const auto* edit = edit_of(field, edits);
        lines.push_back(
            {edit == nullptr ? Kind::kept : Kind::removed, text_of(field.name, field.value)});
        if (edit != nullptr && edit->kind == Edit::Kind::change) {
            lines.push_back({Kind::added, text_of(edit->name, edit->value)});
        }
    }
    for (const auto& edit : edits) {
        if (edit.kind == Edit::Kind::append) {
            lines.push_back({Kind::added, text_of(edit.name, edit.value)});
        }
    }
    return lines;
}

}  // namespace msa
