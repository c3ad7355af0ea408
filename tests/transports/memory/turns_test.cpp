#include <asyncapi/transports/memory.hpp>

#include <support/transport_suite.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

// Several messages are handed over in one turn of the executor, out of memory that is used again.

using namespace asyncapi;
using asyncapi::testing::listen;
using asyncapi::testing::publish;

namespace {

using payloads = std::vector<std::string>;

payloads numbers(std::size_t count) {
    payloads all;
    for (std::size_t i = 0; i < count; ++i) all.push_back(std::to_string(i));
    return all;
}

struct setup {
    void publish_numbers(std::size_t count) {
        for (const auto& each : numbers(count)) publish(wire, "orders", each);
    }
    void run() {
        io.restart();
        io.poll();
    }

    asio::io_context io;
    memory::broker broker;
    any_transport wire = memory::transport{io.get_executor(), broker};
};

}  // namespace

TEST_CASE("others on the executor have their turn between messages, sooner or later") {
    setup s;
    const auto box = listen(s.wire, "orders", {.prefetch = 1000});
    std::vector<std::size_t> seen_at_turns;
    std::function<void()> turn = [&] {
        seen_at_turns.push_back(box->size());
        if (box->size() < 200) asio::post(s.io, turn);
    };
    s.publish_numbers(200);
    asio::post(s.io, turn);

    s.run();

    CHECK(box->payloads() == numbers(200));
    for (std::size_t i = 1; i < seen_at_turns.size(); ++i) {
        CAPTURE(i);
        CHECK(seen_at_turns[i] - seen_at_turns[i - 1] <= 16);
    }
}

TEST_CASE("a handler that throws loses none of the messages that come after") {
    setup s;
    payloads seen;
    const auto id = s.wire->subscribe(address_template{"orders"}, {}, [&](delivery&& from) {
        seen.push_back(from.payload);
        s.wire->acknowledge(from.tag);
        if (seen.size() % 3 == 0) throw std::runtime_error{"no"};
    });
    REQUIRE(id);
    s.publish_numbers(40);

    int thrown = 0;
    for (int i = 0; i < 100; ++i) {
        try {
            s.run();
        } catch (const std::runtime_error&) {
            ++thrown;
        }
    }

    CHECK(seen == numbers(40));
    CHECK(thrown == 13);
    CHECK(s.broker.statistics().acknowledged == 40);
}

TEST_CASE("a handler that runs the executor gets what comes after, inside") {
    setup s;
    payloads seen;
    std::size_t deepest = 0;
    std::size_t depth = 0;
    const auto id = s.wire->subscribe(address_template{"orders"}, {}, [&](delivery&& from) {
        deepest = std::max(deepest, ++depth);
        const auto before = from.payload;
        seen.push_back(before);
        if (depth < 3) s.io.poll();
        CHECK(from.payload == before);
        s.wire->acknowledge(from.tag);
        --depth;
    });
    REQUIRE(id);
    s.publish_numbers(5);

    s.run();

    CHECK(seen == numbers(5));
    CHECK(deepest == 3);
    CHECK(s.broker.statistics().acknowledged == 5);
}

TEST_CASE("deliveries are whole, whatever was in their memory before") {
    setup s;
    const auto box = listen(s.wire, "#");
    const auto held = listen(s.wire, "#", {.prefetch = 1000}, false);
    std::mt19937 random{7};  // NOLINT: the same run each time
    struct sent_message {
        std::string address;
        std::string payload;
        metadata about;
    };
    std::vector<sent_message> sent;
    for (int i = 0; i < 300; ++i) {
        const auto text = [&] {
            return std::string(random() % 40, static_cast<char>('a' + i % 26));
        };
        sent_message one{"to/" + std::to_string(random() % 1000), text(), {}};
        one.about.message_id = text();
        one.about.correlation_id = text();
        one.about.content_type = text();
        if (i % 3 == 0) one.about.headers.set("note", text());
        if (i % 5 == 0) one.about.trace.tracestate = text();
        if (i % 7 == 0)
            one.about.time = std::chrono::system_clock::time_point{} + std::chrono::seconds{i};
        publish(s.wire, one.address, one.payload, one.about);
        sent.push_back(one);
        if (i % 11 == 0) s.run();
    }
    s.run();

    for (const auto& all : {box->deliveries, held->deliveries}) {
        REQUIRE(all.size() == sent.size());
        for (std::size_t i = 0; i < all.size(); ++i) {
            CAPTURE(i);
            CHECK(all[i].address == sent[i].address);
            CHECK(all[i].payload == sent[i].payload);
            CHECK(all[i].metadata.message_id == sent[i].about.message_id);
            CHECK(all[i].metadata.correlation_id == sent[i].about.correlation_id);
            CHECK(all[i].metadata.content_type == sent[i].about.content_type);
            CHECK(all[i].metadata.trace.tracestate == sent[i].about.trace.tracestate);
            CHECK(all[i].metadata.time == sent[i].about.time);
            CHECK(all[i].metadata.headers == sent[i].about.headers);
        }
    }
}

TEST_CASE("messages are settled in any order, and what is not comes back in its own") {
    setup s;
    auto box = listen(s.wire, "orders", {.prefetch = 1000}, false);
    s.publish_numbers(300);
    s.run();
    REQUIRE(box->size() == 300);
    auto order = box->deliveries;
    std::mt19937 random{7};  // NOLINT: the same run each time
    std::ranges::shuffle(order, random);
    payloads left;
    for (const auto& each : order) {
        if (each.payload.ends_with("7"))
            left.push_back(each.payload);
        else
            s.wire->acknowledge(each.tag);
        s.wire->acknowledge({each.tag.subscription, each.tag.sequence + 1'000});
    }
    for (const auto& each : order)
        if (!each.payload.ends_with("7")) s.wire->release(each.tag);
    CHECK(s.broker.statistics().acknowledged == 270);
    CHECK(s.wire->load().queued_messages == 30);
    box->deliveries.clear();

    for (const auto& each : order) s.wire->release(each.tag);
    s.run();

    std::ranges::sort(left, {}, [](const std::string& each) { return std::stoi(each); });
    CHECK(box->payloads() == left);
}

TEST_CASE("what is abandoned counts no more as load") {
    setup s;
    auto one = listen(s.wire, "orders", {}, false);
    const auto other = listen(s.wire, "orders", {}, false);
    s.publish_numbers(3);
    s.run();

    s.wire->unsubscribe(one->id);
    CHECK(s.wire->load().queued_messages == 3);
    s.wire->unsubscribe(other->id);

    CHECK(s.wire->load().queued_messages == 0);
    CHECK(s.wire->load().queued_bytes == 0);
    CHECK(s.broker.statistics().abandoned == 6);
}
