#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

namespace asyncapi::detail {

/// What one consumer has not settled, by sequences that only grow.
///
/// Most of it is settled in that order; what is settled before its turn leaves a gap, and the gaps
/// go once there are many. \tparam Held  has a pointer `message`, which is not null
template <class Held>
class unsettled {
public:
    std::size_t size() const noexcept { return count_; }
    bool empty() const noexcept { return count_ == 0; }

    void add(std::uint64_t sequence, Held held) {
        places_.push_back({sequence, std::move(held)});
        ++count_;
    }

    /// \return nothing where it is settled, or never was here
    std::optional<Held> take(std::uint64_t sequence) {
        auto at = places_.begin();
        if (at != places_.end() && at->sequence != sequence)
            at = std::ranges::lower_bound(places_, sequence, {}, &place::sequence);
        if (at == places_.end() || at->sequence != sequence || !at->held.message) return {};
        std::optional<Held> taken{std::move(at->held)};
        --count_;
        while (!places_.empty() && !places_.front().held.message) places_.pop_front();
        if (places_.size() > 2 * count_ + 16)
            std::erase_if(places_, [](const place& each) { return !each.held.message; });
        return taken;
    }

    const Held& first() const noexcept { return places_.front().held; }
    Held take_first() { return *take(places_.front().sequence); }

private:
    struct place {
        std::uint64_t sequence;
        Held held;  // empty: a gap; never the first
    };

    std::deque<place> places_;
    std::size_t count_ = 0;
};

}  // namespace asyncapi::detail
