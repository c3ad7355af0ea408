#include <asyncapi/transports/memory.hpp>

#include <support/transport_suite.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

// What is checked here is mostly that the address sanitizer stays silent.

using namespace asyncapi;
using namespace std::chrono_literals;
using asyncapi::testing::fill;
using asyncapi::testing::listen;
using asyncapi::testing::publish;
using asyncapi::testing::start;
using asyncapi::testing::try_publish;

TEST_CASE("a transport ends with its last handle, and what it had goes to others") {
    asio::io_context io;
    const memory::broker broker;
    std::optional<any_transport> leaving = memory::transport{io.get_executor(), broker};
    const any_transport staying = memory::transport{io.get_executor(), broker};
    const auto first = listen(*leaving, "orders", {.group = "g"}, false);
    publish(staying, "orders", "x");
    io.poll();
    REQUIRE(first->size() == 1);
    const auto second = listen(staying, "orders", {.group = "g"});

    leaving.reset();
    io.restart();
    io.poll();

    CHECK(second->size() == 1);
    CHECK(first.use_count() == 1);
}

TEST_CASE("a handler is destroyed by unsubscribe and by close, a running one when it returns") {
    asio::io_context io;
    const any_transport wire = memory::transport{io.get_executor()};
    const auto token = std::make_shared<int>(0);
    const auto idle = wire->subscribe(address_template{"a"}, {}, [token](delivery) {});
    CHECK(token.use_count() == 2);
    wire->unsubscribe(*idle);
    CHECK(token.use_count() == 1);

    auto* const transport = &*wire;
    bool ran = false;
    REQUIRE(wire->subscribe(address_template{"b"}, {}, [token, transport, &ran](delivery) {
        transport->close();
        CHECK(token.use_count() == 2);
        ran = true;
    }));
    publish(wire, "b", "x");
    io.poll();
    CHECK(ran);
    CHECK(token.use_count() == 1);
}

TEST_CASE("the last handle may be dropped from inside a handler") {
    asio::io_context io;
    memory::broker broker;
    auto wire = std::make_shared<any_transport>(memory::transport{io.get_executor(), broker});
    const any_transport publisher = memory::transport{io.get_executor(), broker};
    int seen = 0;
    REQUIRE((*wire)->subscribe(address_template{"orders"}, {}, [&wire, &seen](delivery) {
        ++seen;
        wire.reset();
    }));
    publish(publisher, "orders", "1");
    publish(publisher, "orders", "2");

    io.poll();
    CHECK(seen == 1);
    CHECK_FALSE(wire);
}

TEST_CASE("a handler may own its transport, its broker and itself, until its context goes") {
    const auto token = std::make_shared<int>(0);
    {
        asio::io_context io;
        memory::broker broker;
        any_transport wire = memory::transport{io.get_executor(), broker};
        REQUIRE(
            wire->subscribe(address_template{"orders"}, {}, [token, wire, broker](delivery) {}));
        publish(wire, "orders", "x");
    }
    CHECK(token.use_count() == 1);
}

TEST_CASE("a handler's destruction may call back into the transport") {
    asio::io_context io;
    const any_transport wire = memory::transport{io.get_executor()};
    struct leave_too {
        explicit leave_too(const any_transport& wire)
            : transport{&*wire}, id{listen(wire, "other")->id} {}
        leave_too(leave_too&& other) noexcept
            : transport{std::exchange(other.transport, nullptr)}, id{other.id} {}
        ~leave_too() {
            if (transport == nullptr) return;
            transport->unsubscribe(id);
            transport->close();
        }
        transport_interface* transport;
        transport_interface::subscription_id id;
    };
    const auto id = wire->subscribe(address_template{"orders"}, {},
                                    [guard = leave_too{wire}](const delivery&) {});
    REQUIRE(id);
    wire->unsubscribe(*id);
    CHECK(try_publish(wire, "orders", "x").error() == errc::closed);
}

TEST_CASE("a context may be destroyed with deliveries, waits and alarms pending") {
    const auto clock = std::make_shared<manual_time>();
    for (const bool manual : {true, false}) {
        CAPTURE(manual);
        std::optional<memory::broker> broker;
        std::optional<any_transport> outlives;
        std::optional<any_transport> elsewhere;
        asio::io_context other;
        {
            asio::io_context io;
            memory::broker_options options{.max_queued_messages = 3,
                                           .redelivery_timeout = 1h,
                                           .faults = {.seed = 1, .delay = 0.5, .max_delay = 1h}};
            if (manual) options.time = clock;
            broker.emplace(options);
            outlives = memory::transport{io.get_executor(), *broker};
            elsewhere = memory::transport{other.get_executor(), *broker};
            const auto unsettled = listen(*outlives, "orders", {.group = "g"}, false);
            const auto shared = listen(*elsewhere, "orders", {.group = "g"});
            fill(*outlives, "orders");
            const auto waiting = start(*outlives, (*outlives)->writable({}));
            const auto deadline = (*outlives)->time()->now() + 1h;
            const auto timed = start(*outlives, (*outlives)->writable(deadline));
            io.poll();
            fill(*elsewhere, "orders");
        }
        // The broker lives on without the context.
        other.poll();
        clock->advance(3h);
        static_cast<void>(try_publish(*elsewhere, "orders", "x"));
        CHECK(try_publish(*outlives, "orders", "x").error() == errc::closed);
        CHECK((*outlives)->subscribe(address_template{"a"}, {}, [](delivery) {}).error() ==
              errc::closed);
        (*outlives)->close();
        other.restart();
        other.poll();
    }
}

TEST_CASE("publishing goes on after the context of a subscriber is gone") {
    asio::io_context here;
    const memory::broker broker{{.max_queued_messages = 2}};
    const any_transport publisher = memory::transport{here.get_executor(), broker};
    const auto own = listen(publisher, "orders", {.group = "g"});
    std::optional<any_transport> subscriber;
    {
        asio::io_context there;
        subscriber = memory::transport{there.get_executor(), broker};
        const auto stalled = listen(*subscriber, "orders", {.group = "g"}, false);
        publish(publisher, "orders", "1");
        publish(publisher, "orders", "2");
        there.poll();
        CHECK(stalled->size() == 1);
    }
    here.poll();
    CHECK(own->size() == 2);
    publish(publisher, "orders", "3");
    here.restart();
    here.poll();
    CHECK(own->size() == 3);
}

TEST_CASE("a publisher that waited in a context that is gone is not woken") {
    asio::io_context here;
    const memory::broker broker{{.max_queued_messages = 1}};
    const any_transport subscriber = memory::transport{here.get_executor(), broker};
    const auto stalled = listen(subscriber, "orders", {}, false);
    std::optional<any_transport> publisher;
    {
        asio::io_context there;
        publisher = memory::transport{there.get_executor(), broker};
        fill(*publisher, "orders");
        const auto waiting = start(*publisher, (*publisher)->writable({}));
        there.poll();
        CHECK_FALSE(waiting->outcome);
    }
    here.poll();
    REQUIRE(stalled->size() == 1);
    subscriber->acknowledge(stalled->deliveries[0].tag);
    here.restart();
    here.poll();
}

TEST_CASE("a wait keeps its transport, though every handle is dropped") {
    asio::io_context io;
    const memory::broker broker{{.max_queued_messages = 1}};
    const any_transport subscriber = memory::transport{io.get_executor(), broker};
    const auto stalled = listen(subscriber, "orders", {}, false);
    std::optional<any_transport> publisher = memory::transport{io.get_executor(), broker};
    fill(*publisher, "orders");
    const auto waiting = start(*publisher, (*publisher)->writable({}));
    publisher.reset();
    io.poll();
    REQUIRE(stalled->size() == 1);

    subscriber->acknowledge(stalled->deliveries[0].tag);
    io.restart();
    io.poll();
    CHECK(waiting->succeeded());
}
