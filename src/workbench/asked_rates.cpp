// Questions to limits, see asked_rates.h.
#include "workbench/asked_rates.h"

#include <utility>

namespace msa {
namespace {

constexpr std::size_t most_nodes = 32;

/// Answers as it is told, then yes.
class ToldRates final : public RateCounter {
public:
    explicit ToldRates(std::vector<bool> told) : told_(std::move(told)) {}

    [[nodiscard]] Result<bool> admit(std::string_view key, std::int64_t events,
                                     std::chrono::seconds window) override {
        const auto place = asked_.size();
        asked_.push_back({std::string(key), {events, window}});
        return place >= told_.size() || told_[place];
    }
    [[nodiscard]] const std::vector<RateQuestion>& asked() const { return asked_; }

private:
    std::vector<bool> told_;
    std::vector<RateQuestion> asked_;
};

class Tree {
public:
    explicit Tree(const std::function<void(RateCounter&)>& judge) : judge_(judge) {}

    /// The question behind those answers.
    int node_behind(const std::vector<bool>& told) {  // NOLINT(misc-no-recursion): by most_nodes
        if (asked_.nodes.size() >= most_nodes) {
            asked_.is_whole = false;
            return AskedRates::none;
        }
        ToldRates rates(told);
        judge_(rates);
        if (rates.asked().size() <= told.size()) {
            return AskedRates::none;
        }
        const auto place = asked_.nodes.size();
        asked_.nodes.push_back({rates.asked()[told.size()]});
        auto more = told;
        more.push_back(true);
        const auto if_admitted =
            rates.asked().size() > more.size() ? node_behind(more) : AskedRates::none;
        more.back() = false;
        const auto if_not = node_behind(more);
        asked_.nodes[place].if_admitted = if_admitted;
        asked_.nodes[place].if_not = if_not;
        return static_cast<int>(place);
    }
    [[nodiscard]] AskedRates result() && { return std::move(asked_); }

private:
    const std::function<void(RateCounter&)>& judge_;
    AskedRates asked_{};
};

}  // namespace

AskedRates asked_rates(const std::function<void(RateCounter&)>& judge) {
    Tree tree(judge);
    (void)tree.node_behind({});
    return std::move(tree).result();
}

}  // namespace msa
