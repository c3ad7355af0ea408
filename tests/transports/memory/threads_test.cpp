#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

// Run these under the thread sanitizer: one broker, transports on threads of their own.

using namespace asyncapi;
using namespace std::chrono_literals;

namespace {

// A thread with a context and a transport, all used on that thread only.
class worker {
public:
    explicit worker(const memory::broker& broker)
        : guard_{io_.get_executor()}, wire_{memory::transport{io_.get_executor(), broker}} {}
    ~worker() { stop(); }

    void start() {
        thread_ = std::thread{[this] { io_.run(); }};
    }

    void stop() {
        guard_.reset();
        io_.stop();
        if (thread_.joinable()) thread_.join();
    }

    template <class F>
    void on_thread(F what) {
        asio::post(io_, std::move(what));
    }

    asio::io_context& io() { return io_; }
    const any_transport& wire() { return wire_; }

private:
    asio::io_context io_;
    asio::executor_work_guard<asio::io_context::executor_type> guard_;
    any_transport wire_;
    std::thread thread_;
};

result<void> try_publish(const any_transport& wire, std::string_view address,
                         std::string_view payload) {
    const metadata none;
    return wire->try_publish({.address = address, .payload = payload, .metadata = &none});
}

asio::awaitable<void> publish_numbers(any_transport wire, std::string name, int count) {
    for (int i = 0; i < count;) {
        const auto payload = name + std::to_string(i);
        const auto sent = try_publish(wire, "orders/" + name, payload);
        if (sent) {
            ++i;
            continue;
        }
        if (!(sent.error() == errc::would_block)) co_return;
        auto room = co_await wire->writable({});
        if (!room) co_return;
    }
}

}  // namespace

TEST_CASE("every message arrives once at each queue, whatever threads are at both ends") {
    constexpr int each = 2000;
    constexpr int publishers = 2;
    constexpr std::size_t total = each * publishers;
    const memory::broker broker{{.max_queued_messages = 16, .redelivery_timeout = 1h}};
    worker first{broker};
    worker second{broker};
    worker third{broker};

    // Two plain subscriptions and two members of a group, on three threads.
    struct counter {
        std::vector<std::string> got;
    };
    counter alone_first;
    counter alone_third;
    counter member_second;
    counter member_third;
    std::atomic<std::size_t> handled{0};
    std::promise<void> all_handled;
    const auto consume = [&](worker& at, counter& into, const subscribe_options& options) {
        auto* const transport = &*at.wire();
        const auto id =
            at.wire()->subscribe(address_template{"orders/{name}"}, options,
                                 [&into, &handled, &all_handled, transport](delivery arrived) {
                                     // Some come back once.
                                     if (arrived.attempt == 1 && arrived.payload.back() == '3') {
                                         transport->release(arrived.tag);
                                         return;
                                     }
                                     into.got.push_back(arrived.payload);
                                     transport->acknowledge(arrived.tag);
                                     if (++handled == 3 * total) all_handled.set_value();
                                 });
        CHECK(id);
    };
    consume(first, alone_first, {.prefetch = 3});
    consume(third, alone_third, {});
    consume(second, member_second, {.group = "g", .prefetch = 4});
    consume(third, member_third, {.group = "g", .prefetch = 4});
    asio::co_spawn(first.io(), publish_numbers(first.wire(), "a", each), asio::detached);
    asio::co_spawn(second.io(), publish_numbers(second.wire(), "b", each), asio::detached);

    first.start();
    second.start();
    third.start();
    all_handled.get_future().wait();
    first.stop();
    second.stop();
    third.stop();

    auto shared = member_second.got;
    shared.insert(shared.end(), member_third.got.begin(), member_third.got.end());
    CHECK(shared.size() == total);
    std::ranges::sort(shared);
    std::ranges::sort(alone_first.got);
    std::ranges::sort(alone_third.got);
    CHECK((std::ranges::adjacent_find(shared) == shared.end()));
    CHECK((shared == alone_first.got));
    CHECK((shared == alone_third.got));
    CHECK_FALSE(member_second.got.empty());
    CHECK_FALSE(member_third.got.empty());
    CHECK(broker.statistics().acknowledged == 3 * total);
}

TEST_CASE("consumers may come and go on other threads, and their group loses nothing") {
    constexpr int count = 1000;
    const memory::broker broker{{.max_queued_messages = 32}};
    worker publishing{broker};
    worker steady{broker};
    worker restless{broker};
    std::atomic<int> settled{0};
    std::promise<void> all_settled;

    auto* const steady_wire = &*steady.wire();
    const auto settle = [&settled, &all_settled](transport_interface* at, const delivery& arrived) {
        at->acknowledge(arrived.tag);
        if (++settled == count) all_settled.set_value();
    };
    REQUIRE(steady.wire()->subscribe(
        address_template{"orders/#"}, {.group = "g"},
        [settle, steady_wire](const delivery& arrived) { settle(steady_wire, arrived); }));

    // Takes two, settles one, leaves, comes again.
    auto* const restless_wire = &*restless.wire();
    auto id = std::make_shared<transport_interface::subscription_id>(0);
    auto taken = std::make_shared<int>(0);
    std::function<void()> join = [&, id, taken] {
        const auto joined =
            restless_wire->subscribe(address_template{"orders/#"}, {.group = "g", .prefetch = 8},
                                     [&, id, taken](const delivery& arrived) {
                                         if (++*taken % 2 == 0) {
                                             settle(restless_wire, arrived);
                                             return;
                                         }
                                         if (*taken % 3 != 0) return;
                                         restless_wire->unsubscribe(*id);
                                         restless.on_thread([&join] { join(); });
                                     });
        if (joined) *id = *joined;
    };
    restless.on_thread([&join] { join(); });
    // What it keeps unsettled comes back when it leaves for good.
    std::atomic<bool> published{false};
    const auto publish_all = [&]() -> asio::awaitable<void> {
        auto all = publish_numbers(publishing.wire(), "x", count);
        co_await std::move(all);
        published = true;
        restless.on_thread([restless_wire] { restless_wire->close(); });
    };
    asio::co_spawn(publishing.io(), publish_all(), asio::detached);

    steady.start();
    restless.start();
    publishing.start();
    all_settled.get_future().wait();
    publishing.stop();
    restless.stop();
    steady.stop();

    CHECK(published);
    CHECK(broker.statistics().acknowledged == count);
    CHECK(broker.statistics().abandoned == 0);
}

TEST_CASE("contexts may end while others publish to their transports") {
    const memory::broker broker{
        {.max_queued_messages = 8, .redelivery_timeout = 1ms, .faults = {.delay = 0.2}}};
    std::atomic<bool> done{false};
    std::thread publishing{[&] {
        asio::io_context io;
        const any_transport wire = memory::transport{io.get_executor(), broker};
        while (!done) {
            static_cast<void>(try_publish(wire, "orders", "x"));
            static_cast<void>(wire->load());
            io.poll();
            io.restart();
        }
    }};

    int delivered = 0;
    for (int round = 0; round < 200; ++round) {
        asio::io_context io;
        const any_transport wire = memory::transport{io.get_executor(), broker};
        bool seen = false;
        REQUIRE(wire->subscribe(address_template{"orders"}, {.prefetch = 2}, [&](const delivery&) {
            ++delivered;
            seen = true;
        }));
        // The first delivery may be a delayed one: until then there is an alarm to run.
        const auto guard = asio::make_work_guard(io);
        while (!seen) io.run_one();
    }
    done = true;
    publishing.join();
    CHECK(delivered >= 200);
}

TEST_CASE("a strand of a pool gets its deliveries one at a time") {
    constexpr int count = 500;
    const memory::broker broker;
    asio::thread_pool pool{3};
    const asio::any_io_executor strand = asio::make_strand(pool);
    const any_transport wire = memory::transport{strand, broker};
    std::atomic<int> inside{0};
    std::atomic<int> seen{0};
    std::atomic<bool> overlapped{false};
    std::promise<void> all_seen;
    asio::post(strand, [&] {
        auto* const transport = &*wire;
        const auto id = wire->subscribe(address_template{"orders/#"}, {},
                                        [&, transport](const delivery& arrived) {
                                            if (++inside != 1) overlapped = true;
                                            transport->acknowledge(arrived.tag);
                                            --inside;
                                            if (++seen == count) all_seen.set_value();
                                        });
        CHECK(id);
        asio::co_spawn(strand, publish_numbers(wire, "p", count), asio::detached);
    });

    all_seen.get_future().wait();
    pool.join();
    CHECK_FALSE(overlapped);
    CHECK(seen == count);
}
