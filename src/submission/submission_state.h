// A submission on its way through the stages: what was said, and what repairs have made of it.
#pragma once

#include "mail/header_list.h"
#include "submission/address_readings.h"
#include "submission/facts.h"
#include "submission/suspensions.h"

#include <optional>
#include <vector>

namespace msa {

struct SubmissionState {
    Session session;
    std::optional<Identity> identity{};     // absent: nobody is proved
    std::optional<Suspension> suspended{};  // of the identity's login
    Envelope envelope{};
    std::vector<Recipient> recipients{};
    HeaderList received{};
    HeaderList headers{};  // as edited so far
    AddressReadings addresses{};
};

}  // namespace msa
