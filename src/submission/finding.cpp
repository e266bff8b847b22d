#include "submission/finding.h"

#include <utility>

namespace msa {

Finding cannot_tell(std::string why) {
    return {.what = std::move(why), .reply = try_again_later(), .cannot_tell = true};
}

Finding malformed(std::string what) {
    Reply reply{554, "5.6.0", "Malformed message: " + what};
    return {.what = std::move(what), .reply = std::move(reply)};
}

Finding noted(Finding finding) {
    finding.reply = {250, "2.6.0", "Read in one way"};
    return finding;
}

}  // namespace msa
