#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <memory>
#include <utility>

namespace asyncapi::detail {

namespace asio = boost::asio;

/// Keeps a loop from sleeping for a while after something came or went: what comes next is found
/// without the system having to wake it up.
class busy_poll : public std::enable_shared_from_this<busy_poll> {
public:
    /// \param period  measured with the system's own clock: it is time of a processor
    busy_poll(asio::any_io_executor executor, std::chrono::microseconds period)
        : executor_{std::move(executor)}, period_{period} {}

    void on_traffic() {
        until_ = clock::now() + period_;
        if (!std::exchange(turning_, true)) turn();
    }

private:
    using clock = std::chrono::steady_clock;

    // A loop that has something to run looks for input, and does not wait for it.
    void turn() {
        asio::post(executor_, [weak = weak_from_this()] {
            const auto self = weak.lock();
            if (!self) return;
            if (clock::now() < self->until_) return self->turn();
            self->turning_ = false;
        });
    }

    const asio::any_io_executor executor_;
    const std::chrono::microseconds period_;
    clock::time_point until_{};
    bool turning_ = false;
};

/// \return nullptr where the period is not positive
inline std::shared_ptr<busy_poll> make_busy_poll(const asio::any_io_executor& executor,
                                                 std::chrono::microseconds period) {
    if (period.count() <= 0) return nullptr;
    return std::make_shared<busy_poll>(executor, period);
}

}  // namespace asyncapi::detail
