#include "support/orders.hpp"
#include "support/transport_suite.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/requester.hpp>
#include <asyncapi/responder.hpp>
#include <asyncapi/transports/memory.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

// Every operation is cancelled, and destroyed, after each number of handlers that it can take.

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr int most_handlers = 40;

struct world {
    explicit world(std::size_t room = 4) {
        options.max_queued_messages = room;
        options.time = time;
    }

    struct outcome {
        int completions = 0;
        std::optional<asyncapi::error> failure;
    };

    /// Begins an operation; `ended` has what became of it.
    template <class T>
    void start(asio::awaitable<asyncapi::result<T>> operation) {
        auto work = [](asio::awaitable<asyncapi::result<T>> what,
                       outcome& into) -> asio::awaitable<void> {
            auto made = co_await std::move(what);
            if (!made) into.failure = made.error();
        };
        asio::co_spawn(*context, work(std::move(operation), ended),
                       asio::bind_cancellation_slot(cancel.slot(), [this](std::exception_ptr why) {
                           CHECK_FALSE(why);
                           ++ended.completions;
                       }));
    }

    void step(int handlers) {
        context->restart();
        for (int i = 0; i < handlers; ++i) context->poll_one();
    }
    void settle() {
        context->restart();
        context->poll();
    }

    outcome ended;
    asio::cancellation_signal cancel;
    std::shared_ptr<asyncapi::manual_time> time = std::make_shared<asyncapi::manual_time>();
    asyncapi::memory::broker_options options;
    std::unique_ptr<asio::io_context> context = std::make_unique<asio::io_context>();
    std::optional<asyncapi::memory::broker> broker;
    std::optional<asyncapi::memory::transport> wire;

    void connect() {
        broker.emplace(options);
        wire.emplace(context->get_executor(), *broker);
    }
};

// A world with an operation under way; what happens `later` lets it succeed.
struct receiving : world {
    receiving() {
        connect();
        out.emplace(*wire, orders::placed_channel);
        intake.emplace(out->subscribe());
        start(intake->next());
    }
    void later() { REQUIRE(out->send(orders::valid_order())); }
    void drop_handle() { intake.reset(); }

    /// Nothing is lost: the message is with who asked for it, or comes to the next who asks.
    void check_nothing_lost() {
        if (!ended.failure) return;
        ended = {};
        start(intake->next());
        settle();
        CHECK(ended.completions == 1);
        CHECK_FALSE(ended.failure);
    }

    std::optional<asyncapi::channel<orders::placed>> out;
    std::optional<asyncapi::consumer<orders::placed>> intake;
};

struct receiving_after_a_bad_message : receiving {
    void later() {
        asyncapi::testing::publish(asyncapi::any_transport{*wire}, "orders/placed", "no order");
        receiving::later();
    }
};

struct requesting : world {
    requesting() : world{64} {
        connect();
        answering.emplace(*wire, orders::get_quote, [](auto& asked) {
            return orders::quote{1, asked.payload.request_id};
        });
        asking.emplace(*wire, orders::get_quote);
        start(asking->request(about, 5s));
    }
    void later() { settle(); }
    void drop_handle() { asking.reset(); }
    void check_nothing_lost() {
        ended = {};
        start(asking->request(about, 5s));
        settle();
        CHECK(ended.completions == 1);
        CHECK_FALSE(ended.failure);
    }

    orders::quote_request about{.sku = "A-1", .request_id = "r-1"};
    std::optional<asyncapi::responder<orders::quote_request, orders::quote>> answering;
    std::optional<asyncapi::requester<orders::quote_request, orders::quote>> asking;
};

struct waiting_for_room : world {
    waiting_for_room() : world{2} {
        connect();
        out.emplace(*wire, orders::placed_channel);
        intake.emplace(out->subscribe(asyncapi::consumer_options{.prefetch = 1}));
        while (out->send(orders::valid_order())) {
        }
        start(out->writable());
    }
    void later() {
        for (int i = 0; i < 2; ++i) {
            asio::co_spawn(*context, take(), [](std::exception_ptr) {});
            settle();
        }
    }
    asio::awaitable<void> take() {
        auto next = intake->next(1s);
        auto taken = co_await std::move(next);
        if (taken) taken->acknowledge();
    }
    void check_nothing_lost() { CHECK(out->send(orders::valid_order())); }

    std::optional<asyncapi::channel<orders::placed>> out;
    std::optional<asyncapi::consumer<orders::placed>> intake;
};

}  // namespace

TEST_CASE_TEMPLATE("an operation can be cancelled wherever it is suspended", World, receiving,
                   receiving_after_a_bad_message, requesting, waiting_for_room) {
    bool cancelled_once = false;
    bool succeeded_once = false;
    for (int handlers = 0; handlers < most_handlers; ++handlers) {
        for (const bool ready : {false, true}) {
            CAPTURE(handlers);
            CAPTURE(ready);
            World on;
            if (ready) on.later();
            on.step(handlers);
            on.cancel.emit(asio::cancellation_type::terminal);
            on.settle();
            REQUIRE(on.ended.completions == 1);
            if (on.ended.failure) {
                CHECK((*on.ended.failure == asyncapi::errc::cancelled));
                cancelled_once = true;
            } else {
                succeeded_once = true;
            }
            if (!ready) on.later();
            on.check_nothing_lost();
        }
    }
    CHECK(cancelled_once);
    CHECK(succeeded_once);
}

TEST_CASE_TEMPLATE("an operation can be destroyed wherever it is suspended", World, receiving,
                   requesting, waiting_for_room) {
    for (int handlers = 0; handlers < most_handlers; ++handlers) {
        for (const bool ready : {false, true}) {
            World on;
            if (ready) on.later();
            on.step(handlers);
            // With the executor, as a program does that ends in the middle.
            on.context.reset();
            CHECK(on.ended.completions <= 1);
        }
        World on;
        on.step(handlers);
        // Before what it works on: the last handle goes first.
        on.wire.reset();
        on.settle();
        CHECK(on.ended.completions <= 1);
    }
}

TEST_CASE_TEMPLATE("an operation ends with what it was begun on, wherever it is suspended", World,
                   receiving, requesting) {
    for (int handlers = 0; handlers < most_handlers; ++handlers) {
        CAPTURE(handlers);
        World on;
        on.step(handlers);
        on.drop_handle();
        on.settle();
        REQUIRE(on.ended.completions == 1);
        if (on.ended.failure) CHECK((*on.ended.failure == asyncapi::errc::closed));
    }
}
