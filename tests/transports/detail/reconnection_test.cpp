#include <asyncapi/transports/detail/reconnection.hpp>

#include <doctest/doctest.h>

namespace {

using namespace asyncapi;
using detail::reconnection;
using action = reconnection::action;
using namespace std::chrono_literals;

constexpr backoff_options steady{
    .initial = 100ms, .max = 1s, .factor = 2.0, .jitter = 0.0, .stable_after = 10s};

asyncapi::time_source::time_point at(std::chrono::milliseconds when) {
    return asyncapi::time_source::time_point{when};
}

}  // namespace

TEST_CASE("a client connects, and after a loss waits and connects again") {
    reconnection client{steady, true};
    CHECK(client.start().what == action::connect);
    CHECK(client.state() == connection_state::connecting);
    CHECK(client.opened(at(0ms)).what == action::none);
    CHECK(client.state() == connection_state::connected);

    const auto lost = client.ended(at(5ms), 0);
    CHECK(lost.what == action::wait);
    CHECK(lost.delay == 100ms);
    CHECK(client.state() == connection_state::waiting);
    CHECK(client.waited().what == action::connect);
    CHECK(client.state() == connection_state::connecting);
}

TEST_CASE("waits grow up to the limit, and start over after a connection that lasted") {
    reconnection client{steady, true};
    client.start();
    for (const auto expected : {100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms}) {
        CHECK(client.ended(at(0ms), 0).delay == expected);
        client.waited();
    }

    // A connection that breaks at once is no better than a failed attempt.
    client.opened(at(0s));
    CHECK(client.ended(at(9s), 0).delay == 1000ms);
    client.waited();
    client.opened(at(0s));
    CHECK(client.ended(at(10s), 0).delay == 100ms);
}

TEST_CASE("thousands of failures neither overflow nor end the waiting") {
    reconnection client{steady, true};
    client.start();
    for (int i = 0; i < 5000; ++i) {
        const auto next = client.ended(at(0ms), 0);
        REQUIRE(next.what == action::wait);
        REQUIRE(next.delay <= 1s);
        client.waited();
    }
}

TEST_CASE("jitter takes a share of the wait, from none of it to all") {
    auto options = steady;
    options.jitter = 0.5;
    const reconnection half{options, true};
    CHECK(half.delay(2, 0.0) == 200ms);
    CHECK(half.delay(2, 0.5) == 300ms);
    CHECK(half.delay(2, 1.0) == 400ms);
    options.jitter = 7;
    CHECK(reconnection{options, true}.delay(0, 0.0) == 0ms);
    options.jitter = -1;
    CHECK(reconnection{options, true}.delay(0, 0.0) == 100ms);
}

TEST_CASE("without reconnection the first failure is the end") {
    reconnection never_connected{steady, false};
    never_connected.start();
    CHECK(never_connected.ended(at(0ms), 0).what == action::finish);
    CHECK(never_connected.state() == connection_state::closed);

    reconnection lost{steady, false};
    lost.start();
    lost.opened(at(0ms));
    CHECK(lost.ended(at(0ms), 0).what == action::finish);
}

TEST_CASE("close ends every state, with a closing handshake only when there is a connection") {
    reconnection connecting{steady, true};
    connecting.start();
    CHECK(connecting.close().what == action::finish);
    CHECK(connecting.state() == connection_state::closed);

    reconnection waiting{steady, true};
    waiting.start();
    waiting.ended(at(0ms), 0);
    CHECK(waiting.close().what == action::finish);

    reconnection connected{steady, true};
    connected.start();
    connected.opened(at(0ms));
    CHECK(connected.close().what == action::hang_up);
    CHECK(connected.state() == connection_state::closing);
    CHECK(connected.close().what == action::none);
    CHECK(connected.ended(at(0ms), 0).what == action::finish);
    CHECK(connected.state() == connection_state::closed);
}

TEST_CASE("nothing wakes a closed client, and late news changes nothing") {
    reconnection client{steady, true};
    client.start();
    client.close();
    CHECK(client.waited().what == action::none);
    CHECK(client.opened(at(0ms)).what == action::none);
    CHECK(client.ended(at(0ms), 0).what == action::none);
    CHECK(client.close().what == action::none);
    CHECK(client.state() == connection_state::closed);

    reconnection waiting{steady, true};
    waiting.start();
    waiting.ended(at(0ms), 0);
    CHECK(waiting.opened(at(0ms)).what == action::none);
    CHECK(waiting.ended(at(0ms), 0).what == action::none);
    CHECK(waiting.state() == connection_state::waiting);
}
