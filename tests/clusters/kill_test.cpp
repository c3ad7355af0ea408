#include <asyncapi/transports/mqtt.hpp>

#include <support/drive.hpp>
#include <support/test_broker.hpp>
#include <support/transport_suite.hpp>

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

// A node of a cluster is killed while messages pass through it. What the environment names the
// cluster by is in support/test_broker.hpp; ASYNCAPI_TEST_MQTT is the version, 3.1.1 or 5. Each
// test case kills a node: start it again, or the cluster, before the next.

namespace {

using namespace asyncapi;
using namespace std::chrono_literals;
using asyncapi::testing::listen;
using asyncapi::testing::try_publish;
using clock = std::chrono::steady_clock;
using mqtt::connection_state;

constexpr std::size_t messages = 5000;
constexpr std::size_t before = 1500;  ///< so many have arrived when the node is killed
constexpr std::size_t ahead = 500;    ///< until then no more are sent than have arrived and these
constexpr auto patience = 120s;       ///< only a hang takes so long

std::string variable(const char* name) {
    const auto* const value = std::getenv(name);
    return value == nullptr ? std::string{} : value;
}

struct cluster {
    ~cluster() { clients.clear(); }

    /// The consumer is at the second node, the publisher at the first; both go round from there.
    mqtt::client& connect(std::size_t node, const std::string& client_id) {
        mqtt::client_options with;
        with.url = nodes.url(node);
        for (std::size_t next = 1; next < 3; ++next)
            with.other_urls.push_back(nodes.url(node + next));
        with.login = {.user_name = nodes.user(), .password = nodes.password()};
        with.client_id = client_id + run;
        with.version =
            variable("ASYNCAPI_TEST_MQTT") == "5" ? mqtt::version::v5 : mqtt::version::v3_1_1;
        with.limits.window_messages = 200;
        with.times.connect_timeout = 5s;
        with.times.keep_alive = 5s;
        with.backoff = {.initial = 100ms, .max = 2s, .jitter = 0.5};
        with.on_state = [client_id](connection_state, const error* why) {
            if (why) MESSAGE(client_id, ": ", why->to_string());
        };
        with.on_refused = [this](const error& why, std::string_view address) {
            refusals.push_back(std::string{address} + ": " + why.to_string());
        };
        return *clients.emplace_back(
            std::make_unique<mqtt::client>(io.get_executor(), std::move(with)));
    }
    void close(mqtt::client& ending) {
        ending.close();
        REQUIRE(run_until([&] { return ending.state() == connection_state::closed; }));
    }
    void kill(std::size_t node) {
        REQUIRE(nodes.processes().size() == 3);
        ::kill(nodes.processes()[node], SIGKILL);
    }

    bool run_until(const std::function<bool()>& done, std::chrono::seconds limit = patience) {
        return testing::drive_until(io, done, limit);
    }
    void settle(const any_transport& wire) {
        const auto drained = testing::start(wire, wire->drained({}));
        REQUIRE(run_until([&] { return drained->outcome.has_value(); }));
        REQUIRE(drained->succeeded());
    }

    asio::io_context io;
    testing::test_broker nodes;
    const std::string run =
        std::to_string(std::chrono::system_clock::now().time_since_epoch() / 1s);
    std::vector<std::unique_ptr<mqtt::client>> clients;
    std::vector<std::string> refusals;
};

/// What arrived, of messages that are numbers.
struct arrivals {
    explicit arrivals(const any_transport& wire) {
        auto* const transport = &*wire;
        REQUIRE(wire->subscribe(address_template{"stream/orders"}, {.prefetch = 50},
                                [this, transport](const delivery& arrived) {
                                    note(arrived);
                                    transport->acknowledge(arrived.tag);
                                }));
    }

    void note(const delivery& arrived) {
        const auto now = clock::now();
        if (last && killed) longest = std::max(longest, now - *last);
        last = now;
        if (arrived.payload == "end") {
            ended = true;
            return;
        }
        const auto number = std::stoul(arrived.payload);
        if (!seen.insert(number).second)
            ++repeated;
        else if (number < *seen.rbegin())
            ++overtaken;
    }

    std::set<std::size_t> seen;
    std::size_t repeated = 0;
    std::size_t overtaken = 0;  // came for the first time after a later one
    bool ended = false;
    bool killed = false;
    std::optional<clock::time_point> last;
    clock::duration longest{0};
};

struct stream {
    std::size_t accepted = 0;
    void pump(const any_transport& wire, std::size_t most) {
        while (accepted < most && try_publish(wire, "stream/orders", std::to_string(accepted)))
            ++accepted;
    }
};

/// Holds what was promised to what came. All were confirmed when this is called.
void judge(cluster& on, const mqtt::client& publisher, const mqtt::client& consumer,
           const arrivals& got) {
    const auto sent = publisher.statistics();
    std::string figures =
        std::to_string(sent.acknowledged) + " acknowledged, " + std::to_string(got.seen.size()) +
        " arrived, " + std::to_string(messages - got.seen.size()) + " lost, " +
        std::to_string(got.repeated) + " twice, " + std::to_string(got.overtaken) + " late; " +
        std::to_string(sent.sent_again) + " sent again; longest silence " +
        std::to_string(got.longest / 1ms) + " ms; connections " + std::to_string(sent.connections) +
        " and " + std::to_string(consumer.statistics().connections);
    MESSAGE("FIGURES ", figures);
    for (const auto& each : on.refusals) CHECK_MESSAGE(false, each);
    CHECK(sent.lost == 0);
    CHECK(sent.acknowledged >= messages);
    CHECK(got.seen.size() == messages);
}

/// Publishes all, kills `victim` when `before` have arrived, and waits for the rest.
void run_stream(std::size_t victim) {
    cluster on;
    auto& consumer = on.connect(1, "consumer");
    const any_transport in{consumer};
    arrivals got{in};
    on.settle(in);
    auto& publisher = on.connect(0, "publisher");
    const any_transport out{publisher};
    stream all;
    REQUIRE(on.run_until([&] {
        all.pump(out, got.seen.size() + ahead);
        return got.seen.size() >= before;
    }));

    on.kill(victim);
    got.killed = true;
    REQUIRE(on.run_until([&] {
        all.pump(out, messages);
        return all.accepted == messages;
    }));
    on.settle(out);
    // What was sent before it has arrived by then, or never will.
    REQUIRE(on.run_until([&] { return consumer.state() == connection_state::connected; }));
    on.settle(in);
    REQUIRE(try_publish(out, "stream/orders", "end"));
    on.settle(out);
    on.run_until([&] { return got.ended && got.seen.size() == messages; });

    judge(on, publisher, consumer, got);
}

}  // namespace

TEST_CASE("the publisher's node is killed in mid-stream") {
    run_stream(0);
}

TEST_CASE("the consumer's node is killed in mid-stream") {
    run_stream(1);
}

TEST_CASE("a third node is killed in mid-stream") {
    run_stream(2);
}

TEST_CASE("the node that a consumer has left is killed while messages wait for it") {
    cluster on;
    auto& first = on.connect(1, "consumer");
    {
        arrivals none{any_transport{first}};
        on.settle(any_transport{first});
        on.close(first);
    }
    auto& publisher = on.connect(0, "publisher");
    const any_transport out{publisher};
    stream all;
    REQUIRE(on.run_until([&] {
        all.pump(out, messages);
        return publisher.statistics().acknowledged >= before;
    }));

    on.kill(1);
    REQUIRE(on.run_until([&] {
        all.pump(out, messages);
        return all.accepted == messages;
    }));
    on.settle(out);
    auto& second = on.connect(2, "consumer");
    const any_transport in{second};
    arrivals got{in};
    on.settle(in);
    REQUIRE(try_publish(out, "stream/orders", "end"));
    on.settle(out);
    on.run_until([&] { return got.ended && got.seen.size() == messages; });

    judge(on, publisher, second, got);
}
