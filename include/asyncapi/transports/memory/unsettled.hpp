#pragma once

#include <asyncapi/time_source.hpp>
#include <asyncapi/transports/memory/stored_message.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

namespace asyncapi::memory::detail {

// What one consumer has not settled, by sequences that only grow. Most of it is settled in that
// order; what is settled before its turn leaves a gap, and the gaps go once there are many.
class unsettled {
public:
    using time_point = time_source::time_point;

    std::size_t size() const noexcept { return count_; }
    bool empty() const noexcept { return count_ == 0; }

    void add(std::uint64_t sequence, entry held, time_point deadline) {
        places_.push_back({sequence, std::move(held), deadline});
        ++count_;
    }

    /// \return nothing where it is settled, or never was here
    std::optional<entry> take(std::uint64_t sequence) {
        auto at = places_.begin();
        if (at != places_.end() && at->sequence != sequence)
            at = std::ranges::lower_bound(places_, sequence, {}, &place::sequence);
        if (at == places_.end() || at->sequence != sequence || !at->held.message) return {};
        std::optional<entry> taken{std::move(at->held)};
        --count_;
        while (!places_.empty() && !places_.front().held.message) places_.pop_front();
        if (places_.size() > 2 * count_ + 16)
            std::erase_if(places_, [](const place& each) { return !each.held.message; });
        return taken;
    }

    entry take_first() { return *take(places_.front().sequence); }

    /// Sequences and deadlines grow together.
    time_point first_deadline() const noexcept { return places_.front().deadline; }

private:
    struct place {
        std::uint64_t sequence;
        entry held;  // empty: a gap; never the first
        time_point deadline;
    };

    std::deque<place> places_;
    std::size_t count_ = 0;
};

}  // namespace asyncapi::memory::detail
