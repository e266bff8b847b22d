// Which server answers for whom: one, the first of several that takes writes, the master that
// Sentinels name, or the node of a cluster that has the slot.
#pragma once

#include "base/guarded.h"
#include "limits/redis_node.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

class RedisTopology {
public:
    using Node = std::shared_ptr<RedisNode>;

    enum class Kind { servers, sentinels, cluster };

    /// `servers`: not empty; of the kind that `kind` says. `master`: as Sentinels call it. All
    /// nodes have the access, which must outlive them; what Sentinels and clusters name has the
    /// TLS of the first.
    RedisTopology(Kind kind, std::vector<RedisUrl> servers, std::string master,
                  const RedisAccess& access);

    [[nodiscard]] bool is_cluster() const { return kind_ == Kind::cluster; }
    /// Null: nobody has said yet.
    [[nodiscard]] Node node_for(std::string_view tag) const;
    /// As MOVED and ASK name it; null: they name none.
    [[nodiscard]] Node named(std::string_view place, const Node& by);
    void note_moved(std::string_view tag, const Node& to);
    /// It does not take what it should take: somebody else may.
    void doubt(const Node& node);

    /// Asks who is who, where that was doubted or is a while ago; looks after names and servers
    /// that are left alone. Waits at most some seconds for each: for a thread of its own.
    void look_after(const RedisNode::Words& probe);
    /// All that are known.
    [[nodiscard]] std::vector<Node> nodes() const;

private:
    struct Known {
        std::vector<Node> nodes{};                        // by their urls
        std::vector<std::shared_ptr<RedisNode>> slots{};  // of a cluster
        Node master{};                                    // else
        bool is_doubted = true;
    };

    [[nodiscard]] Node node_at(const RedisUrl& url);
    void ask_who_is_who();
    void ask_sentinels();
    void ask_cluster();
    void take_slots(const ServerReply& reply, const Node& by);
    static void probe(RedisNode& node, const RedisNode::Words& words);

    Kind kind_;
    std::string master_;
    const RedisAccess& access_;
    RedisAccess sentinel_access_;
    std::vector<Node> first_;  // whom the settings name
    bool has_tls_ = false;
    Guarded<Known> known_;
    std::chrono::steady_clock::time_point asked_at_{};   // who is who
    std::chrono::steady_clock::time_point probed_at_{};  // servers that are left alone
};

}  // namespace msa
