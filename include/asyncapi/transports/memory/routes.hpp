#pragma once

#include <asyncapi/transports/memory/queue.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi::memory::detail {

inline constexpr std::string_view reply_prefix = "_reply/";

inline std::string reply_root(std::uint64_t transport_id) {
    return std::string{reply_prefix} + std::to_string(transport_id) + "/";
}

// Which queues an address leads to. Guarded by the broker's mutex.
class routes {
public:
    using queue_list = std::vector<std::shared_ptr<queue>>;
    using matches = std::vector<const std::shared_ptr<queue>*>;

    /// \return in the order in which they were made, those with a literal filter first; valid until
    /// the next call or change
    const matches& matching(std::string_view address) {
        found_.clear();
        if (const auto exact = literal_.find(address); exact != literal_.end())
            for (const auto& each : exact->second) found_.push_back(&each);
        // Replies are for the one who waits for them: only filters that spell their root match.
        const bool reply = address.starts_with(reply_prefix);
        for (const auto& candidate : patterns_) {
            if (reply == candidate->filter.text().starts_with(reply_prefix) &&
                candidate->filter.match(address)) {
                found_.push_back(&candidate);
            }
        }
        return found_;
    }

    /// The group's queue, or a new one.
    std::shared_ptr<queue> find_or_add(const address_template& filter, const std::string& group,
                                       queue_limits limits) {
        auto& candidates = filter.concrete() ? literal_[filter.text()] : patterns_;
        if (!group.empty()) {
            for (const auto& each : candidates) {
                if (each->group == group && each->filter.text() == filter.text()) return each;
            }
        }
        return candidates.emplace_back(std::make_shared<queue>(filter, group, limits));
    }

    void remove(const std::shared_ptr<queue>& gone) {
        const auto exact = literal_.find(gone->filter.text());
        if (exact == literal_.end()) {
            std::erase(patterns_, gone);
        } else if (std::erase(exact->second, gone) > 0 && exact->second.empty()) {
            literal_.erase(exact);
        }
    }

private:
    std::map<std::string, queue_list, std::less<>> literal_;
    queue_list patterns_;
    matches found_;
};

}  // namespace asyncapi::memory::detail
