// Calls the script where its keys are, whatever the servers say in between: that keys have moved,
// that they do not know the script, that somebody else is the master.
#pragma once

#include "base/guarded.h"
#include "limits/redis_topology.h"
#include "limits/script_call.h"

#include <functional>
#include <string>
#include <vector>

namespace msa {

class RedisCaller {
public:
    using Instant = RedisNode::Instant;
    /// What an admin should know: once for each trouble, and once when it is over; of refused calls
    /// at most once a minute.
    using Say = std::function<void(const std::string& what, bool is_trouble)>;

    struct Servers {
        RedisTopology::Kind kind = RedisTopology::Kind::servers;
        std::vector<RedisUrl> urls{};  // not empty
        std::string master{};          // as Sentinels call it
    };

    RedisCaller(Servers servers, RedisAccess access, Say say);

    [[nodiscard]] bool is_cluster() const { return topology_.is_cluster(); }
    /// A reply that is no error, or the failure.
    [[nodiscard]] RedisOutcome call(ScriptCall& script, Instant deadline);
    /// Without waiting, and without a second try: `heard` gets what the server says, errors
    /// included, see redis_teller.h. False: the server was not told, and `heard` is not called.
    [[nodiscard]] bool tell(ScriptCall& script, RedisTeller::Heard heard);
    /// Waits for what servers say to all that, at most until then.
    void settle(Instant deadline);
    /// Looks after servers and names; for a thread of its own.
    void look_after();
    /// Why some server is left alone; empty: none is.
    [[nodiscard]] std::string trouble() const;
    /// Why it refused a call in the last minute, though it is not left alone; empty: it did not.
    [[nodiscard]] std::string refusal() const;

private:
    /// Where a call goes.
    struct Way {
        RedisTopology::Node node{};
        bool is_asking = false;  // about a slot that moves
        bool is_whole = false;   // with the text of the script
        int turns = 0;
    };

    struct Refusal {
        std::string why{};
        Instant at{};
        Instant said_at{};
    };

    /// False: this error is the end of the way.
    [[nodiscard]] bool turn(const ServerReply& error, std::string_view tag, Instant deadline,
                            Way& way);
    void note(const RedisTopology::Node& node, const RedisOutcome& outcome);
    void update_trouble(const std::string& why);
    void note_refusal(const std::string& why);

    RedisAccess access_;
    RedisTopology topology_;
    Say say_;
    Guarded<std::string> trouble_;
    Guarded<Refusal> refusal_;
};

}  // namespace msa
