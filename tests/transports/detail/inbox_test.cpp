#include <asyncapi/transports/detail/inbox.hpp>

#include <doctest/doctest.h>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace asyncapi;
using detail::message_source;

struct source final : message_source {
    void on_settled(const std::string& key, bool acknowledged) override {
        settled.emplace_back(key, acknowledged);
    }
    void on_room() override { ++rooms; }

    std::vector<std::pair<std::string, bool>> settled;
    int rooms = 0;
};

using outcomes = std::vector<std::pair<std::string, bool>>;

struct box_fixture {
    ~box_fixture() { box->close(); }

    bool arrive(const char* address, const char* payload, const char* key = "") {
        auto& made = box->arriving();
        made = {};
        made.address = address;
        made.payload = payload;
        return box->deliver(key, *from);
    }

    transport_interface::subscription_id listen(const char* filter, std::size_t prefetch = 64,
                                                const char* group = "") {
        return box->subscribe(address_template{filter}, {.group = group, .prefetch = prefetch},
                              [this](delivery got) { seen.push_back(std::move(got)); });
    }

    void run() {
        io.restart();
        io.poll();
    }

    std::vector<std::string> payloads() const {
        std::vector<std::string> all;
        for (const auto& each : seen) all.push_back(each.payload);
        return all;
    }

    asio::io_context io;
    std::shared_ptr<detail::inbox> box = std::make_shared<detail::inbox>(io.get_executor());
    std::shared_ptr<source> from = std::make_shared<source>();
    std::vector<delivery> seen;
};

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(box_fixture, "the sender hears once, when all that got the message settled it") {
    listen("orders");
    listen("orders");
    listen("orders/#");
    REQUIRE(arrive("orders", "x", "k"));
    CHECK(seen.empty());
    run();
    REQUIRE(seen.size() == 3);
    CHECK(from->settled.empty());
    box->acknowledge(seen[0].tag);
    box->acknowledge(seen[0].tag);
    box->acknowledge(seen[2].tag);
    CHECK(from->settled.empty());
    box->acknowledge(seen[1].tag);
    CHECK((from->settled == outcomes{{"k", true}}));
}

TEST_CASE_FIXTURE(box_fixture, "who does not ask for an acknowledgement gets none") {
    listen("orders");
    REQUIRE(arrive("orders", "x"));
    run();
    box->acknowledge(seen[0].tag);
    CHECK(from->settled.empty());
}

TEST_CASE_FIXTURE(box_fixture, "a message for nobody is not taken") {
    listen("orders");
    CHECK_FALSE(arrive("payments", "x", "k"));
    CHECK(from->waiting_messages == 0);
}

TEST_CASE_FIXTURE(
    box_fixture, "what waits for a consumer counts for its source, what was handed over does not") {
    listen("orders", 2);
    for (int i = 0; i < 5; ++i) REQUIRE(arrive("orders", "four", "k"));
    CHECK(from->waiting_messages == 5);
    CHECK(from->waiting_bytes == 20);
    run();
    CHECK(seen.size() == 2);
    CHECK(from->waiting_messages == 3);
    CHECK(from->rooms == 2);
    box->acknowledge(seen[0].tag);
    run();
    CHECK(seen.size() == 3);
    CHECK(from->waiting_messages == 2);
    CHECK(from->waiting_bytes == 8);
}

TEST_CASE_FIXTURE(box_fixture, "a message in two queues waits until it has left both") {
    listen("orders", 1);
    listen("orders", 2);
    REQUIRE(arrive("orders", "a"));
    REQUIRE(arrive("orders", "b"));
    run();
    CHECK(seen.size() == 3);
    CHECK(from->waiting_messages == 1);
}

TEST_CASE_FIXTURE(box_fixture, "what is released comes again, before what came later") {
    listen("orders", 1);
    arrive("orders", "a", "1");
    arrive("orders", "b", "2");
    run();
    box->release(seen[0].tag);
    run();
    CHECK((payloads() == texts{"a", "a"}));
    CHECK(seen[1].attempt == 2);
    CHECK(from->settled.empty());
    box->acknowledge(seen[1].tag);
    run();
    CHECK((payloads() == texts{"a", "a", "b"}));
}

TEST_CASE_FIXTURE(box_fixture, "the last consumer gives back what it leaves, to the sender") {
    const auto id = listen("orders", 1);
    arrive("orders", "unsettled", "1");
    arrive("orders", "waiting", "2");
    run();
    CHECK(box->unsubscribe(id) == "orders");
    CHECK(from->settled.size() == 2);
    CHECK_FALSE(from->settled[0].second);
    CHECK_FALSE(from->settled[1].second);
    CHECK(from->waiting_messages == 0);
    CHECK(box->unsubscribe(id).empty());
    box->acknowledge(seen[0].tag);
    CHECK(from->settled.size() == 2);
}

TEST_CASE_FIXTURE(box_fixture,
                  "one that gives a message back spoils the acknowledgement of the others") {
    const auto id = listen("orders");
    listen("orders");
    arrive("orders", "x", "k");
    run();
    CHECK(box->unsubscribe(id).empty());
    CHECK(from->settled.empty());
    box->acknowledge(seen[1].tag);
    CHECK((from->settled == outcomes{{"k", false}}));
}

TEST_CASE_FIXTURE(
    box_fixture,
    "another of the group gets what a consumer leaves, and the sender hears of that one") {
    const auto leaving = listen("orders", 64, "workers");
    arrive("orders", "a", "1");
    arrive("orders", "b", "2");
    run();
    REQUIRE(seen.size() == 2);
    listen("orders", 64, "workers");
    CHECK(box->unsubscribe(leaving).empty());
    run();
    REQUIRE((payloads() == texts{"a", "b", "a", "b"}));
    CHECK(seen[2].attempt == 2);
    box->acknowledge(seen[2].tag);
    CHECK((from->settled == outcomes{{"1", true}}));
}

TEST_CASE_FIXTURE(box_fixture, "what is settled out of turn leaves the others as they are") {
    const auto leaving = listen("orders", 64, "workers");
    for (const auto* payload : {"a", "b", "c", "d", "e"}) arrive("orders", payload, payload);
    run();
    REQUIRE(seen.size() == 5);
    for (const auto i : {3U, 1U, 3U}) box->acknowledge(seen[i].tag);
    CHECK((from->settled == outcomes{{"d", true}, {"b", true}}));
    seen.clear();
    listen("orders", 64, "workers");
    box->unsubscribe(leaving);
    run();
    CHECK((payloads() == texts{"a", "c", "e"}));
}

TEST_CASE_FIXTURE(box_fixture, "a message has nothing of one that was there before") {
    listen("orders");
    auto& first = box->arriving();
    first.address = "orders";
    first.payload = "a payload that needs memory of its own";
    first.metadata.headers.set("name", "value");
    REQUIRE(box->deliver("key", *from));
    run();
    box->acknowledge(seen[0].tag);
    REQUIRE(arrive("orders", "x"));
    run();
    REQUIRE(seen.size() == 2);
    CHECK(seen[1].payload == "x");
    CHECK(seen[1].metadata.headers.empty());
    box->acknowledge(seen[1].tag);
    CHECK((from->settled == outcomes{{"key", true}}));
}

TEST_CASE_FIXTURE(box_fixture, "one busy queue does not keep the others waiting") {
    std::size_t busy = 0;
    box->subscribe(address_template{"busy"}, {.prefetch = 10'000},
                   [&](const delivery&) { ++busy; });
    listen("quiet");
    for (int i = 0; i < 5'000; ++i) arrive("busy", "x");
    arrive("quiet", "x");
    std::size_t turns = 0;
    while (seen.empty() && turns < 10) {
        io.restart();
        io.poll_one();
        ++turns;
    }
    CHECK(turns <= 2);
    CHECK(busy < 5'000);
    run();
    CHECK(busy == 5'000);
}

TEST_CASE_FIXTURE(box_fixture,
                  "what came from a connection that has gone is still delivered, within a bound") {
    const auto id = listen("orders", 1);
    for (int i = 0; i < 10; ++i) arrive("orders", "x", "k");
    from.reset();
    CHECK(box->trim_orphans(20) == 0);
    CHECK(box->trim_orphans(4) == 6);
    run();
    std::size_t settled = 0;
    while (settled < seen.size()) {
        box->acknowledge(seen[settled++].tag);
        run();
    }
    CHECK(seen.size() == 4);
    box->unsubscribe(id);
}

TEST_CASE_FIXTURE(box_fixture,
                  "a handler may close the box that calls it, and is destroyed afterwards") {
    auto alive = std::make_shared<int>(0);
    const std::weak_ptr<int> watch = alive;
    bool was_alive = false;
    box->subscribe(address_template{"orders"}, {},
                   [this, &was_alive, &watch, held = std::move(alive)](const delivery&) {
                       box->close();
                       was_alive = !watch.expired();
                   });
    arrive("orders", "a");
    arrive("orders", "b");
    run();
    CHECK(was_alive);
    CHECK(watch.expired());
}

TEST_CASE_FIXTURE(box_fixture, "filters are counted by their text") {
    const auto first = listen("a");
    const auto second = listen("a");
    const auto grouped = listen("a", 1, "g");
    const auto other = listen("b");
    CHECK(box->filters().size() == 2);
    CHECK(box->unsubscribe(first).empty());
    CHECK(box->unsubscribe(grouped).empty());
    CHECK(box->has_filter("a"));
    CHECK(box->unsubscribe(second) == "a");
    CHECK_FALSE(box->has_filter("a"));
    CHECK(box->unsubscribe(other) == "b");
}

TEST_CASE_FIXTURE(box_fixture, "replies match only filters that spell them out") {
    listen("#");
    listen("_reply/+/x");
    arrive("_reply/abc/x", "reply");
    arrive("orders", "order");
    run();
    auto all = payloads();
    std::ranges::sort(all);
    CHECK((all == texts{"order", "reply"}));
}
