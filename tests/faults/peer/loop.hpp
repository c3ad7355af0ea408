#pragma once

#include <asyncapi/transports/options.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <csignal>
#include <functional>
#include <utility>

namespace faults {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// Does something again and again, at equal distances.
class repeating {
public:
    repeating(asio::io_context& io, std::chrono::microseconds every, std::function<void()> what)
        : timer_{io, std::chrono::steady_clock::now()}, every_{every}, what_{std::move(what)} {
        wait();
    }

private:
    void wait() {
        // Late as it may be, what it is late for is not made up for.
        timer_.expires_at(std::max(timer_.expiry() + every_, std::chrono::steady_clock::now()));
        timer_.async_wait([this](boost::system::error_code code) {
            if (code) return;
            what_();
            wait();
        });
    }

    asio::steady_timer timer_;
    std::chrono::microseconds every_;
    std::function<void()> what_;
};

/// Runs until SIGTERM, which lets `close` begin and gives it so long to end what runs.
inline void run_until_told(asio::io_context& io, const std::function<void()>& close,
                           const std::function<bool()>& closed) {
    asio::signal_set told{io, SIGTERM};
    bool ending = false;
    told.async_wait([&](boost::system::error_code, int) {
        ending = true;
        close();
    });
    while (!ending) io.run_one();
    const auto end = std::chrono::steady_clock::now() + 50s;
    while (!closed() && io.run_one_until(end) != 0) {
    }
}

}  // namespace faults
