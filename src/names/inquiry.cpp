#include "names/inquiry.h"

namespace msa {

Sight no_answer(const std::string& where, const ZoneAnswer& seen) {
    return seen.differs ? wrong(where, seen.why,
                                "the same zone at all its name servers: raise the serial number, "
                                "and see why the transfer fails")
                        : unknown_sight(where, seen.why);
}

}  // namespace msa
