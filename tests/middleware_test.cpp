#include "support/orders.hpp"
#include "support/run.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/deduplicator.hpp>
#include <asyncapi/middleware.hpp>
#include <asyncapi/requester.hpp>
#include <asyncapi/responder.hpp>
#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

using asyncapi::errc;
using asyncapi::outcome;
using namespace std::chrono_literals;

namespace {

/// Notes what it sees, a line a call.
class notes : public asyncapi::middleware {
public:
    void on_sending(asyncapi::sending_message& message) override {
        lines.push_back("sending " + std::string{message.name} + " to " +
                        std::string{message.address});
        for (const auto& [name, value] : add) message.headers.set(name, value);
        if (!traceparent.empty()) message.trace.traceparent = traceparent;
    }
    void on_sent(const asyncapi::sent_message& message) override {
        lines.push_back("sent on " + std::string{message.channel} + ": " +
                        (message.outcome ? std::to_string(message.payload.size()) + " bytes"
                                         : message.outcome.error().to_string()));
    }
    void on_received(std::string_view channel, const asyncapi::delivery&) override {
        lines.push_back("received on " + std::string{channel});
    }
    void on_accepted(const asyncapi::accepted_message& message) override {
        lines.push_back("accepted " + message.metadata.message_name + " on " +
                        std::string{message.channel});
    }
    void on_rejected(const asyncapi::rejected_message& message) override {
        lines.push_back("rejected: " + message.why.where().keyword);
    }
    void on_settled(const asyncapi::settled_message& message) override {
        static constexpr const char* words[] = {"acknowledged", "released",  "retried",
                                                "given up",     "duplicate", "dead lettered",
                                                "unburied"};
        lines.push_back(words[static_cast<std::size_t>(message.outcome)] +
                        (" after attempt " + std::to_string(message.attempt)));
    }

    std::vector<std::string> take() { return std::exchange(lines, {}); }

    std::vector<std::string> lines;
    asyncapi::header_map add;
    std::string traceparent;
};

/// Throws whatever it is asked.
class broken : public asyncapi::middleware {
public:
    void on_sending(asyncapi::sending_message&) override { throw 1; }
    void on_sent(const asyncapi::sent_message&) override { throw 2; }
    void on_received(std::string_view, const asyncapi::delivery&) override { throw 3; }
    void on_accepted(const asyncapi::accepted_message&) override { throw 4; }
    void on_rejected(const asyncapi::rejected_message&) override { throw 5; }
    void on_settled(const asyncapi::settled_message&) override { throw 6; }
};

struct bench {
    boost::asio::io_context context;
    std::shared_ptr<asyncapi::manual_time> clock = std::make_shared<asyncapi::manual_time>();
    asyncapi::memory::broker broker{{.time = clock}};
    asyncapi::any_transport bare = asyncapi::memory::transport{context.get_executor(), broker};
    std::shared_ptr<notes> seen = std::make_shared<notes>();
    asyncapi::any_transport wire = bare.with(seen);

    void pass(std::chrono::milliseconds by = 0ms) {
        clock->advance(by);
        for (int i = 0; i < 10; ++i) support::settle(context);
    }
};

using lines = std::vector<std::string>;

}  // namespace

TEST_CASE("middleware sees a message on its way out and in, after the checks") {
    bench on;
    asyncapi::channel placed{on.wire, orders::placed_channel};
    const auto work = placed.subscribe([](auto&) {});
    REQUIRE(placed.send(orders::valid_order()));
    on.pass();
    const auto size = asyncapi::to_json(orders::valid_order()).value().size();
    CHECK(on.seen->take() == lines{"sending OrderPlaced to orders/placed",
                                   "sent on orders/placed: " + std::to_string(size) + " bytes",
                                   "received on orders/placed",
                                   "accepted OrderPlaced on orders/placed",
                                   "acknowledged after attempt 1"});

    auto bad = orders::valid_order();
    bad.total = -1;
    CHECK_FALSE(placed.send(bad));
    CHECK(on.seen->take() == lines{"sending OrderPlaced to orders/placed",
                                   "sent on orders/placed: OrderPlaced at /total: contract "
                                   "violation (minimum): -1 is less than the minimum of 0"});
}

TEST_CASE("middleware is told of rejections, retries, dead letters and duplicates") {
    bench on;
    asyncapi::channel placed{on.wire, orders::placed_channel};
    asyncapi::consumer_options options;
    options.on_bad_message = asyncapi::bad_message::quarantine;
    options.retry = asyncapi::retry{.attempts = 2, .initial = 1s};
    options.dead_letter.address = "dead";
    options.deduplicate = std::make_shared<asyncapi::recent_messages>();
    const auto work = placed.subscribe(
        [](auto& order) {
            if (order.metadata.message_id == "a") throw 1;
        },
        options);

    asyncapi::channel quiet{on.bare, orders::placed_channel};
    REQUIRE(quiet.send(orders::valid_order(), {.message_id = "a"}));
    on.pass();
    CHECK(on.seen->take() == lines{"received on orders/placed",
                                   "accepted OrderPlaced on orders/placed",
                                   "retried after attempt 1"});
    on.pass(1s);
    CHECK(on.seen->take() == lines{"received on orders/placed",
                                   "accepted OrderPlaced on orders/placed",
                                   "given up after attempt 2", "dead lettered after attempt 2"});
    for (int i = 0; i < 2; ++i) REQUIRE(quiet.send(orders::valid_order(), {.message_id = "b"}));
    on.pass();
    CHECK(on.seen->take() == lines{"received on orders/placed",
                                   "accepted OrderPlaced on orders/placed",
                                   "acknowledged after attempt 1", "received on orders/placed",
                                   "duplicate after attempt 1"});

    const asyncapi::metadata with;
    asyncapi::outbound raw;
    raw.address = "orders/placed";
    raw.payload = "[]";
    raw.metadata = &with;
    REQUIRE(on.bare->try_publish(raw));
    on.pass();
    CHECK(on.seen->take() ==
          lines{"received on orders/placed", "rejected: type", "dead lettered after attempt 1"});
}

TEST_CASE("what middleware adds to headers is checked with them, and travels") {
    bench on;
    asyncapi::channel audit{on.wire, orders::audit_channel};
    std::vector<asyncapi::metadata> arrived;
    const auto work = audit.subscribe([&](auto& entry) { arrived.push_back(entry.metadata); });
    const asyncapi::send_options to{.parameters = {{"tenant", "acme"}}};

    on.seen->add = {{"tenant", "acme"}, {"priority", "4"}, {"span", "s-1"}};
    on.seen->traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    REQUIRE(audit.send({"login"}, to));
    on.pass();
    REQUIRE(arrived.size() == 1);
    CHECK(*arrived[0].headers.find("span") == "s-1");
    CHECK(arrived[0].trace.traceparent == on.seen->traceparent);

    on.seen->add = {{"priority", "11"}};
    const auto sent = audit.send({"login"}, orders::audit_headers{"acme", 4}, to);
    REQUIRE_FALSE(sent);
    CHECK(sent.error().where().pointer == "/priority");
    CHECK(sent.error().where().keyword == "maximum");
}

TEST_CASE("middleware that throws loses no message, and is counted") {
    bench on;
    const auto bad = std::make_shared<broken>();
    asyncapi::channel placed{on.bare.with(bad).with(on.seen), orders::placed_channel};
    std::size_t handled = 0;
    const auto work = placed.subscribe([&](auto&) { ++handled; });
    REQUIRE(placed.send(orders::valid_order()));
    on.pass();
    CHECK(handled == 1);
    CHECK(on.broker.statistics().acknowledged == 1);
    CHECK(bad->failures() == 5);
    CHECK(on.seen->take().size() == 5);
    CHECK(on.seen->failures() == 0);
}

TEST_CASE("middleware sees requests and replies, each under its operation") {
    bench on;
    const asyncapi::responder answers{on.wire, orders::get_quote, [](auto& asked) {
                                          return orders::quote{19.9, asked.payload.request_id};
                                      }};
    asyncapi::requester quotes{on.wire, orders::get_quote};
    const orders::quote_request about{"A-7", "q-1"};
    support::run(on.context, [](auto& from, auto& request) -> boost::asio::awaitable<void> {
        const auto reply = co_await from.request(request, 2s);
        CHECK(reply);
    }(quotes, about));

    const auto all = on.seen->take();
    REQUIRE(all.size() == 10);
    CHECK(all[0] == "sending QuoteRequest to quotes/get");
    CHECK(all[1].starts_with("sent on quotes/get: "));
    CHECK(all[2] == "received on quotes/get");
    CHECK(all[3] == "accepted QuoteRequest on quotes/get");
    CHECK(all[4].starts_with("sending Quote to _reply/"));
    CHECK(all[5].starts_with("sent on quotes/get: "));
    CHECK(all[6] == "received on quotes/get replies");
    CHECK(all[7] == "acknowledged after attempt 1");
    CHECK(all[8] == "accepted Quote on quotes/get replies");
    CHECK(all[9] == "acknowledged after attempt 1");
}
