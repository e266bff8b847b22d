// Both MTAs as data of a test case.
#pragma once

#include "wire/milter_client.h"

#include <ostream>

namespace msa::wire {

struct Named {
    const char* name;
    Profile (*profile)();
};

inline std::ostream& operator<<(std::ostream& out, const Named& named) {
    return out << named.name;
}

inline constexpr Named both_mtas[] = {{"postfix", postfix}, {"sendmail", sendmail}};
inline constexpr Named all_mtas[] = {
    {"postfix", postfix}, {"sendmail", sendmail}, {"version 2", old_mta}};

}  // namespace msa::wire
