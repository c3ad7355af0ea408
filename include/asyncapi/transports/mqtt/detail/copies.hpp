#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

namespace asyncapi::mqtt::detail {

/// Tells which subscriptions a message is for, where the broker does not say so and can send it
/// once for each of several that overlap.
///
/// The first copy of a message goes to all subscriptions that have no group, the following ones to
/// a group each; more are left out. One that the broker repeats was not acknowledged: nobody knows
/// which it was, so it is for all.
class copies {
public:
    struct candidate {
        std::uint64_t route = 0;
        bool shared = false;
    };

    /// \param key  names the sending of the message; empty: it cannot be told from another
    /// \param repeated  the broker sent this copy before
    /// \return the routes to take; none for a copy that is left out
    std::vector<std::uint64_t> choose(const std::string& key, const std::vector<candidate>& among,
                                      bool repeated = false) {
        std::vector<std::uint64_t> plain;
        std::vector<std::uint64_t> shared;
        for (const auto& each : among) (each.shared ? shared : plain).push_back(each.route);
        if (key.empty() || plain.size() + shared.size() <= 1) return plain.empty() ? shared : plain;
        auto& seen = seen_of(key);
        if (repeated) {
            seen = std::max<std::size_t>(seen, 1);
            plain.insert(plain.end(), shared.begin(), shared.end());
            return plain;
        }
        const auto turn = seen++;
        if (!plain.empty() && turn == 0) return plain;
        const auto which = turn - (plain.empty() ? 0 : 1);
        if (which < shared.size()) return {shared[which]};
        return {};
    }

private:
    static constexpr std::size_t most = 4096;

    std::size_t& seen_of(const std::string& key) {
        const auto [at, fresh] = seen_.try_emplace(key, 0);
        if (fresh) {
            order_.push_back(key);
            if (order_.size() > most) {
                seen_.erase(order_.front());
                order_.pop_front();
            }
        }
        return at->second;
    }

    std::unordered_map<std::string, std::size_t> seen_;
    std::deque<std::string> order_;
};

}  // namespace asyncapi::mqtt::detail
