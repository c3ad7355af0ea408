#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace asyncapi::mqtt::detail {

/// Packet ids of messages: one that is in use is not given out again.
///
/// State only. Subscriptions have the ids above `last`.
class packet_ids {
public:
    static constexpr std::uint16_t last = 0xBFFF;

    /// \return what `take` will
    std::uint16_t next() const {
        auto id = latest_;
        do {
            id = id == last ? 1 : static_cast<std::uint16_t>(id + 1);
        } while (!used_.empty() && used_[id]);
        return id;
    }

    /// \pre fewer than `last` are in use
    std::uint16_t take() {
        if (used_.empty()) used_.resize(last + std::size_t{1});
        latest_ = next();
        used_[latest_] = true;
        return latest_;
    }

    void give_back(std::uint16_t id) {
        if (id < used_.size()) used_[id] = false;
    }

private:
    std::vector<bool> used_;
    std::uint16_t latest_ = 0;
};

}  // namespace asyncapi::mqtt::detail
