// Who answers for whom, see redis_topology.h.
#include "limits/redis_topology.h"

#include "limits/limit_keys.h"
#include "limits/redis_places.h"

#include <algorithm>
#include <map>
#include <utility>

namespace msa {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds patience{1000};      // with one question
constexpr milliseconds asks_each{2000};     // who is who
constexpr milliseconds asks_in_doubt{100};  // the same
constexpr milliseconds probes_each{500};    // a server that is left alone

ServerReply answer_of(RedisNode& node, const RedisNode::Words& words) {
    auto outcome = node.ask(words, steady_clock::now() + patience);
    return outcome.reply ? *std::move(outcome.reply)
                         : ServerReply{.kind = ServerReply::Kind::error};
}

}  // namespace

RedisTopology::RedisTopology(Kind kind, std::vector<RedisUrl> servers, std::string master,
                             const RedisAccess& access)
    : kind_(kind),
      master_(std::move(master)),
      access_(access),
      sentinel_access_{access.user, access.password, access.trust, 0, true},
      has_tls_(servers.front().has_tls) {
    for (auto& each : servers) {
        first_.push_back(std::make_shared<RedisNode>(
            std::move(each), kind_ == Kind::sentinels ? sentinel_access_ : access_));
    }
    known_.with([this](Known& known) {
        if (kind_ != Kind::sentinels) {
            known.nodes = first_;
        }
        if (kind_ == Kind::servers) {
            known.master = first_.front();
        }
        if (kind_ == Kind::cluster) {
            known.slots.assign(cluster_slots, first_.front());  // it will say who has moved
        }
    });
}

RedisTopology::Node RedisTopology::node_for(std::string_view tag) const {
    return known_.with([this, tag](const Known& known) {
        return kind_ == Kind::cluster ? known.slots[cluster_slot(tag)] : known.master;
    });
}

std::vector<RedisTopology::Node> RedisTopology::nodes() const {
    return known_.with([](const Known& known) { return known.nodes; });
}

RedisTopology::Node RedisTopology::node_at(const RedisUrl& url) {
    return known_.with([this, &url](Known& known) {
        const auto found = std::find_if(known.nodes.begin(), known.nodes.end(),
                                        [&url](const Node& node) { return node->url() == url; });
        if (found != known.nodes.end()) {
            return *found;
        }
        known.nodes.push_back(std::make_shared<RedisNode>(url, access_));
        return known.nodes.back();
    });
}

RedisTopology::Node RedisTopology::named(std::string_view place, const Node& by) {
    auto url = parse_redis_node(place);
    if (!url) {
        return nullptr;
    }
    if (url->host.empty()) {  // "the one that you are asking"
        url->host = by->url().host;
    }
    url->has_tls = has_tls_;
    return node_at(*url);
}

void RedisTopology::note_moved(std::string_view tag, const Node& to) {
    known_.with([tag, &to](Known& known) {
        known.slots[cluster_slot(tag)] = to;
        known.is_doubted = true;
    });
}

void RedisTopology::doubt(const Node& node) {
    known_.with([this, &node](Known& known) {
        known.is_doubted = true;
        const auto at = std::find(first_.begin(), first_.end(), node);
        if (kind_ == Kind::servers && known.master == node && at != first_.end()) {
            known.master = std::next(at) == first_.end() ? first_.front() : *std::next(at);
        }
    });
}

void RedisTopology::ask_sentinels() {
    for (const auto& sentinel : first_) {
        const auto place =
            sentinel_master(answer_of(*sentinel, {"SENTINEL", "GET-MASTER-ADDR-BY-NAME", master_}));
        if (place.empty()) {
            sentinel->resolve();
            continue;
        }
        const auto node = named(place, sentinel);
        if (node != nullptr) {
            known_.with([&node](Known& known) {
                known.master = node;
                known.nodes = {node};  // who is master no more is not looked after
                known.is_doubted = false;
            });
            return;
        }
    }
}

void RedisTopology::take_slots(const ServerReply& reply, const Node& by) {
    std::vector<Node> slots(cluster_slots);
    std::map<std::string, Node> known_places;  // each is looked for once
    for (auto& range : slot_ranges(reply)) {
        const auto [place, is_new] = known_places.try_emplace(std::move(range.place));
        if (is_new) {
            place->second = named(place->first, by);
        }
        const auto begin = slots.begin() + static_cast<std::ptrdiff_t>(range.first);
        std::fill_n(begin, range.last - range.first + 1, place->second);
    }
    known_.with([&slots](Known& known) {
        std::vector<Node> nodes;
        for (std::size_t i = 0; i < cluster_slots; ++i) {
            if (slots[i] != nullptr) {  // else somebody may still have it
                known.slots[i] = slots[i];
            }
            if (nodes.empty() || nodes.back() != known.slots[i]) {
                nodes.push_back(known.slots[i]);
            }
        }
        std::sort(nodes.begin(), nodes.end());
        nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
        known.nodes = std::move(nodes);
        known.is_doubted = false;
    });
}

void RedisTopology::ask_cluster() {
    auto asked = nodes();
    asked.insert(asked.end(), first_.begin(), first_.end());
    for (const auto& node : asked) {
        const auto reply = answer_of(*node, {"CLUSTER", "SLOTS"});
        if (reply.kind == ServerReply::Kind::list && !reply.list.empty()) {
            take_slots(reply, node);
            return;
        }
    }
}

void RedisTopology::probe(RedisNode& node, const RedisNode::Words& words) {
    node.resolve();
    const auto outcome = node.ask_anew(words, steady_clock::now() + patience);
    if (outcome.reply &&
        (outcome.reply->kind != ServerReply::Kind::error || outcome.reply->is_error("MOVED") ||
         outcome.reply->is_error("NOSCRIPT"))) {
        node.breaker().note_success();
    }
}

void RedisTopology::ask_who_is_who() {
    for (const auto& node : first_) {
        if (!node->has_address()) {
            node->resolve();
        }
    }
    if (kind_ == Kind::sentinels) {
        ask_sentinels();
    } else if (kind_ == Kind::cluster) {
        ask_cluster();
    } else {
        known_.with([](Known& known) { known.is_doubted = false; });
    }
}

void RedisTopology::look_after(const RedisNode::Words& words) {
    const auto now = steady_clock::now();
    const bool is_doubted = known_.with([](const Known& known) { return known.is_doubted; });
    if (now - asked_at_ >= (is_doubted ? asks_in_doubt : asks_each)) {
        asked_at_ = now;
        ask_who_is_who();
    }
    for (const auto& node : nodes()) {
        node->teller().look_after();
        if (node->teller().wants_connection() && !node->breaker().is_open()) {
            node->connect_teller(steady_clock::now() + patience);
        }
    }
    if (now - probed_at_ >= probes_each) {
        probed_at_ = now;
        for (const auto& node : nodes()) {
            if (node->breaker().is_open()) {
                probe(*node, words);
            }
        }
    }
}

}  // namespace msa
