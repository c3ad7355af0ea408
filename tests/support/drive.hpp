#pragma once

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>

namespace asyncapi::testing {

/// Runs handlers on this thread until `done()` holds; the condition is looked at before each one.
///
/// \param limit  so generous that only a hang reaches it
/// \return whether `done()` holds; false as well when no work is left that could make it so
inline bool drive_until(boost::asio::io_context& io, const std::function<bool()>& done,
                        std::chrono::seconds limit = std::chrono::seconds{30}) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!done()) {
        io.restart();
        if (io.run_one_until(end) == 0) return done();
    }
    return true;
}

}  // namespace asyncapi::testing
