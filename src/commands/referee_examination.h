// What `doctor` says of msa-milter-verify.
#pragma once

#include "doctor/examination.h"

namespace msa {

/// Asks it, as whoever runs this.
void examine_referee(Examination& found);

}  // namespace msa
