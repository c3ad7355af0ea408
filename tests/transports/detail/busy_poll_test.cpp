#include <asyncapi/transports/detail/busy_poll.hpp>

#include <doctest/doctest.h>
#include <boost/asio/io_context.hpp>

namespace {

using namespace asyncapi::detail;
using namespace std::chrono_literals;

// A loop that sleeps has nothing to run.
int turns(asio::io_context& io, int most) {
    int ran = 0;
    io.restart();
    while (ran < most && io.poll_one() > 0) ++ran;
    return ran;
}

}  // namespace

TEST_CASE("a loop goes on turning after something came or went") {
    asio::io_context io;
    const auto poll = make_busy_poll(io.get_executor(), 1h);
    CHECK(turns(io, 10) == 0);
    poll->on_traffic();
    poll->on_traffic();
    CHECK(turns(io, 10) == 10);
}

TEST_CASE("it sleeps again after a while, and turns again after the next") {
    asio::io_context io;
    const auto poll = make_busy_poll(io.get_executor(), 1ms);
    for (int i = 0; i < 3; ++i) {
        poll->on_traffic();
        io.restart();
        CHECK(io.run() > 0);  // returns when nothing is left
    }
}

TEST_CASE("it does not turn for what has ended") {
    asio::io_context io;
    auto poll = make_busy_poll(io.get_executor(), 1h);
    poll->on_traffic();
    CHECK(turns(io, 2) == 2);
    poll.reset();
    CHECK(turns(io, 10) == 1);
    CHECK(turns(io, 10) == 0);
}

TEST_CASE("a loop may end while it turns") {
    auto io = std::make_unique<asio::io_context>();
    const auto poll = make_busy_poll(io->get_executor(), 1h);
    poll->on_traffic();
    CHECK(turns(*io, 2) == 2);
    io.reset();
}

TEST_CASE("no period, no turns") {
    asio::io_context io;
    CHECK(make_busy_poll(io.get_executor(), 0us) == nullptr);
    CHECK(make_busy_poll(io.get_executor(), -1us) == nullptr);
}
