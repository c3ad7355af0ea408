#include <asyncapi/detail/event.hpp>

#include <doctest/doctest.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>
#include <string>

using namespace asyncapi;
using namespace std::chrono_literals;
using asyncapi::detail::event;

namespace {

struct wait_result {
    std::optional<result<void>> outcome;
    asio::cancellation_signal cancel;

    bool succeeded() const { return outcome && outcome->has_value(); }
    bool failed_with(errc code) const { return outcome && !*outcome && outcome->error() == code; }
    bool pending() const { return !outcome; }
};

struct setup {
    asio::io_context io;
    std::shared_ptr<manual_time> clock = std::make_shared<manual_time>();
    std::optional<event> happened{std::in_place, io.get_executor(), clock};

    std::shared_ptr<wait_result> wait(std::optional<time_source::time_point> deadline = {}) {
        auto waiting = std::make_shared<wait_result>();
        asio::co_spawn(io, happened->wait(deadline),
                       asio::bind_cancellation_slot(
                           waiting->cancel.slot(),
                           [waiting](const std::exception_ptr& thrown, result<void> outcome) {
                               CHECK_FALSE(thrown);
                               waiting->outcome = std::move(outcome);
                           }));
        run();
        return waiting;
    }

    void run() {
        io.restart();
        io.poll();
    }
};

}  // namespace

TEST_CASE("notify_one wakes the one who waits longest") {
    setup s;
    const auto first = s.wait();
    const auto second = s.wait();
    CHECK(s.happened->has_waiters());

    s.happened->notify_one();
    CHECK(first->pending());
    s.run();
    CHECK(first->succeeded());
    CHECK(second->pending());

    s.happened->notify_one();
    s.run();
    CHECK(second->succeeded());
    CHECK_FALSE(s.happened->has_waiters());
}

TEST_CASE("notify_all wakes everyone who waits, and nobody who comes later") {
    setup s;
    const auto first = s.wait();
    const auto second = s.wait();

    s.happened->notify_all();
    s.happened->notify_one();
    const auto later = s.wait();

    CHECK(first->succeeded());
    CHECK(second->succeeded());
    CHECK(later->pending());
}

TEST_CASE("wake_all gives its outcome to everyone who waits") {
    setup s;
    const auto first = s.wait();
    const auto second = s.wait();

    s.happened->wake_all(errc::not_connected);
    s.run();

    CHECK(first->failed_with(errc::not_connected));
    CHECK(second->failed_with(errc::not_connected));
}

TEST_CASE("a wait ends at its deadline and not before") {
    setup s;
    const auto late = s.wait(s.clock->now() + 10ms);
    const auto patient = s.wait();
    const auto passed = s.wait(s.clock->now());
    CHECK(passed->failed_with(errc::timed_out));

    s.clock->advance(9ms);
    s.run();
    CHECK(late->pending());

    s.clock->advance(1ms);
    s.run();
    CHECK(late->failed_with(errc::timed_out));
    CHECK(patient->pending());
}

TEST_CASE("a notification before the deadline wins, though the wait resumes after it") {
    setup s;
    const auto waiting = s.wait(s.clock->now() + 10ms);

    s.happened->notify_all();
    s.clock->advance(10ms);
    s.run();

    CHECK(waiting->succeeded());
}

TEST_CASE("a notification is not lost to a wait that has timed out but not resumed") {
    setup s;
    const auto late = s.wait(s.clock->now() + 10ms);
    const auto patient = s.wait();

    s.clock->advance(10ms);
    // Behind the alarm, before the wait that it ended resumes.
    asio::post(s.io, [&] { s.happened->notify_one(); });
    s.run();

    CHECK(late->failed_with(errc::timed_out));
    CHECK(patient->succeeded());
}

TEST_CASE("a wait can be cancelled without touching another") {
    setup s;
    const auto cancelled = s.wait();
    const auto patient = s.wait();

    cancelled->cancel.emit(asio::cancellation_type::terminal);
    s.run();
    CHECK(cancelled->failed_with(errc::cancelled));
    CHECK(patient->pending());

    s.happened->notify_one();
    s.run();
    CHECK(patient->succeeded());
}

TEST_CASE("a notification is not lost to a wait that was cancelled but not resumed") {
    setup s;
    const auto cancelled = s.wait();
    const auto patient = s.wait();

    cancelled->cancel.emit(asio::cancellation_type::terminal);
    s.happened->notify_one();
    s.run();

    // One of both has it; nobody is told of a cancellation who took it.
    CHECK(cancelled->outcome.has_value());
    CHECK(cancelled->succeeded() != patient->succeeded());
}

TEST_CASE("waits that outlive the event end with closed") {
    setup s;
    const auto waiting = s.wait();

    s.happened.reset();
    s.run();

    CHECK(waiting->failed_with(errc::closed));
}

TEST_CASE("an event moves with those who wait for it") {
    setup s;
    const auto waiting = s.wait();

    event moved{std::move(*s.happened)};
    s.happened.reset();
    s.run();
    CHECK(waiting->pending());
    moved.notify_one();
    s.run();
    CHECK(waiting->succeeded());
}

TEST_CASE("a coroutine may be destroyed while it waits, before the event or after it") {
    const auto clock = std::make_shared<manual_time>();
    const auto abandon = [&](bool event_first) {
        auto io = std::make_unique<asio::io_context>();
        auto happened = std::make_unique<event>(io->get_executor(), clock);
        asio::co_spawn(*io, happened->wait(clock->now() + 10ms),
                       [](const std::exception_ptr&, const result<void>&) {
                           FAIL_CHECK("an abandoned wait completed");
                       });
        io->poll();
        if (event_first) happened.reset();
        io.reset();
        if (happened) {
            CHECK_FALSE(happened->has_waiters());
            happened->notify_all();
        }
    };
    abandon(false);
    abandon(true);
    clock->advance(1s);
}
