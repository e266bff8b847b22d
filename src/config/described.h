// For headers that only name a description: see section_of.h.
#pragma once

namespace msa {

struct SectionSchema;
/// What reading needs beside the file; of rule files: RuleFileContext.
struct SettingsContext;
template <class T, class Context = SettingsContext>
class SectionOf;

}  // namespace msa
