// A zone on two servers, and who publishes in it.
#pragma once

#include "rotation/publisher.h"
#include "rotation/zone_look.h"

#include <map>
#include <string>

namespace msa {

/// Two servers, of which the second may lag or both be away.
struct FakeZone final : ZoneLook, Publisher {
    std::map<std::string, std::string> first;
    std::map<std::string, std::string> second;
    bool lags = false;
    bool is_away = false;
    bool one_is_away = false;  // the second
    bool by_people = false;
    bool fails = false;
    bool ignores = false;  // what it was asked to change

    [[nodiscard]] ZoneSight look(const std::string& name, const std::string& record) override {
        ZoneSight sight{.can_tell = !is_away && !one_is_away};
        for (const auto* server : {&first, &second}) {
            if (one_is_away && server == &second) {
                continue;
            }
            const auto found = server->find(name);
            const bool has = found != server->end() && found->second == record;
            sight.with += !is_away && has ? 1U : 0U;
            sight.record = has ? found->second : sight.record;
            sight.without += !is_away && !has ? 1U : 0U;
        }
        sight.why = is_away ? "nobody answers" : sight.without > 0 ? "a server has it not" : "";
        return sight;
    }
    [[nodiscard]] Result<bool> put(const std::string& name, const std::string& record,
                                   bool /*is_revoked*/) override {
        if (fails) {
            return Error{"refused (TSIG)"};
        }
        if (!by_people && !ignores) {
            first[name] = record;
            if (!lags) {
                second[name] = record;
            }
        }
        return !by_people;
    }
    void catch_up() { second = first; }
};

}  // namespace msa
