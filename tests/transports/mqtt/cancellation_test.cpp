#include <asyncapi/channel.hpp>
#include <asyncapi/requester.hpp>
#include <asyncapi/responder.hpp>
#include <asyncapi/transports/mqtt.hpp>

#include <support/orders.hpp>
#include <support/transport_suite.hpp>
#include "obedient_broker.hpp"
#include "script.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

// Every operation is cancelled, closed and destroyed after each number of handlers that run until
// it is done.

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using asyncapi::any_transport;
using asyncapi::errc;
using asyncapi::result;
using asyncapi::mqtt::connection_state;
using asyncapi::mqtt::qos;
using asyncapi::mqtt::version;
using testing_mqtt::script;

/// More than any operation takes.
constexpr int most_handlers = 200;

struct bench;

/// Something to wait for.
struct operation {
    virtual ~operation() = default;
    /// Calls `bench::start`.
    virtual void begin() = 0;
    /// It ended with an error: takes what it has left to others.
    virtual void make_up() {}
};

struct scenario {
    const char* what;
    std::unique_ptr<operation> (*make)(bench&);
    qos at = qos::at_least_once;
    version as = version::v5;
};

// Operations that are destroyed with their executor let go of it after that.
struct signalling {
    asio::cancellation_signal cancel;
};

struct bench : signalling, script {
    explicit bench(const scenario& which) : made_for{which} {
        connect_again();
        under_test = which.make(*this);
    }

    void connect_again() {
        client.reset();
        auto with = options();
        with.version = made_for.as;
        with.publish_qos = with.subscribe_qos = made_for.at;
        with.limits.max_queued_messages = 4;
        client.emplace(io.get_executor(), with);
    }

    any_transport wire() const { return any_transport{*client}; }

    void connected() {
        REQUIRE(served.run_until([&] { return client->state() == connection_state::connected; }));
    }

    /// Runs so many handlers, or until the operation has ended. \return whether it has
    bool step(int handlers) {
        return served.run_until([&] { return completions > 0; }, handlers);
    }
    bool ends() { return step(testing_mqtt::obedient_broker::many); }

    template <class T>
    void start(asio::awaitable<result<T>> what) {
        completions = 0;
        failure.reset();
        auto work = [](asio::awaitable<result<T>> from, bench& on) -> asio::awaitable<void> {
            auto made = co_await std::move(from);
            if (!made) on.failure = made.error();
            if constexpr (requires { made->acknowledge(); })
                if (made) made->acknowledge();
        };
        asio::co_spawn(io, work(std::move(what), *this),
                       asio::bind_cancellation_slot(cancel.slot(), [this](std::exception_ptr why) {
                           CHECK_FALSE(why);
                           ++completions;
                       }));
    }

    bool is_idle() const {
        const auto load = client->interface()->load();
        return load.queued_messages == 0 && load.queued_bytes == 0 && served.unacknowledged.empty();
    }

    /// Nothing that was accepted was lost, nothing is left, and messages come and go.
    void check_usable() {
        connected();
        const auto box = asyncapi::testing::listen(wire(), "usable");
        asyncapi::testing::publish(wire(), "usable", "still");
        CHECK(served.run_until([&] { return box->size() == 1 && is_idle(); }));
        wire()->unsubscribe(box->id);
        start(wire()->drained({}));
        REQUIRE(ends());
        CHECK_FALSE(failure);

        const auto& counted = client->statistics();
        CHECK(counted.connections == 1);
        CHECK(counted.published == served.published);
        CHECK(counted.acknowledged == (made_for.at == qos::at_most_once ? 0 : served.published));
        CHECK(counted.received == served.delivered);
        CHECK(counted.lost + counted.refused + counted.given_up + counted.protocol_errors == 0);
        CHECK(refusals.empty());
    }

    const scenario made_for;
    testing_mqtt::obedient_broker served{*this, made_for.as, made_for.at};
    int completions = 0;
    std::optional<asyncapi::error> failure;
    std::shared_ptr<void> peer;  ///< who answers, where somebody has to
    std::unique_ptr<operation> under_test;
};

template <class T>
std::unique_ptr<operation> make(bench& on) {
    return std::make_unique<T>(on);
}

struct connecting : operation {
    explicit connecting(bench& where) : on{where} {}
    void begin() override {
        begin_anew();
        on.start(on.client->connected());
    }
    void begin_anew() {
        on.connect_again();
        on.served.published = on.served.delivered = 0;
    }
    bench& on;
};

struct draining_from_the_start final : connecting {
    using connecting::connecting;
    void begin() override {
        begin_anew();
        for (int i = 0; i < 3; ++i) asyncapi::testing::publish(on.wire(), "orders", "early");
        on.start(on.wire()->drained({}));
    }
};

// The others begin with a connection.
struct with_channel : operation {
    explicit with_channel(bench& where) : on{where} {
        on.connected();
        orders.emplace(on.wire(), orders::placed_channel);
    }
    bench& on;
    std::optional<asyncapi::channel<orders::placed>> orders;
};

struct waiting_for_room final : with_channel {
    using with_channel::with_channel;
    void begin() override {
        while (orders->send(orders::valid_order())) {
        }
        on.start(orders->writable());
    }
    void make_up() override {
        on.start(orders->writable());
        REQUIRE(on.ends());
        CHECK_FALSE(on.failure);
    }
};

struct draining final : with_channel {
    using with_channel::with_channel;
    void begin() override {
        for (int i = 0; i < 3; ++i) REQUIRE(orders->send(orders::valid_order()));
        on.start(orders->drained(1s));
    }
};

struct subscribing final : with_channel {
    using with_channel::with_channel;
    void begin() override {
        intake.reset();
        intake.emplace(orders->subscribe());
        on.start(on.wire()->drained({}));
    }
    std::optional<asyncapi::consumer<orders::placed>> intake;
};

struct receiving : with_channel {
    explicit receiving(bench& where) : with_channel{where} {
        asyncapi::consumer_options with;
        with.on_bad_message = asyncapi::bad_message::quarantine;
        with.dead_letter.address = "orders/dead";
        intake.emplace(orders->subscribe(with));
    }
    void begin() override {
        REQUIRE(orders->send(orders::valid_order()));
        on.start(intake->next(1s));
    }
    // The message comes to the next who asks.
    void make_up() override {
        on.start(intake->next(1s));
        REQUIRE(on.ends());
        CHECK_FALSE(on.failure);
    }
    std::optional<asyncapi::consumer<orders::placed>> intake;
};

struct burying final : receiving {
    using receiving::receiving;
    void begin() override {
        asyncapi::testing::publish(on.wire(), "orders/placed", "no order");
        receiving::begin();
    }
};

struct taking final : with_channel {
    struct task {
        asyncapi::consumer<orders::placed> intake;
        int open = 0;
    };

    explicit taking(bench& where)
        : with_channel{where}, mine{std::make_shared<task>(task{orders->subscribe()})} {}
    void begin() override {
        mine->open = 2;
        for (int i = 0; i < mine->open; ++i) REQUIRE(orders->send(orders::valid_order()));
        on.start(take(mine));
    }
    void make_up() override {
        on.start(take(mine));
        REQUIRE(on.ends());
        CHECK_FALSE(on.failure);
    }
    static asio::awaitable<result<void>> take(std::shared_ptr<task> self) {
        while (self->open > 0) {
            const auto asked = co_await asio::this_coro::cancellation_state;
            if (asked.cancelled() != asio::cancellation_type::none) co_return errc::cancelled;
            auto next = self->intake.next();
            auto taken = co_await std::move(next);
            if (!taken) co_return taken.error();
            taken->acknowledge();
            --self->open;
        }
        co_return result<void>{};
    }
    std::shared_ptr<task> mine;
};

struct requesting final : with_channel {
    explicit requesting(bench& where) : with_channel{where} {
        on.peer = std::make_shared<asyncapi::responder<orders::quote_request, orders::quote>>(
            on.wire(), orders::get_quote, [](auto& from) {
                return orders::quote{1, from.payload.request_id};
            });
        asking.emplace(on.wire(), orders::get_quote);
    }
    void begin() override {
        about.request_id = std::to_string(++asked);
        on.start(asking->request(about, 1s));
    }
    int asked = 0;
    orders::quote_request about{.sku = "A-1", .request_id = ""};
    std::optional<asyncapi::requester<orders::quote_request, orders::quote>> asking;
};

const scenario scenarios[] = {
    {"connecting", make<connecting>},
    {"draining from the start", make<draining_from_the_start>},
    {"waiting for room, at least once", make<waiting_for_room>},
    {"waiting for room, exactly once", make<waiting_for_room>, qos::exactly_once},
    {"draining, at most once", make<draining>, qos::at_most_once},
    {"draining, at least once", make<draining>},
    {"draining, exactly once", make<draining>, qos::exactly_once},
    {"subscribing", make<subscribing>},
    {"receiving, at most once", make<receiving>, qos::at_most_once},
    {"receiving, at least once", make<receiving>},
    {"receiving, exactly once", make<receiving>, qos::exactly_once},
    {"receiving after a bad message", make<burying>},
    {"acknowledging, at least once", make<taking>},
    {"acknowledging, exactly once", make<taking>, qos::exactly_once},
    {"requesting, at least once", make<requesting>},
    {"requesting, exactly once", make<requesting>, qos::exactly_once},
    {"requesting, MQTT 3.1.1", make<requesting>, qos::at_least_once, version::v3_1_1},
};

}  // namespace

TEST_CASE("an operation can be cancelled wherever it is suspended, and the client goes on") {
    for (const auto& each : scenarios) {
        CAPTURE(std::string{each.what});
        bench on{each};
        bool cancelled_once = false;
        bool done = false;
        for (int handlers = 0; !done; ++handlers) {
            CAPTURE(handlers);
            REQUIRE(handlers < most_handlers);
            on.under_test->begin();
            done = on.step(handlers);
            on.cancel.emit(asio::cancellation_type::terminal);
            REQUIRE(on.ends());
            CHECK(on.completions == 1);
            if (on.failure) {
                CHECK(*on.failure == errc::cancelled);
                cancelled_once = true;
                on.under_test->make_up();
            }
            on.check_usable();
        }
        CHECK(cancelled_once);
    }
}

TEST_CASE("an operation ends when the client is closed, wherever it is suspended") {
    for (const auto& each : scenarios) {
        CAPTURE(std::string{each.what});
        bool done = false;
        for (int handlers = 0; !done; ++handlers) {
            CAPTURE(handlers);
            REQUIRE(handlers < most_handlers);
            bench on{each};
            on.under_test->begin();
            done = on.step(handlers);
            const bool connected = on.client->state() == connection_state::connected;
            on.client->close();
            REQUIRE(on.ends());
            if (on.failure) CHECK(*on.failure == errc::closed);
            CHECK(on.served.run_until(
                [&] { return on.client->state() == connection_state::closed; }));
            CHECK(on.client->interface()->load().queued_messages == 0);
            CHECK(on.client->interface()->load().queued_bytes == 0);
            const auto counted = on.client->statistics();
            CHECK(counted.published == on.served.published + counted.lost);
            if (connected) CHECK(counted.lost == 0);
        }
    }
}

TEST_CASE("an operation can be destroyed wherever it is suspended") {
    for (const auto& each : scenarios) {
        CAPTURE(std::string{each.what});
        bool done = false;
        for (int handlers = 0; !done; ++handlers) {
            CAPTURE(handlers);
            REQUIRE(handlers < most_handlers);
            bench on{each};
            on.under_test->begin();
            done = on.step(handlers);
            // First the handles, then the executor with what is left of the operation.
        }
    }
}

TEST_CASE("an operation outlives the handles that it was begun with") {
    for (const auto& each : scenarios) {
        CAPTURE(std::string{each.what});
        bool done = false;
        for (int handlers = 0; !done; ++handlers) {
            CAPTURE(handlers);
            REQUIRE(handlers < most_handlers);
            bench on{each};
            on.under_test->begin();
            done = on.step(handlers);
            on.under_test.reset();
            on.client.reset();
            REQUIRE(on.ends());
            if (on.failure) CHECK(*on.failure == errc::closed);
        }
    }
}
