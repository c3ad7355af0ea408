#pragma once

#include <asyncapi/address.hpp>
#include <asyncapi/transport.hpp>
#include <asyncapi/transports/mqtt/detail/copies.hpp>
#include <asyncapi/transports/mqtt/detail/topics.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::mqtt::detail {

/// What a client wants of its broker: one subscription a topic filter and group, however many
/// consumers share it.
///
/// State only.
class subscriptions {
public:
    using consumer_id = transport_interface::subscription_id;

    struct entry {
        std::uint64_t route = 0;  ///< the subscription identifier
        std::string filter;       ///< without the group
        bool shared = false;
        std::size_t consumers = 0;
        std::optional<std::uint64_t> ticket;  ///< not confirmed yet
        bool asked = false;                   ///< it may have it, in this session
        bool at_broker = false;               ///< it confirmed it in this session
    };

    /// \param full  the filter as the broker gets it, with `$share/group/` where there is a group
    entry& want(const std::string& full, const std::string& filter) {
        auto [at, fresh] = wanted_.try_emplace(full);
        if (fresh) {
            at->second.route = free_route(full);
            routes_.insert(at->second.route);
            forgotten_.erase(full);
            at->second.filter = filter;
            at->second.shared = full.size() != filter.size();
        }
        ++at->second.consumers;
        return at->second;
    }

    void assign(consumer_id consumer, const std::string& full) { of_.emplace(consumer, full); }

    /// \return the broker's filter that nobody wants any more, if so
    std::optional<std::string> leave(consumer_id consumer) {
        const auto of = of_.find(consumer);
        if (of == of_.end()) return {};
        auto full = of->second;
        of_.erase(of);
        const auto at = wanted_.find(full);
        if (at == wanted_.end() || --at->second.consumers > 0) return {};
        if (at->second.asked) forgotten_.insert(full);
        routes_.erase(at->second.route);
        wanted_.erase(at);
        return full;
    }

    /// What the broker may still have and nobody wants.
    const std::set<std::string>& forgotten() const noexcept { return forgotten_; }
    void on_left(const std::string& full) { forgotten_.erase(full); }

    /// The broker knows nothing of what it was asked for.
    void on_new_session() {
        forgotten_.clear();
        for (auto& [full, each] : wanted_) each.asked = each.at_broker = false;
    }

    bool has_route(std::uint64_t route) const { return routes_.contains(route); }

    std::map<std::string, entry>& all() noexcept { return wanted_; }
    const std::map<std::string, entry>& all() const noexcept { return wanted_; }
    entry* find(const std::string& full) {
        const auto at = wanted_.find(full);
        return at == wanted_.end() ? nullptr : &at->second;
    }

    struct choice {
        std::vector<std::uint64_t> routes;  ///< of the subscriptions that a message is for
        bool left_out = false;              ///< they have had it: it is one more copy
    };

    /// \param said  what the broker said; those that are unknown are an earlier program's, and what
    ///              it had is for whom it matches
    /// \param copy, repeated  as `copies::choose` has them
    choice choose(std::vector<std::uint64_t> said, const std::string& address,
                  const std::string& copy, bool repeated = false) {
        std::erase_if(said, [this](std::uint64_t route) { return !has_route(route); });
        if (!said.empty()) return {std::move(said)};
        std::vector<copies::candidate> among;
        for (const auto& [full, each] : wanted_)
            if (filter_has(each.filter, address)) among.push_back({each.route, each.shared});
        if (among.empty()) return {};
        choice made{copies_.choose(copy, among, repeated)};
        made.left_out = made.routes.empty();
        return made;
    }

    /// Whether a group's subscription could not be told from another's at a broker that does not
    /// say which one a message is for.
    bool ambiguous(const std::string& full, const std::string& filter) const {
        for (const auto& [other, each] : wanted_) {
            if (other != full && each.shared && overlap(each.filter, filter)) return true;
        }
        return false;
    }

    /// Whether some topic matches both filters.
    static bool overlap(std::string_view left, std::string_view right) {
        for (;;) {
            const auto mine = take_level(left);
            const auto theirs = take_level(right);
            if (mine == "#" || theirs == "#") return true;
            if (mine != theirs && mine != "+" && theirs != "+") return false;
            // `a/#` has `a` as well.
            if (!left.data()) return !right.data() || right == "#";
            if (!right.data()) return left == "#";
        }
    }

private:
    // A broker keeps subscriptions for the next program of the same client id, and marks what it
    // kept for them with their identifiers: so they follow from the filter.
    std::uint64_t free_route(std::string_view full) const {
        constexpr std::uint32_t most = 268'435'455;  // MQTT 5 section 3.8.2.1.2
        std::uint32_t hash = 2'166'136'261U;         // FNV-1a
        for (const char c : full) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619U;
        std::uint64_t route = hash % most + 1;
        while (routes_.contains(route)) route = route % most + 1;
        return route;
    }

    // What is left has no data after the last level.
    static std::string_view take_level(std::string_view& from) {
        const auto end = from.find('/');
        const auto level = from.substr(0, end);
        from = end == std::string_view::npos ? std::string_view{} : from.substr(end + 1);
        return level;
    }

    std::map<std::string, entry> wanted_;  // by the filter as the broker gets it
    std::map<consumer_id, std::string> of_;
    std::set<std::uint64_t> routes_;
    std::set<std::string> forgotten_;
    copies copies_;
};

}  // namespace asyncapi::mqtt::detail
