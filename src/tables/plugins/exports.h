// What a module exports; see tables/plugin.h.
#pragma once

#include "tables/plugin.h"

extern "C" {
[[gnu::used]] inline constexpr char msa_milter_build[] = MSA_MILTER_BUILD;
void msa_milter_open_table(const void* own, const msa::TableSettings& settings,
                           msa::OpenedTable& table);
}
