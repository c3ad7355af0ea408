#include <asyncapi/transports/websocket/detail/connection.hpp>

#include <doctest/doctest.h>
#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace asyncapi;
using namespace asyncapi::websocket;
using namespace asyncapi::websocket::detail;
using namespace std::chrono_literals;

// Does what it is told, and remembers it.
struct scripted_stream final : message_stream {
    void read() override { ++reads; }
    bool ready() const noexcept override { return room > 0; }
    void write(const outgoing& message) override {
        auto& text = written.emplace_back();
        for (const auto part : message.parts) text += part;
        --room;
    }
    void ping() override { ++pings; }
    void close(const close_reason& reason) override { closes.push_back(reason.code); }
    void abort() noexcept override { aborted = true; }
    bool flushed() const noexcept override { return true; }
    std::uint64_t bytes_received() const noexcept override { return received; }

    int reads = 0;
    int pings = 0;
    int room = 1'000;
    std::vector<std::string> written;
    std::vector<int> closes;
    bool aborted = false;
    std::uint64_t received = 0;
};

struct scripted_connection final : connection {
    using connection::adopt;
    using connection::connection;
    using connection::count_protocol_error;
    using connection::end_after;

    void opened(std::string_view) override {}
    void received(std::string_view frame, bool) override { frames.emplace_back(frame); }
    void handle_arrived() override {}
    void moved() override {}
    void cut_off() override { was_cut_off = true; }
    void ended(const close_reason& reason, const error& why) override {
        ends.emplace_back(reason.code, why);
    }

    std::vector<std::string> frames;
    std::vector<std::pair<int, error>> ends;
    bool was_cut_off = false;
};

struct connection_fixture {
    connection_fixture() {
        link->adopt(stream);
        link->end_after(10s, errc::timed_out);
    }

    void open() { link->on_open(""); }
    void pass(std::chrono::milliseconds by) {
        time->advance(by);
        io.restart();
        io.poll();
    }
    void add(const char* id, bool acknowledged = true) {
        encoded_message made;
        made.header = "{";
        made.id = id;
        made.payload = id;
        messages->add(std::make_shared<const encoded_message>(made), acknowledged, ++ticket);
    }

    asio::io_context io;
    std::shared_ptr<manual_time> time = std::make_shared<manual_time>();
    std::shared_ptr<outbox> messages =
        std::make_shared<outbox>(connection_limits{.window_messages = 2});
    std::shared_ptr<scripted_stream> stream = std::make_shared<scripted_stream>();
    std::shared_ptr<scripted_connection> link =
        std::make_shared<scripted_connection>(connection::surroundings{
            io.get_executor(),
            time,
            {.max_held_messages = 2, .max_held_bytes = 100, .max_protocol_errors = 3},
            {.handshake_timeout = 10s,
             .ping_interval = 20s,
             .idle_timeout = 60s,
             .close_timeout = 5s},
            messages});
    std::uint64_t ticket = 0;
};

}  // namespace

TEST_CASE_FIXTURE(connection_fixture, "a handshake that takes too long ends the connection") {
    pass(9'999ms);
    CHECK(link->ends.empty());
    pass(1ms);
    REQUIRE(link->ends.size() == 1);
    CHECK(link->ends[0].second == errc::timed_out);
    CHECK(stream->aborted);
}

TEST_CASE_FIXTURE(connection_fixture, "an open connection has no handshake left to time out") {
    open();
    pass(19s);
    CHECK(link->ends.empty());
    CHECK(stream->reads == 1);
}

TEST_CASE_FIXTURE(connection_fixture,
                  "frames are written as the stream takes them, ours before the messages") {
    stream->room = 1;
    add("a");
    open();
    CHECK(stream->written.size() == 1);
    add("b");
    link->pump();
    link->send_control("control");
    CHECK(stream->written.size() == 1);
    stream->room = 1;
    link->on_ready();
    CHECK(stream->written.back() == "control");
    stream->room = 9;
    link->on_ready();
    CHECK(stream->written.back().ends_with("b"));
    link->on_ready();
    CHECK(stream->written.size() == 3);
    add("c", false);
    link->pump();
    CHECK(stream->written.size() == 4);
}

TEST_CASE_FIXTURE(connection_fixture,
                  "a silent connection is pinged, and given up after the idle time") {
    open();
    pass(20s);
    CHECK(stream->pings == 1);
    pass(20s);
    CHECK(stream->pings == 2);
    pass(10s);
    CHECK(link->ends.empty());
    pass(10s);
    REQUIRE(link->ends.size() == 1);
    CHECK(link->ends[0].second == errc::timed_out);
}

TEST_CASE_FIXTURE(connection_fixture, "whatever arrives keeps a connection") {
    open();
    for (int i = 0; i < 20; ++i) {
        ++stream->received;
        pass(20s);
    }
    CHECK(link->ends.empty());
    pass(20s);
    pass(20s);
    pass(20s);
    CHECK(link->ends.size() == 1);
}

TEST_CASE_FIXTURE(connection_fixture, "what is not read cannot be heard, so it is not waited for") {
    open();
    link->waiting_messages = 2;
    link->on_message("frame", false);
    CHECK(stream->reads == 1);
    for (int i = 0; i < 10; ++i) pass(20s);
    CHECK(link->ends.empty());
    CHECK(stream->pings == 10);

    link->waiting_messages = 1;
    link->on_room();
    CHECK(stream->reads == 2);
    link->on_room();
    CHECK(stream->reads == 2);
    for (int i = 0; i < 3; ++i) pass(20s);
    CHECK(link->ends.size() == 1);
}

TEST_CASE_FIXTURE(connection_fixture, "reading stops at either bound of what is held") {
    open();
    link->waiting_bytes = 99;
    link->on_message("frame", false);
    CHECK(stream->reads == 2);
    link->waiting_bytes = 100;
    link->on_message("frame", false);
    CHECK(stream->reads == 2);
}

TEST_CASE_FIXTURE(connection_fixture, "closing sends what is queued first, and asks for no more") {
    add("a");
    add("b");
    add("c");
    open();
    link->close({1000, ""}, false);
    CHECK_FALSE(link->is_open());
    CHECK(stream->closes.empty());
    CHECK(stream->written.size() == 2);
    // The window is full: an acknowledgement lets the last one go.
    CHECK(stream->closes.empty());
    messages->settle("a");
    stream->room = 1;
    link->pump();
    CHECK(stream->written.back().ends_with("c"));
    CHECK(stream->closes.empty());
    stream->room = 1;
    link->on_ready();
    CHECK((stream->closes == std::vector{1000}));
    link->close({1001, ""}, false);
    CHECK(stream->closes.size() == 1);
    link->on_end({1000, ""}, errc::closed);
    CHECK(link->ends.size() == 1);
}

TEST_CASE_FIXTURE(connection_fixture, "closing at once does not wait for what is queued") {
    stream->room = 1;
    add("a");
    add("b");
    open();
    link->close({1008, "no"}, true);
    CHECK((stream->closes == std::vector{1008}));
    stream->room = 9;
    link->on_ready();
    CHECK(stream->written.size() == 1);
}

TEST_CASE_FIXTURE(connection_fixture,
                  "a closing handshake that the other side does not do ends all the same") {
    open();
    link->close({1000, ""}, false);
    pass(4'999ms);
    CHECK(link->ends.empty());
    pass(1ms);
    REQUIRE(link->ends.size() == 1);
    CHECK(link->ends[0].first == 1000);
    CHECK(stream->aborted);
}

TEST_CASE_FIXTURE(connection_fixture, "a closing handshake of the other side has the same limit") {
    open();
    link->on_closing();
    link->send_control("late");
    add("a");
    link->pump();
    CHECK(stream->written.empty());
    pass(5s);
    CHECK(link->ends.size() == 1);
}

TEST_CASE_FIXTURE(connection_fixture, "closing before the handshake is done ends at once") {
    link->close({1000, ""}, false);
    CHECK(link->ends.size() == 1);
    CHECK(stream->aborted);
}

TEST_CASE_FIXTURE(connection_fixture, "so many protocol errors close the connection with 1002") {
    open();
    CHECK_FALSE(link->count_protocol_error());
    CHECK_FALSE(link->count_protocol_error());
    CHECK(stream->closes.empty());
    CHECK(link->count_protocol_error());
    CHECK((stream->closes == std::vector{1002}));
}

TEST_CASE_FIXTURE(connection_fixture, "answers that nobody takes cut the other side off") {
    open();
    stream->room = 0;
    const std::string answer(64 * 1024, 'x');
    for (int i = 0; i < 16; ++i) link->send_control(answer);
    CHECK_FALSE(link->was_cut_off);
    link->send_control(answer);
    link->send_control(answer);
    CHECK(link->was_cut_off);
}

TEST_CASE_FIXTURE(connection_fixture, "an end is told once, and stops the clocks") {
    open();
    link->on_end({1006, ""}, errc::not_connected);
    CHECK(link->ends.size() == 1);
    pass(1h);
    CHECK(link->ends.size() == 1);
    CHECK(stream->pings == 0);
    CHECK_FALSE(link->is_open());
    link->on_settled("k", true);
    CHECK(stream->written.empty());
}

TEST_CASE_FIXTURE(connection_fixture, "an aborted connection says nothing any more") {
    open();
    link->abort();
    pass(1h);
    CHECK(link->ends.empty());
    CHECK(stream->aborted);
}

TEST_CASE("without pings and idle time no clock runs") {
    asio::io_context io;
    const auto time = std::make_shared<manual_time>();
    const auto stream = std::make_shared<scripted_stream>();
    const auto link = std::make_shared<scripted_connection>(
        connection::surroundings{io.get_executor(),
                                 time,
                                 {},
                                 {.ping_interval = 0ms, .idle_timeout = 0ms},
                                 std::make_shared<outbox>(connection_limits{})});
    link->adopt(stream);
    link->on_open("");
    time->advance(24h);
    CHECK(io.poll() == 0);
    CHECK(link->ends.empty());
}
