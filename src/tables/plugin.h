// Types of tables whose libraries not every site wants stand in shared objects of their own, which
// are loaded when a rule file names the type: as Postfix does it with its own.
#pragma once

#include "base/result.h"
#include "ownership/table_settings.h"
#include "submission/ports.h"

#include <memory>
#include <string>

namespace msa {

using OpenedTable = Result<std::shared_ptr<const Table>>;

/// What such an object exports as `msa_milter_open_table`, beside the array of char
/// `msa_milter_build`, the build that it is of. It stays loaded.
using OpenTableFunction = void (*)(const TableSettings& settings, OpenedTable& table);

/// Looks for NAME.so in `tables` beside the program, as it is built, and in ../lib/msa-milter, as
/// it is installed. Errors: it is in neither, a library that it needs is not there, or it was built
/// with other headers or flags than the program.
[[nodiscard]] OpenedTable open_by_plugin(const std::string& name, const TableSettings& settings);

}  // namespace msa
