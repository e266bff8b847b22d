// What `setup` has to know of a site: from options, or from whoever sits at the terminal.
#pragma once

#include "base/result.h"
#include "commands/setup_site.h"

#include <string>

namespace msa {

struct SetupOptions {
    SetupSite site;
    std::string mta;
    std::string logins;
    std::string configuration;  // folder of Postfix's
    std::string dovecot;        // folder of files that Dovecot includes
    std::string examples;       // folder that has the examples; empty: where they are installed
    bool is_dry_run = false;
    bool applies = false;
};

/// Of what was not given, some is asked for where somebody is there to answer, and some is found
/// out. Errors: bad_input where a question has no answer, or a wrong one; what queue_directory()
/// says.
[[nodiscard]] Result<SetupSite> site_of(const SetupOptions& options);

}  // namespace msa
