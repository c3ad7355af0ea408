#include <asyncapi/deduplicator.hpp>
#include <asyncapi/part_metrics.hpp>
#include <asyncapi/transports/memory.hpp>

#include <doctest/doctest.h>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

using asyncapi::part_metrics;

namespace {

// Of the shapes that the library's own have.
struct client_statistics {
    std::uint64_t connections = 3;
    std::uint64_t sent_again = 4;
    std::uint64_t refused = 5;
    std::uint64_t given_up = 6;
    std::uint64_t expired = 7;
    std::uint64_t lost = 8;
};
struct server_statistics {
    std::size_t connections = 2;
    std::uint64_t opened = 9;
    std::uint64_t refused = 1;
};
struct outbox_counts {
    std::uint64_t waiting = 11;
    std::uint64_t failed = 1;
};
struct relay_counters {
    std::uint64_t sent = 20;
    std::uint64_t failed = 1;
    std::uint64_t expired = 2;
    std::uint64_t repeated = 3;
    std::uint64_t busy = 4;
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("what parts count is exposed by their names, a family once") {
    part_metrics all;
    all.add_transport("broker", client_statistics{});
    all.add_transport("other \"broker\"", client_statistics{.lost = 0});
    all.add_transport("broker", asyncapi::transport_load{12, 3456});
    all.add_outbox("orders", outbox_counts{});
    all.add_relay("orders", relay_counters{});
    const asyncapi::recent_messages known;
    all.add_deduplicator("intake", known);
    const auto text = asyncapi::to_prometheus(all);
    for (const auto* line : {
             "# HELP asyncapi_transport_lost_total Messages that were accepted and not delivered.\n"
             "# TYPE asyncapi_transport_lost_total counter\n"
             "asyncapi_transport_lost_total{transport=\"broker\"} 8\n"
             "asyncapi_transport_lost_total{transport=\"other \\\"broker\\\"\"} 0\n",
             "\nasyncapi_transport_given_up_total{transport=\"broker\"} 6\n",
             "\nasyncapi_transport_expired_total{transport=\"broker\"} 7\n",
             "\nasyncapi_transport_sent_again_total{transport=\"broker\"} 4\n",
             "\nasyncapi_transport_refused_total{transport=\"broker\"} 5\n",
             "\n# TYPE asyncapi_transport_queued_messages gauge\n"
             "asyncapi_transport_queued_messages{transport=\"broker\"} 12\n",
             "\nasyncapi_transport_queued_bytes{transport=\"broker\"} 3456\n",
             "\n# TYPE asyncapi_outbox_waiting gauge\n"
             "asyncapi_outbox_waiting{outbox=\"orders\"} 11\n",
             "\nasyncapi_relay_expired_total{relay=\"orders\"} 2\n",
             "\nasyncapi_deduplicator_forgotten_total{deduplicator=\"intake\"} 0\n",
         }) {
        CAPTURE(line);
        CHECK(has(text, line));
    }
    CHECK(text.starts_with("# HELP asyncapi_transport_connections_total "));
    CHECK_FALSE(has(text, "asyncapi_transport_unheard_total"));
    CHECK(text.back() == '\n');
}

TEST_CASE("a server's connections are those it has, and what it refuses are handshakes") {
    part_metrics all;
    all.add_transport("page", server_statistics{});
    const auto text = asyncapi::to_prometheus(all);
    CHECK(has(text, "\nasyncapi_transport_connections_total{transport=\"page\"} 9\n"));
    CHECK(has(text, "\nasyncapi_transport_open_connections{transport=\"page\"} 2\n"));
    CHECK(has(text, "\nasyncapi_transport_handshakes_refused_total{transport=\"page\"} 1\n"));
    CHECK_FALSE(has(text, "asyncapi_transport_refused_total"));
}

TEST_CASE("a transport without some of the numbers has the others") {
    boost::asio::io_context context;
    asyncapi::memory::broker broker;
    const asyncapi::any_transport wire =
        asyncapi::memory::transport{context.get_executor(), broker};
    part_metrics all;
    all.add_transport("memory", broker.statistics());
    all.add_transport("memory", wire->load());
    CHECK(has(asyncapi::to_prometheus(all),
              "\nasyncapi_transport_acknowledged_total{transport=\"memory\"} 0\n"));
    CHECK(asyncapi::to_prometheus(part_metrics{}).empty());
}
