#pragma once

#include <asyncapi/transports/memory/consumer.hpp>
#include <asyncapi/transports/memory/stored_message.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace asyncapi::memory::detail {

struct queue_limits {
    std::size_t messages;
    std::size_t bytes;
};

// The messages of one subscription, or of one group: state only, guarded by the broker's mutex.
class queue {
public:
    using time_point = time_source::time_point;

    queue(address_template which, std::string group_name, queue_limits limits)
        : filter{std::move(which)}, group{std::move(group_name)}, limits_{limits} {}

    bool has_room(std::size_t bytes) const noexcept {
        return messages_ < limits_.messages && bytes <= limits_.bytes - bytes_;
    }

    /// \param overtakes  how many of the waiting messages come after it
    void push(std::shared_ptr<stored_message> message, std::size_t overtakes) {
        enter(*message);
        waiting_.push_back({std::move(message), ++last_position_});
        // The contents move, the positions stay sorted.
        for (auto at = waiting_.size() - 1; overtakes > 0 && at > 0; --at, --overtakes) {
            std::swap(waiting_[at].message, waiting_[at - 1].message);
            std::swap(waiting_[at].attempts, waiting_[at - 1].attempts);
        }
    }

    void push_later(std::shared_ptr<stored_message> message, time_point when) {
        enter(*message);
        delayed_.emplace(when, std::move(message));
    }

    void promote(time_point now) {
        while (!delayed_.empty() && delayed_.begin()->first <= now) {
            waiting_.push_back({std::move(delayed_.begin()->second), ++last_position_});
            delayed_.erase(delayed_.begin());
        }
    }

    std::optional<time_point> next_promotion() const {
        if (delayed_.empty()) return {};
        return delayed_.begin()->first;
    }

    entry take() {
        auto first = std::move(waiting_.front());
        waiting_.pop_front();
        return first;
    }

    void put_back(entry held) {
        const auto at = std::ranges::upper_bound(waiting_, held.position, {}, &entry::position);
        waiting_.insert(at, std::move(held));
    }

    /// Takes out what waits and what comes later, in no particular order.
    template <class Call>
    void take_all(const Call& call) {
        while (!waiting_.empty()) call(take());
        for (auto& [when, message] : std::exchange(delayed_, {})) call({std::move(message)});
    }

    /// Forgets a message that was taken.
    void settle(const entry& held) noexcept {
        messages_ -= 1;
        bytes_ -= held.message->footprint;
    }

    std::size_t waiting() const noexcept { return waiting_.size(); }
    std::size_t held() const noexcept { return messages_; }

    void join(std::shared_ptr<consumer> member) { members_.push_back(std::move(member)); }

    void leave(const consumer& member) {
        const auto at = std::ranges::find(members_, &member, &std::shared_ptr<consumer>::get);
        if (at == members_.end()) return;
        const auto index = static_cast<std::size_t>(at - members_.begin());
        members_.erase(at);
        if (next_ > index) --next_;
        pulls -= member.pulls;
    }

    const std::vector<std::shared_ptr<consumer>>& members() const noexcept { return members_; }

    /// \return whose turn it is among those that may take one more; nullptr when there is none
    consumer* next_member() noexcept {
        for (std::size_t tried = 0; tried < members_.size(); ++tried) {
            if (next_ >= members_.size()) next_ = 0;
            auto& candidate = *members_[next_++];
            if (candidate.has_credit()) return &candidate;
        }
        return nullptr;
    }

    const address_template filter;
    const std::string group;

    std::size_t pulls = 0;  // of all members
    time_source::ticket alarm;
    std::optional<time_point> alarm_at;

    struct blocked_publisher {
        std::shared_ptr<endpoint> where;
        std::size_t footprint;
    };
    std::vector<blocked_publisher> blocked;

private:
    void enter(const stored_message& message) noexcept {
        messages_ += 1;
        bytes_ += message.footprint;
    }

    queue_limits limits_;
    std::size_t messages_ = 0;
    std::size_t bytes_ = 0;
    std::uint64_t last_position_ = 0;
    std::deque<entry> waiting_;
    std::multimap<time_point, std::shared_ptr<stored_message>> delayed_;
    std::vector<std::shared_ptr<consumer>> members_;
    std::size_t next_ = 0;
};

}  // namespace asyncapi::memory::detail
