#include "support/orders.hpp"
#include "support/run.hpp"

#include <asyncapi/channel.hpp>
#include <asyncapi/requester.hpp>
#include <asyncapi/responder.hpp>
#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace asio = boost::asio;
using asyncapi::errc;
using namespace std::chrono_literals;

namespace {

struct bench {
    asio::io_context context;
    asyncapi::memory::broker broker;
    asyncapi::memory::transport client{context.get_executor(), broker};
    asyncapi::memory::transport server{context.get_executor(), broker};
};

// The same message with a laxer schema: a peer that was built against another contract.
struct lax_request : asyncapi::message_of<orders::no_quote> {
    static constexpr auto name = "QuoteRequest";
};

orders::quote quote_for(const asyncapi::received<orders::quote_request>& request) {
    return {static_cast<double>(request.payload.sku.size()), request.payload.request_id};
}

}  // namespace

TEST_CASE("a request is answered, by a function and by a coroutine") {
    bench on;
    asyncapi::requester quotes{on.client, orders::get_quote};
    std::string correlation;
    SUBCASE("by a function") {
        asyncapi::responder answers{on.server, orders::get_quote, [&](auto& request) {
                                        correlation = request.metadata.correlation_id;
                                        return quote_for(request);
                                    }};
        REQUIRE(answers.status());
        support::run(on.context, [](auto& ask) -> asio::awaitable<void> {
            const orders::quote_request about{"A-77", ""};
            auto quote = co_await ask.request(about, 5s);
            REQUIRE(quote);
            CHECK(quote->payload.price == 4);
            CHECK(quote->metadata.message_name == "Quote");
        }(quotes));
        CHECK_FALSE(correlation.empty());
    }
    SUBCASE("by a coroutine") {
        asyncapi::responder answers{
            on.server, orders::get_quote,
            [](auto& request) -> asio::awaitable<asyncapi::result<orders::quote>> {
                co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
                co_return quote_for(request);
            }};
        support::run(on.context, [](auto& ask) -> asio::awaitable<void> {
            const orders::quote_request about{"A-77", ""};
            auto quote = co_await ask.request(about, 5s);
            REQUIRE(quote);
            CHECK(quote->payload.price == 4);
        }(quotes));
    }
}

TEST_CASE("replies find their requests in any order") {
    bench on;
    for (const auto* operation : {&orders::get_quote, &orders::shared_quote}) {
        asyncapi::requester quotes{on.client, *operation};
        asyncapi::channel_object<orders::quote_request> requests{.address = "quotes/get"};
        asyncapi::channel intake{on.server, requests};
        std::vector<asyncapi::received<orders::quote_request>> held;
        auto taking = intake.subscribe([&](auto& request) { held.push_back(std::move(request)); });

        std::vector<std::string> answered;
        for (const auto* sku : {"A-1", "B-22", "C-333"}) {
            asio::co_spawn(
                on.context,
                [](auto& ask, std::string what, auto& into) -> asio::awaitable<void> {
                    const orders::quote_request about{what, ""};
                    auto quote = co_await ask.request(about, 5s);
                    REQUIRE(quote);
                    into.push_back(what + "=" +
                                   std::to_string(static_cast<int>(quote->payload.price)));
                }(quotes, sku, answered),
                asio::detached);
        }
        for (int i = 0; i < 4; ++i) support::settle(on.context);
        REQUIRE(held.size() == 3);
        for (auto request = held.rbegin(); request != held.rend(); ++request) {
            asyncapi::channel_object<orders::quote> replies{.address =
                                                                request->metadata.reply_address};
            asyncapi::channel reply{on.server, replies};
            REQUIRE(reply.send(quote_for(*request), {.following = request->context()}));
            request->acknowledge();
            for (int i = 0; i < 4; ++i) support::settle(on.context);
        }
        CHECK(answered == std::vector<std::string>{"C-333=5", "B-22=4", "A-1=3"});
    }
}

TEST_CASE("an operation has several replies, and a request that breaks the contract is refused") {
    bench on;
    asyncapi::requester quotes{on.client, orders::try_quote};
    using reply = std::variant<orders::quote, orders::no_quote>;
    asyncapi::responder answers{on.server, orders::try_quote, [](auto& request) -> reply {
                                    if (request.payload.sku == "Z-0")
                                        return orders::no_quote{"not sold"};
                                    return quote_for(request);
                                }};
    support::run(on.context, [](auto& ask) -> asio::awaitable<void> {
        const orders::quote_request sold{"A-1", ""};
        auto first = co_await ask.request(sold, 5s);
        REQUIRE(first);
        CHECK(std::holds_alternative<orders::quote>(first->payload));
        const orders::quote_request not_sold{"Z-0", ""};
        auto second = co_await ask.request(not_sold, 5s);
        REQUIRE(second);
        REQUIRE(second->template get_if<orders::no_quote>());
        CHECK(second->template get_if<orders::no_quote>()->reason == "not sold");
        const orders::quote_request invalid{"nonsense", ""};
        auto third = co_await ask.request(invalid, 5s);
        REQUIRE_FALSE(third);
        CHECK(third.error() == errc::contract_violation);
        CHECK(third.error().where().pointer == "/sku");
    }(quotes));
}

TEST_CASE(
    "a peer's bad request gets the standard error, or the reply that the contract has for it") {
    bench on;
    static constexpr asyncapi::operation_object<lax_request, orders::no_quote> lax{
        .address = "quotes/try"};
    asyncapi::requester wrong{on.client, lax};

    SUBCASE("the standard error") {
        asyncapi::responder answers{
            on.server, orders::try_quote,
            [](auto& request) -> std::variant<orders::quote, orders::no_quote> {
                return quote_for(request);
            }};
        support::run(on.context, [](auto& ask) -> asio::awaitable<void> {
            const orders::no_quote odd{"x"};
            auto reply = co_await ask.request(odd, 5s);
            REQUIRE_FALSE(reply);
            CHECK(reply.error() == errc::rejected);
            CHECK(reply.error().where().message == "QuoteRequest");
            CHECK(reply.error().where().keyword == "required");
        }(wrong));
        CHECK(answers.counters().rejected == 1);
    }
    SUBCASE("a reply of the contract") {
        using reply = std::variant<orders::quote, orders::no_quote>;
        asyncapi::responder answers{
            on.server, orders::try_quote, [](auto& request) -> reply { return quote_for(request); },
            [](const asyncapi::rejection& bad) -> std::optional<reply> {
                return orders::no_quote{"bad request: " + bad.why.where().keyword};
            }};
        support::run(on.context, [](auto& ask) -> asio::awaitable<void> {
            const orders::no_quote odd{"x"};
            auto answer = co_await ask.request(odd, 5s);
            REQUIRE(answer);
            CHECK(answer->payload.reason == "bad request: required");
        }(wrong));
    }
}

TEST_CASE("an error that the handler returns reaches the requester") {
    bench on;
    asyncapi::requester quotes{on.client, orders::get_quote};
    asyncapi::responder answers{on.server, orders::get_quote,
                                [](auto&) -> asyncapi::result<orders::quote> {
                                    return asyncapi::error{errc::unauthorized, "no quotes for you"};
                                }};
    support::run(on.context, [](auto& ask) -> asio::awaitable<void> {
        const orders::quote_request about{"A-1", ""};
        auto quote = co_await ask.request(about, 5s);
        REQUIRE_FALSE(quote);
        CHECK(quote.error() == errc::rejected);
        CHECK(quote.error().detail() == "no quotes for you");
    }(quotes));
}

TEST_CASE("a reply that breaks the contract is an error for both sides, not a wait") {
    bench on;
    asyncapi::requester quotes{on.client, orders::get_quote};
    asyncapi::responder answers{on.server, orders::get_quote, [](auto& request) {
                                    return orders::quote{-1, request.payload.request_id};
                                }};
    support::run(on.context, [](auto& ask) -> asio::awaitable<void> {
        const orders::quote_request about{"A-1", ""};
        auto quote = co_await ask.request(about, 5s);
        REQUIRE_FALSE(quote);
        CHECK(quote.error() == errc::rejected);
        CHECK(quote.error().where().pointer == "/price");
    }(quotes));
}

TEST_CASE("a request nobody answers times out, and its late reply is counted and dropped") {
    bench on;
    asyncapi::requester quotes{on.client, orders::get_quote};
    asyncapi::channel_object<orders::quote_request> requests{.address = "quotes/get"};
    asyncapi::channel intake{on.server, requests};
    std::string reply_address;
    auto taking =
        intake.subscribe([&](auto& request) { reply_address = request.metadata.reply_address; });

    support::run(on.context, [](auto& ask) -> asio::awaitable<void> {
        const orders::quote_request about{"A-1", ""};
        auto quote = co_await ask.request(about, 20ms);
        REQUIRE_FALSE(quote);
        CHECK(quote.error() == errc::timed_out);
    }(quotes));

    asyncapi::channel_object<orders::quote> replies{.address = reply_address};
    asyncapi::channel reply{on.server, replies};
    REQUIRE(reply.send({1, "x"}));
    for (int i = 0; i < 4; ++i) support::settle(on.context);
    CHECK(quotes.counters().unexpected == 1);
    CHECK(quotes.counters().replies == 0);
}

TEST_CASE("requests in flight are bounded, and end with their requester") {
    bench on;
    asyncapi::requester_options two;
    two.max_in_flight = 2;
    auto quotes = std::make_unique<asyncapi::requester<orders::quote_request, orders::quote>>(
        on.client, orders::get_quote, two);
    std::vector<asyncapi::errc> ends;
    for (int i = 0; i < 3; ++i) {
        asio::co_spawn(
            on.context,
            [](auto& ask, auto& into) -> asio::awaitable<void> {
                const orders::quote_request about{"A-1", ""};
                auto quote = co_await ask.request(about, 5s);
                REQUIRE_FALSE(quote);
                for (const auto code : {errc::would_block, errc::closed}) {
                    if (quote.error() == code) into.push_back(code);
                }
            }(*quotes, ends),
            asio::detached);
    }
    support::settle(on.context);
    CHECK(ends == std::vector<errc>{errc::would_block});
    quotes.reset();
    support::settle(on.context);
    CHECK(ends == std::vector<errc>{errc::would_block, errc::closed, errc::closed});
}

TEST_CASE("a request made while handling a message belongs to its conversation") {
    bench on;
    asyncapi::requester quotes{on.server, orders::try_quote};
    std::vector<std::string> seen;
    using reply = std::variant<orders::quote, orders::no_quote>;
    asyncapi::responder answers{on.server, orders::try_quote, [&](auto& request) -> reply {
                                    seen.push_back(request.metadata.correlation_id);
                                    return quote_for(request);
                                }};
    asyncapi::channel placed{on.server, orders::placed_channel};
    bool done = false;
    auto handling = placed.subscribe([&](auto&) -> asio::awaitable<void> {
        const orders::quote_request about{"A-1", ""};
        auto first = co_await quotes.request(about, 5s);
        auto second = co_await quotes.request(about, 5s);
        done = first && second;
    });
    asyncapi::channel outside{on.client, orders::placed_channel};
    REQUIRE(outside.send(orders::valid_order(), {.correlation_id = "c-5"}));
    for (int i = 0; i < 20; ++i) support::settle(on.context);
    CHECK(done);
    CHECK(seen == std::vector<std::string>{"c-5", "c-5"});
}

TEST_CASE("a request ends when it is cancelled and when its transport closes") {
    bench on;
    asyncapi::requester quotes{on.client, orders::get_quote};
    std::vector<errc> ends;
    const auto ask = [&](auto& from) -> asio::awaitable<void> {
        const orders::quote_request about{"A-1", ""};
        auto quote = co_await from.request(about, 1h);
        REQUIRE_FALSE(quote);
        for (const auto code : {errc::cancelled, errc::closed, errc::timed_out}) {
            if (quote.error() == code) ends.push_back(code);
        }
    };
    asio::cancellation_signal stop;
    asio::co_spawn(on.context, ask(quotes),
                   asio::bind_cancellation_slot(stop.slot(), asio::detached));
    asio::co_spawn(on.context, ask(quotes), asio::detached);
    support::settle(on.context);
    CHECK(ends.empty());

    stop.emit(asio::cancellation_type::terminal);
    support::settle(on.context);
    CHECK(ends == std::vector<errc>{errc::cancelled});

    on.client.close();
    support::settle(on.context);
    CHECK(ends == std::vector<errc>{errc::cancelled, errc::closed});
    support::run(on.context, ask(quotes));
    CHECK(ends.back() == errc::closed);
    CHECK(quotes.counters().requests == 3);
}

TEST_CASE("errors go where replies go: to the request's reply address, else the contract's") {
    bench on;
    const asyncapi::any_transport raw = on.client;
    std::vector<asyncapi::delivery> replies;
    REQUIRE(raw->subscribe(asyncapi::address_template{"quotes/replies"}, {},
                           [&](asyncapi::delivery each) { replies.push_back(std::move(each)); }));
    asyncapi::responder answers{
        on.server, orders::shared_quote, [](auto& asked) -> asyncapi::result<orders::quote> {
            if (asked.payload.sku == "A-0") return asyncapi::error{errc::rejected, "not sold"};
            return orders::quote{asked.payload.sku == "A-1" ? -1.0 : 1.0, asked.payload.request_id};
        }};
    for (const auto* text :
         {R"({"sku":"A-2","requestId":"r-1"})", R"({"sku":"A-1","requestId":"r-2"})",
          R"({"sku":"A-0","requestId":"r-3"})", R"({"sku":"bad","requestId":"r-4"})"}) {
        const asyncapi::metadata none;
        REQUIRE(raw->try_publish({"quotes/get", text, &none}));
        for (int i = 0; i < 4; ++i) support::settle(on.context);
    }
    REQUIRE(replies.size() == 4);
    const char* const errors[] = {nullptr, "contract violation", "rejected", "contract violation"};
    for (std::size_t i = 0; i < replies.size(); ++i) {
        CAPTURE(i);
        const auto* error = replies[i].metadata.headers.find(asyncapi::error_header);
        CHECK((error != nullptr) == (errors[i] != nullptr));
        if (error && errors[i]) CHECK(*error == errors[i]);
        CHECK(replies[i].metadata.correlation_id == "r-" + std::to_string(i + 1));
    }
}
