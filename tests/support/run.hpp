#pragma once

#include <doctest/doctest.h>
#include "support/drive.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <utility>

namespace support {

namespace asio = boost::asio;

/// Runs a coroutine to its end. One that does not end within the bound is a failed test, not a
/// hang.
inline void run(asio::io_context& context, asio::awaitable<void> work) {
    bool done = false;
    std::exception_ptr thrown;
    asio::co_spawn(context, std::move(work), [&](std::exception_ptr failure) {
        thrown = failure;
        done = true;
    });
    asyncapi::testing::drive_until(context, [&] { return done; });
    if (thrown) std::rethrow_exception(thrown);
    REQUIRE_MESSAGE(done, "the coroutine did not end");
}

/// Runs whatever is ready.
inline void settle(asio::io_context& context) {
    context.restart();
    context.poll();
}

}  // namespace support
