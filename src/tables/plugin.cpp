#include "tables/plugin.h"

#include "base/companion_file.h"

#include <filesystem>
#include <string_view>
#include <system_error>

#include <dlfcn.h>

namespace msa {
namespace {

Error cannot_load(const std::string& name, const std::string& why) {
    return {"type \"" + name + "\": " + why, ErrorKind::bad_config};
}

}  // namespace

OpenedTable open_by_plugin(const std::string& name, const void* own,
                           const TableSettings& settings) {
    std::string unseen;
    const auto paths = companion_files("tables/" + name + ".so", name + ".so");
    for (const auto& path : paths) {
        std::error_code trouble;
        if (!std::filesystem::exists(path, trouble)) {
            unseen += trouble ? path.string() + ": " + trouble.message() + "; " : "";
            continue;
        }
        void* const object = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (object == nullptr) {
            return cannot_load(name, ::dlerror());  // NOLINT(concurrency-mt-unsafe): of this thread
        }
        const auto* const build = static_cast<const char*>(::dlsym(object, "msa_milter_build"));
        void* const symbol = ::dlsym(object, "msa_milter_open_table");
        if (build == nullptr || symbol == nullptr || build != std::string_view(MSA_MILTER_BUILD)) {
            return cannot_load(name, path.string() + " is of another build");
        }
        OpenedTable table = Error{"not opened"};
        reinterpret_cast<OpenTableFunction>(symbol)(own, settings, table);
        return table;
    }
    if (!unseen.empty()) {
        return cannot_load(name, "its module cannot be looked at: " + unseen +
                                     "the daemon's user must be able to enter these folders");
    }
    return cannot_load(name, "its module is not installed: " +
                                 (paths.empty() ? name + ".so" : paths.back().string()));
}

}  // namespace msa
