#include "broker_fixture.hpp"

#include <algorithm>
#include <set>

using namespace testing_mqtt;

TYPE_TO_STRING(mqtt_5);
TYPE_TO_STRING(mqtt_3_1_1);

namespace {

// Saves on every change, so that what was acknowledged outlives a kill.
constexpr auto persistent =
    "allow_anonymous true\npersistence true\nautosave_on_changes true\nautosave_interval 1\n";

}  // namespace

TEST_CASE_TEMPLATE("what a program that died had not acknowledged comes again, and only that",
                   Version, mqtt_5, mqtt_3_1_1) {
    bench on;
    auto& sender = on.connect(Version::as);
    auto with = on.options(Version::as, "kitchen");
    {
        auto& first = on.connect(with);
        const any_transport wire{first};
        const auto box = listen(wire, "orders/{id}", {}, false);
        on.settle(wire);
        for (const auto* each : {"1", "2", "3", "4"})
            publish(any_transport{sender}, "orders/" + std::string{each}, each);
        REQUIRE(on.run_until([&] { return box->size() == 4; }));
        wire->acknowledge(box->deliveries[0].tag);
        wire->acknowledge(box->deliveries[1].tag);
        wire->acknowledge(box->deliveries[3].tag);  // waits for the one before it
        on.pass_barrier(any_transport{sender}, wire);
        // The barrier's own acknowledgement waits as well.
        on.destroy(first);
    }

    auto& second = on.make(with);
    const any_transport again{second};
    const auto others = listen(again, "others");
    const auto rest = listen(again, "orders/{id}");
    REQUIRE(on.run_until([&] { return rest->size() == 2; }));
    on.pass_barrier(any_transport{sender}, again);
    CHECK((rest->payloads() == payloads{"3", "4"}));
    for (const auto& each : rest->deliveries) CHECK(each.attempt == 2);
    CHECK(second.statistics().repeated >= 2);
    CHECK(others->size() == 0);
}

TEST_CASE_TEMPLATE("what is retained is marked, for each subscription that begins", Version, mqtt_5,
                   mqtt_3_1_1) {
    bench on;
    auto with = on.options(Version::as);
    with.send = {{.filter = "menu/+", .qos = {}, .retain = true}};
    const any_transport sender{on.connect(with)};
    publish(sender, "menu/today", "soup");
    on.settle(sender);

    auto& receiver = on.connect(Version::as);
    const any_transport wire{receiver};
    const auto one = listen(wire, "menu/{day}");
    REQUIRE(on.run_until([&] { return one->size() == 1; }));
    CHECK(one->deliveries[0].retained);
    CHECK(one->deliveries[0].payload == "soup");
    const auto other = listen(wire, "menu/#");
    REQUIRE(on.run_until([&] { return other->size() == 1; }));
    CHECK(other->deliveries[0].retained);

    one->deliveries.clear();
    publish(sender, "menu/today", "stew");
    REQUIRE(on.run_until([&] { return one->size() >= 1 && other->size() == 2; }));
    CHECK(one->deliveries.back().payload == "stew");
    CHECK_FALSE(one->deliveries.back().retained);
    CHECK_FALSE(other->deliveries.back().retained);
}

TEST_CASE_TEMPLATE("the last will is published when a client is lost, and not when it closes",
                   Version, mqtt_5, mqtt_3_1_1) {
    bench on;
    const any_transport watcher{on.connect(Version::as)};
    const auto box = listen(watcher, "status/{who}");
    on.settle(watcher);
    auto with = on.options(Version::as);
    metadata about;
    about.message_name = "WentAway";
    about.headers.set("why", "lost");
    with.will = mqtt::last_will{
        .address = "status/kitchen", .payload = "gone", .metadata = about, .retain = true};
    on.close(on.connect(with));
    on.pass_barrier(watcher, watcher);
    CHECK(box->size() == 0);
    on.destroy(on.connect(with));
    REQUIRE(on.run_until([&] { return box->size() == 1; }));
    CHECK(box->deliveries[0].payload == "gone");
    CHECK(box->deliveries[0].metadata.message_name == "WentAway");
    CHECK((box->deliveries[0].metadata.headers == about.headers));
    const auto later = listen(watcher, "status/#");
    REQUIRE(on.run_until([&] { return later->size() == 1; }));
    CHECK(later->deliveries[0].retained);
}

TEST_CASE_TEMPLATE("messages sent while the broker is down are sent when it is back, in order",
                   Version, mqtt_5, mqtt_3_1_1) {
    bench on{persistent};
    auto& sender = on.connect(Version::as, "sender");
    auto& receiver = on.connect(Version::as, "receiver");
    const any_transport out{sender};
    const auto box = listen(any_transport{receiver}, "orders");
    on.settle(any_transport{receiver});
    on.broker.stop();
    REQUIRE(on.run_until([&] {
        return sender.state() != connection_state::connected &&
               receiver.state() != connection_state::connected;
    }));
    payloads expected;
    for (int i = 0; i < 500; ++i) {
        expected.push_back(std::to_string(i));
        publish(out, "orders", expected.back());
    }
    on.broker.start();
    REQUIRE(on.run_until([&] { return box->size() == expected.size(); }));
    CHECK((box->payloads() == expected));
    CHECK(sender.statistics().lost == 0);
}

TEST_CASE_TEMPLATE("after a loss each subscription is made again once, where the broker lost it",
                   Version, mqtt_5, mqtt_3_1_1) {
    bool keeps = false;
    SUBCASE("it kept the session") {
        keeps = true;
    }
    SUBCASE("it forgot the session") {}
    bench on{std::string{keeps ? persistent : "allow_anonymous true\n"} +
             "log_type subscribe\nlog_type unsubscribe\nlog_type error\n"};
    auto& receiver = on.connect(Version::as, "receiver");
    const any_transport wire{receiver};
    const auto one = listen(wire, "one");
    const auto two = listen(wire, "one");  // the same filter
    const auto three = listen(wire, "three/{id}");
    on.settle(wire);
    CHECK(bench::count(on.log(), "receiver 1 one") == 1);
    on.broker.stop();
    on.broker.start();
    REQUIRE(on.run_until([&] { return receiver.statistics().connections == 2; }));
    on.pass_barrier(wire, wire);
    const std::size_t expected = keeps ? 1 : 2;
    CHECK(bench::count(on.log(), "receiver 1 one") == expected);
    CHECK(bench::count(on.log(), "receiver 1 three/+") == expected);
    publish(wire, "one", "x");
    CHECK(on.run_until([&] { return one->size() == 1 && two->size() == 1; }));
}

// mosquitto saves after it has acknowledged, so what it acknowledged last can die with it. A
// message that it passes on later shows that the save is done.
TEST_CASE_TEMPLATE("a broker killed again and again loses nothing that it had saved", Version,
                   mqtt_5, mqtt_3_1_1) {
    constexpr std::uint64_t kills = 3;
    constexpr std::uint64_t most = 600;
    bench on{persistent};
    auto with = on.options(Version::as, "sender");
    with.send = {{.filter = "saved", .qos = mqtt::qos::at_most_once}};
    auto& sender = on.connect(with);
    auto& receiver = on.connect(Version::as, "receiver");
    const any_transport out{sender};
    const any_transport in{receiver};
    const auto box = listen(in, "orders");
    const auto ticks = listen(in, "saved");
    on.settle(in);
    std::uint64_t sent = 0;
    const auto send = [&] {
        metadata about;
        about.message_id = "id-" + std::to_string(sent);
        if (testing::try_publish(out, "orders", std::to_string(sent), about)) ++sent;
    };
    std::set<std::uint64_t> may_be_lost;
    for (std::uint64_t kill = 0; kill < kills; ++kill) {
        // Under load: some are on their way in each direction.
        const auto wanted = box->size() + 100;
        const auto ticked = ticks->size();
        std::size_t ticking = ticked;
        REQUIRE(on.run_until([&] {
            const auto saved =
                ticks->size() == 0 ? 0 : std::stoull(ticks->deliveries.back().payload);
            if (sent < saved + 30) send();
            if (ticking == ticks->size()) {
                publish(out, "saved", std::to_string(sender.statistics().acknowledged));
                ++ticking;
            }
            return box->size() >= wanted && ticks->size() > ticked + 1;
        }));
        on.broker.kill();
        REQUIRE(on.run_until([&] {
            return sender.state() != connection_state::connected &&
                   receiver.state() != connection_state::connected;
        }));
        // The broker confirms in order.
        for (auto which = std::stoull(ticks->deliveries.back().payload);
             which < sender.statistics().acknowledged; ++which)
            may_be_lost.insert(which);
        on.broker.start();
        REQUIRE(on.run_until([&] {
            return sender.state() == connection_state::connected &&
                   receiver.state() == connection_state::connected;
        }));
    }
    while (sent < most) send();
    on.settle(out);
    on.pass_barrier(out, in);

    std::set<std::uint64_t> missing;
    for (std::uint64_t i = 0; i < most; ++i) missing.insert(i);
    for (const auto& each : box->deliveries) {
        REQUIRE(each.metadata.message_id == "id-" + each.payload);
        missing.erase(std::stoull(each.payload));
    }
    CAPTURE(missing.size());
    CAPTURE(may_be_lost.size());
    CHECK(std::ranges::includes(may_be_lost, missing));
    CHECK(may_be_lost.size() <= 30 * kills);
    CHECK(sender.statistics().lost <= kills);  // of the ticks
    CHECK(sender.statistics().protocol_errors == 0);
    CHECK(sender.statistics().connections <= kills + 1);
    CHECK(receiver.statistics().connections <= kills + 1);
}

TEST_CASE_TEMPLATE("a client that closes right after it published has published", Version, mqtt_5,
                   mqtt_3_1_1) {
    bench on;
    const any_transport in{on.connect(Version::as)};
    const auto box = listen(in, "orders");
    on.settle(in);
    auto& sender = on.connect(Version::as);
    for (int i = 0; i < 300; ++i) publish(any_transport{sender}, "orders", std::to_string(i));
    on.close(sender);
    CHECK(sender.statistics().acknowledged == 300);
    CHECK(sender.statistics().lost == 0);
    CHECK(on.run_until([&] { return box->size() == 300; }));
}

TEST_CASE("a session lasts as long as was asked for") {
    bench on;
    const any_transport sender{on.connect()};
    for (const auto expiry : {0s, 300s}) {
        CAPTURE(expiry.count());
        auto with = on.options(version::v5, "kitchen-" + std::to_string(expiry.count()));
        with.session_expiry = expiry;
        {
            auto& first = on.connect(with);
            listen(any_transport{first}, "orders");
            on.settle(any_transport{first});
            on.destroy(first);
        }
        on.pass_barrier(sender, sender);
        publish(sender, "orders", "x");
        on.settle(sender);
        auto& second = on.make(with);
        const auto box = listen(any_transport{second}, "orders");
        REQUIRE(on.run_until([&] { return second.state() == connection_state::connected; }));
        on.pass_barrier(sender, any_transport{second});
        CHECK(box->size() == (expiry == 0s ? 0U : 1U));
    }
}

TEST_CASE("a clean start leaves behind what the broker had") {
    bench on;
    auto with = on.options(version::v5, "kitchen");
    auto& first = on.connect(with);
    listen(any_transport{first}, "orders");
    on.settle(any_transport{first});
    on.destroy(first);
    const any_transport sender{on.connect()};
    publish(sender, "orders", "x");
    on.settle(sender);
    with.clean_start = true;
    auto& second = on.make(with);
    const auto box = listen(any_transport{second}, "orders");
    REQUIRE(on.run_until([&] { return second.state() == connection_state::connected; }));
    on.pass_barrier(sender, any_transport{second});
    CHECK(box->size() == 0);
}

TEST_CASE("a message that is too old is not delivered") {
    bench on;
    auto with = on.options(version::v5, "kitchen");
    auto& first = on.connect(with);
    listen(any_transport{first}, "+");
    on.settle(any_transport{first});
    on.destroy(first);

    auto sends = on.options();
    sends.send = {{.filter = "short", .qos = {}, .expires_in = 1s}};
    const any_transport sender{on.connect(sends)};
    publish(sender, "short", "x");
    publish(sender, "long", "y");
    on.settle(sender);
    // The broker counts whole seconds of its own clock; it says itself when they have passed.
    const any_transport clock{on.connect()};
    const auto ticks = listen(clock, "tick/+");
    on.settle(clock);
    const auto begun = std::chrono::steady_clock::now();
    int tick = 0;
    while (std::chrono::steady_clock::now() - begun < 2500ms) {
        publish(clock, "tick/" + std::to_string(tick++), "");
        REQUIRE(on.run_until([&] { return ticks->size() == static_cast<std::size_t>(tick); }));
    }
    auto& second = on.make(with);
    const auto box = listen(any_transport{second}, "+");
    REQUIRE(on.run_until([&] { return box->size() >= 1; }));
    on.pass_barrier(sender, any_transport{second});
    CHECK((box->payloads() == payloads{"y"}));
}

TEST_CASE("two clients of one group share, and the one that stays takes what the other left") {
    bench on;
    const any_transport sender{on.connect()};
    auto& one = on.connect();
    auto& other = on.connect();
    const auto left = listen(any_transport{one}, "orders", {.group = "workers"});
    const auto right = listen(any_transport{other}, "orders", {.group = "workers"});
    on.settle(any_transport{one});
    on.settle(any_transport{other});
    for (int i = 0; i < 100; ++i) publish(sender, "orders", std::to_string(i));
    REQUIRE(on.run_until([&] { return left->size() + right->size() == 100; }));
    CHECK(left->size() > 0);
    CHECK(right->size() > 0);
    on.close(one);
    const auto before = right->size();
    for (int i = 0; i < 10; ++i) publish(sender, "orders", std::to_string(i));
    CHECK(on.run_until([&] { return right->size() == before + 10; }));
    CHECK(left->size() + before == 100);
}

TEST_CASE_TEMPLATE("subscriptions that ended take no place of those that go on", Version, mqtt_5,
                   mqtt_3_1_1) {
    bench on{"allow_anonymous true\nmax_inflight_messages 5\n"};
    const any_transport sender{on.connect(Version::as)};
    const any_transport wire{on.connect(Version::as)};
    const auto news = listen(wire, "news");
    on.settle(wire);
    for (std::size_t round = 1; round <= 3; ++round) {
        const auto box = listen(wire, "orders", {.prefetch = 1}, false);
        on.settle(wire);
        for (int i = 0; i < 4; ++i) publish(sender, "orders", "x");
        REQUIRE(on.run_until([&] { return box->size() == 1; }));
        wire->unsubscribe(box->id);
        publish(sender, "news", "x");
        REQUIRE(on.run_until([&] { return news->size() == round; }));
    }
}

TEST_CASE_TEMPLATE("exactly once: in order, once, both ways", Version, mqtt_5, mqtt_3_1_1) {
    bench on;
    auto with = on.options(Version::as);
    with.publish_qos = mqtt::qos::exactly_once;
    with.subscribe_qos = mqtt::qos::exactly_once;
    auto& sender = on.connect(with);
    const any_transport in{on.connect(with)};
    CHECK(in->get_capabilities().acknowledgement);
    const auto box = listen(in, "orders");
    on.settle(in);
    payloads expected;
    for (int i = 0; i < 200; ++i) {
        expected.push_back(std::to_string(i));
        publish(any_transport{sender}, "orders", expected.back());
    }
    REQUIRE(on.run_until([&] { return box->size() == 200; }));
    on.settle(any_transport{sender});
    CHECK((box->payloads() == expected));
    CHECK(sender.statistics().acknowledged == 200);
}

TEST_CASE("a message larger than the receiver takes is kept from it, and the rest comes") {
    bench on;
    const any_transport sender{on.connect()};
    auto with = on.options();
    with.limits.max_payload_bytes = 64 * 1024;
    auto& receiver = on.connect(with);
    const auto box = listen(any_transport{receiver}, "orders");
    on.settle(any_transport{receiver});
    publish(sender, "orders", std::string(1'000'000, 'x'));
    publish(sender, "orders", "small");
    REQUIRE(on.run_until([&] { return box->size() == 1; }));
    CHECK(box->deliveries[0].payload == "small");
    CHECK(receiver.statistics().connections == 1);
}

TEST_CASE("a message larger than the broker takes is reported, and the rest goes") {
    bench on{"allow_anonymous true\nmax_packet_size 20000\n"};
    auto& sender = on.connect();
    const any_transport wire{sender};
    publish(wire, "orders", std::string(30'000, 'x'));
    publish(wire, "orders", "small");
    on.settle(wire);
    CHECK(on.refusals.size() == 1);
    CHECK(sender.statistics().acknowledged == 1);
    CHECK(sender.statistics().connections == 1);
}
