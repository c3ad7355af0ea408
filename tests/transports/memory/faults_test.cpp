#include <asyncapi/transports/memory.hpp>
#include <asyncapi/transports/memory/dice.hpp>

#include <support/transport_suite.hpp>

#include <chrono>
#include <set>
#include <string>
#include <vector>

using namespace asyncapi;
using namespace std::chrono_literals;
using asyncapi::testing::listen;
using asyncapi::testing::publish;

namespace {

using payloads = std::vector<std::string>;

struct setup {
    explicit setup(const memory::fault_options& faults,
                   std::optional<std::chrono::nanoseconds> redelivery_timeout = {})
        : broker{{.redelivery_timeout = redelivery_timeout, .time = clock, .faults = faults}} {}

    void run(std::chrono::nanoseconds by = {}) {
        clock->advance(by);
        io.restart();
        io.poll();
    }

    asio::io_context io;
    std::shared_ptr<manual_time> clock = std::make_shared<manual_time>();
    memory::broker broker;
    any_transport wire = memory::transport{io.get_executor(), broker};
};

payloads numbers(int count) {
    payloads all;
    for (int i = 0; i < count; ++i) all.push_back(std::to_string(100 + i));
    return all;
}

struct run_record {
    std::vector<std::string> deliveries;
    memory::broker_statistics statistics;
    friend bool operator==(const run_record&, const run_record&) = default;
};

// Everything that can go wrong goes wrong, to two consumers of a group and one by itself.
run_record eventful_run(std::uint64_t seed) {
    setup s{{.seed = seed,
             .lose_published = 0.1,
             .lose_delivered = 0.2,
             .duplicate = 0.2,
             .reorder = 0.3,
             .delay = 0.3,
             .max_delay = 50ms},
            100ms};
    run_record record;
    const auto consume = [&](const char* name, const subscribe_options& options) {
        auto* const wire = &*s.wire;
        REQUIRE(s.wire->subscribe(
            address_template{"orders/{id}"}, options, [&record, wire, name](delivery arrived) {
                record.deliveries.push_back(name + arrived.address + arrived.payload + "#" +
                                            std::to_string(arrived.attempt));
                if (arrived.payload.back() == '7' && arrived.attempt < 3) {
                    wire->release(arrived.tag);
                } else {
                    wire->acknowledge(arrived.tag);
                }
            }));
    };
    consume("a", {.group = "g", .prefetch = 3});
    consume("b", {.group = "g", .prefetch = 5});
    consume("c", {});
    for (const auto& each : numbers(60)) {
        publish(s.wire, "orders/1", each);
        if (each.back() == '9') s.run(7ms);
    }
    for (int i = 0; i < 100; ++i) s.run(10ms);
    record.statistics = s.broker.statistics();
    CHECK(s.wire->load().queued_messages == 0);
    return record;
}

}  // namespace

TEST_CASE("the same seed gives the same run, another seed another") {
    const auto first = eventful_run(1);
    CHECK((first == eventful_run(1)));
    CHECK_FALSE((first == eventful_run(2)));

    // The run had all that it was asked for.
    CHECK(first.statistics.lost > 0);
    CHECK(first.statistics.withheld > 0);
    CHECK(first.statistics.duplicated > 0);
    CHECK(first.statistics.reordered > 0);
    CHECK(first.statistics.delayed > 0);
    CHECK(first.statistics.redelivered > 0);
    CHECK(first.statistics.abandoned == 0);
}

TEST_CASE("a seed means the same with every standard library") {
    memory::detail::dice dice{{.seed = 42, .lose_published = 0.5, .reorder = 1}};
    std::string seen;
    for (int i = 0; i < 16; ++i) seen += dice.lose_published() ? 'x' : '.';
    for (int i = 0; i < 16; ++i) seen += std::to_string(dice.overtakes(100));
    CHECK(seen == "...x.x.xxxx.....3832555858741224");
}

TEST_CASE("a probability of 0 draws nothing and one of 1 always hits") {
    memory::detail::dice never{{.seed = 1}};
    memory::detail::dice always{{.seed = 1, .lose_published = 1, .duplicate = 7}};
    for (int i = 0; i < 1000; ++i) {
        CHECK_FALSE(never.lose_published());
        CHECK_FALSE(never.duplicate());
        CHECK(never.overtakes(10) == 0);
        CHECK(never.delay().count() == 0);
        CHECK(always.lose_published());
        CHECK(always.duplicate());
    }
}

TEST_CASE("what is lost on its way in is accepted and never arrives") {
    setup s{{.seed = 3, .lose_published = 0.5}};
    const auto first = listen(s.wire, "orders");
    const auto second = listen(s.wire, "orders");
    for (const auto& each : numbers(100)) publish(s.wire, "orders", each);
    s.run();

    const auto lost = s.broker.statistics().lost;
    CHECK(lost > 20);
    CHECK(lost < 80);
    CHECK(first->size() == 100 - lost);
    CHECK((first->payloads() == second->payloads()));
    CHECK(s.broker.statistics().published == 100);
}

TEST_CASE("what is lost at delivery arrives by the redelivery time-out") {
    setup s{{.seed = 4, .lose_delivered = 0.5}, 100ms};
    const auto box = listen(s.wire, "orders", {.prefetch = 5});
    const auto sent = numbers(50);
    for (const auto& each : sent) publish(s.wire, "orders", each);
    s.run();
    CHECK(box->size() < sent.size());

    for (int i = 0; i < 100; ++i) s.run(100ms);

    auto arrived = box->payloads();
    std::ranges::sort(arrived);
    CHECK((arrived == sent));
    CHECK(s.broker.statistics().withheld > 10);
    CHECK(s.wire->load().queued_messages == 0);
}

TEST_CASE("a duplicate is the same message twice, and each is settled by itself") {
    setup s{{.seed = 5, .duplicate = 1}};
    const auto box = listen(s.wire, "orders", {}, false);
    metadata about;
    about.message_id = "m-1";
    publish(s.wire, "orders", "x", about);
    s.run();

    REQUIRE(box->size() == 2);
    CHECK(box->deliveries[1].metadata.message_id == "m-1");
    CHECK(box->deliveries[1].attempt == 1);
    s.wire->acknowledge(box->deliveries[0].tag);
    CHECK(s.wire->load().queued_messages == 1);
    s.wire->acknowledge(box->deliveries[1].tag);
    CHECK(s.wire->load().queued_messages == 0);
}

TEST_CASE("a duplicate that finds no room is not made") {
    asio::io_context io;
    const memory::broker broker{{.max_queued_messages = 3, .faults = {.seed = 5, .duplicate = 1}}};
    const any_transport wire = memory::transport{io.get_executor(), broker};
    const auto box = listen(wire, "orders", {}, false);
    publish(wire, "orders", "1");
    publish(wire, "orders", "2");
    io.poll();
    CHECK((box->payloads() == payloads{"1", "1", "2"}));
}

TEST_CASE("reordered messages all arrive, none further forward than the distance") {
    setup s{{.seed = 6, .reorder = 0.5, .reorder_distance = 3}};
    const auto box = listen(s.wire, "orders");
    const auto sent = numbers(100);
    for (const auto& each : sent) publish(s.wire, "orders", each);
    s.run();

    auto arrived = box->payloads();
    CHECK_FALSE((arrived == sent));
    for (std::size_t i = 0; i < arrived.size(); ++i) {
        const auto place = static_cast<std::size_t>(std::stoi(arrived[i]) - 100);
        CHECK(place <= i + 3);
    }
    std::ranges::sort(arrived);
    CHECK((arrived == sent));
}

TEST_CASE("delayed messages arrive when their time has come, and not later than the longest") {
    setup s{{.seed = 7, .delay = 1, .max_delay = 50ms}};
    const auto box = listen(s.wire, "orders");
    const auto sent = numbers(40);
    for (const auto& each : sent) publish(s.wire, "orders", each);
    s.run();
    CHECK(box->size() == 0);

    s.run(25ms);
    CHECK(box->size() > 5);
    CHECK(box->size() < 35);
    s.run(25ms);
    auto arrived = box->payloads();
    CHECK_FALSE((arrived == sent));
    std::ranges::sort(arrived);
    CHECK((arrived == sent));
}

TEST_CASE("delayed messages of a group survive the member that leaves first") {
    setup s{{.seed = 8, .delay = 1, .max_delay = 50ms}};
    const auto leaving = listen(s.wire, "orders", {.group = "g"});
    const any_transport other = memory::transport{s.io.get_executor(), s.broker};
    const auto staying = listen(other, "orders", {.group = "g"});
    for (const auto& each : numbers(10)) publish(other, "orders", each);

    s.wire->close();
    s.run(50ms);

    CHECK(leaving->size() == 0);
    CHECK(staying->size() == 10);
}

TEST_CASE("delayed messages of a group survive the context of the member that goes first") {
    asio::io_context here;
    const auto clock = std::make_shared<manual_time>();
    const memory::broker broker{
        {.time = clock, .faults = {.seed = 8, .delay = 1, .max_delay = 50ms}}};
    const any_transport staying_wire = memory::transport{here.get_executor(), broker};
    std::shared_ptr<asyncapi::testing::inbox> staying;
    {
        asio::io_context there;
        const any_transport leaving_wire = memory::transport{there.get_executor(), broker};
        const auto leaving = listen(leaving_wire, "orders", {.group = "g"});
        staying = listen(staying_wire, "orders", {.group = "g"});
        for (const auto& each : numbers(10)) publish(staying_wire, "orders", each);
    }

    clock->advance(50ms);
    here.poll();
    CHECK(staying->size() == 10);
}

TEST_CASE("delayed messages count against the queue's limit") {
    asio::io_context io;
    const auto clock = std::make_shared<manual_time>();
    const memory::broker broker{
        {.max_queued_messages = 5, .time = clock, .faults = {.seed = 9, .delay = 1}}};
    const any_transport wire = memory::transport{io.get_executor(), broker};
    const auto box = listen(wire, "orders");
    CHECK(asyncapi::testing::fill(wire, "orders") == 5);
    CHECK(box->size() == 0);
}
