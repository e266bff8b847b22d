// Types of tables whose libraries not every site wants stand in shared objects of their own, which
// are loaded when a rule file names the type: as Postfix does it with its own.
#pragma once

#include "ownership/table_kind.h"

#include <string>
#include <utility>

namespace msa {

/// What such an object exports as `msa_milter_open_table`, beside the array of char
/// `msa_milter_build`, the build that it is of. It stays loaded. `own` are the settings of its
/// type.
using OpenTableFunction = void (*)(const void* own, const TableSettings& settings,
                                   OpenedTable& table);

/// Looks for NAME.so in `tables` beside the program, as it is built, and in ../lib/msa-milter, as
/// it is installed. Errors: it is in neither, a library that it needs is not there, or it was built
/// with other headers or flags than the program.
[[nodiscard]] OpenedTable open_by_plugin(const std::string& name, const void* own,
                                         const TableSettings& settings);

/// For DescribeTable::opened_by(): by the module of that name, whose settings are `T`.
template <class T>
[[nodiscard]] auto opened_by_plugin(std::string name) {
    return [name = std::move(name)](const T& own, const TableSettings& settings) {
        return open_by_plugin(name, &own, settings);
    };
}

}  // namespace msa
