#include <asyncapi/transports/detail/buffered_socket.hpp>

#include <doctest/doctest.h>
#include <boost/asio/io_context.hpp>

#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace asyncapi::detail;

// Takes and gives what it is told to.
class scripted_socket final : public asyncapi::detail::socket {
public:
    explicit scripted_socket(asio::io_context& io) : tcp_{io} {}

    void handshake(completion done) override { done(); }
    void read_some(asio::mutable_buffer into, completion done) override {
        REQUIRE_FALSE(reader);
        room = into;
        reader.emplace(std::move(done));
    }
    void write_some(asio::const_buffer from, completion done) override {
        REQUIRE_FALSE(writer);
        writes.emplace_back(static_cast<const char*>(from.data()), from.size());
        writer.emplace(std::move(done));
    }
    std::size_t write_now(asio::const_buffer from) override {
        const auto bytes = std::min(from.size(), now);
        if (bytes > 0) writes.emplace_back(static_cast<const char*>(from.data()), bytes);
        return bytes;
    }
    void shutdown(completion done) override {
        shut_down = true;
        done();
    }
    asio::ip::tcp::socket& tcp() noexcept override { return tcp_; }

    void give(std::string_view bytes, error_code code = {}) {
        REQUIRE(bytes.size() <= room.size());
        std::memcpy(room.data(), bytes.data(), bytes.size());
        (*std::exchange(reader, std::nullopt))(code, bytes.size());
    }
    void take(std::size_t bytes, error_code code = {}) {
        (*std::exchange(writer, std::nullopt))(code, bytes);
    }
    void take_all() { take(writes.back().size()); }

    asio::mutable_buffer room;
    std::optional<completion> reader;
    std::optional<completion> writer;
    std::vector<std::string> writes;
    std::size_t now = 0;  // what it takes at once
    bool shut_down = false;

private:
    asio::ip::tcp::socket tcp_;
};

struct socket_fixture {
    socket_fixture() {
        auto made = std::make_unique<scripted_socket>(io);
        script = made.get();
        socket = std::make_shared<buffered_socket>(std::move(made));
        socket->on_flushed([this] { ++flushes; });
        socket->on_failure([this] { ++failures; });
    }
    // What waits owns the socket that it waits for.
    ~socket_fixture() {
        if (!socket) return;
        const auto reader = std::exchange(script->reader, std::nullopt);
        const auto writer = std::exchange(script->writer, std::nullopt);
    }

    void turn() {
        io.restart();
        io.poll();
    }
    void append(const std::string& text) {
        socket->append(asio::buffer(text));
        socket->flush_soon();
    }
    void append_shared(std::size_t bytes) {
        socket->append_shared(std::make_shared<const std::string>(bytes, 's'));
    }
    completion noting(std::vector<error_code>& into) {
        return completion{[&into](error_code code, std::size_t) { into.push_back(code); }};
    }
    // All that was written, once the other side takes everything.
    std::string drained() {
        for (turn(); script->writer; turn()) script->take_all();
        std::string all;
        for (const auto& each : script->writes) all += each;
        return all;
    }

    asio::io_context io;
    scripted_socket* script = nullptr;
    std::shared_ptr<buffered_socket> socket;
    int flushes = 0;
    int failures = 0;
};

constexpr auto high_water = buffered_socket::high_water;
const error_code broken = asio::error::connection_reset;

}  // namespace

TEST_CASE_FIXTURE(socket_fixture, "what is written alone goes out at once") {
    append("a");
    CHECK((script->writes == std::vector<std::string>{"a"}));
    script->take_all();
    CHECK(flushes == 1);
    append("b");
    CHECK(script->writes.size() == 2);
}

TEST_CASE_FIXTURE(socket_fixture,
                  "after the first, what is written in a turn of the loop goes out together") {
    append("a");
    append("b");
    append_shared(1);
    CHECK(script->writes.size() == 1);
    script->take_all();
    CHECK((script->writes == std::vector<std::string>{"a", "bs"}));
    script->take(1);
    CHECK(script->writes.back() == "s");
    CHECK(flushes == 0);
    script->take_all();
    CHECK(flushes == 1);
    CHECK(socket->flushed());
    CHECK(socket->bytes_sent() == 3);

    // Where there was more than one, there may be again.
    append("c");
    append("d");
    CHECK(script->writes.size() == 3);
    turn();
    CHECK(script->writes.back() == "cd");
    script->take_all();
    // And it goes on so, until one comes alone.
    append("e");
    CHECK(script->writes.size() == 4);
    turn();
    CHECK(script->writes.back() == "e");
    script->take_all();
    append("f");
    CHECK(script->writes.back() == "f");
}

TEST_CASE_FIXTURE(socket_fixture, "as much as came together the last time waits for nothing more") {
    const auto come = [&](const char* texts) {
        for (const auto* each = texts; *each != 0; ++each) append({*each});
    };
    come("ab");
    drained();
    come("cd");
    CHECK(script->writes.back() == "b");
    drained();
    CHECK(script->writes.back() == "cd");
    come("ef");
    CHECK(script->writes.back() == "ef");
    drained();
    // What is more goes after it, and is waited for the next time.
    come("ghi");
    CHECK(script->writes.back() == "gh");
    drained();
    CHECK(script->writes.back() == "i");
    come("jk");
    CHECK(script->writes.back() == "i");
    come("l");
    CHECK(script->writes.back() == "jkl");
    // What is less does not wait for long.
    drained();
    come("mn");
    CHECK(script->writes.back() == "jkl");
    turn();
    CHECK(script->writes.back() == "mn");
}

TEST_CASE_FIXTURE(socket_fixture,
                  "what is written between cork and uncork goes out together, at once") {
    script->now = 1'000;
    socket->cork();
    append("a");
    append("b");
    CHECK(script->writes.empty());
    socket->uncork();
    CHECK((script->writes == std::vector<std::string>{"ab"}));
    CHECK_FALSE(script->writer);
    CHECK(flushes == 1);
    CHECK(socket->flushed());
    CHECK(socket->bytes_sent() == 2);

    // What the system does not take at once is waited for.
    script->now = 1;
    socket->cork();
    append("cd");
    socket->uncork();
    CHECK(script->writes.back() == "d");
    CHECK(flushes == 1);
    script->take_all();
    CHECK(flushes == 2);
    socket->cork();
    socket->uncork();
    CHECK(script->writes.size() == 3);
}

TEST_CASE_FIXTURE(socket_fixture, "there is room up to the bound, and again when some has gone") {
    append("first");
    append(std::string(high_water - 1, 'x'));
    CHECK(socket->has_room());
    append("y");
    CHECK_FALSE(socket->has_room());
    std::vector<error_code> first;
    std::vector<error_code> second;
    socket->when_room(noting(first));
    socket->when_room(noting(second));
    turn();
    CHECK(first.empty());
    script->take_all();
    turn();
    // One part is on its way, the next can be gathered.
    CHECK((first == std::vector{error_code{}}));
    CHECK((second == std::vector{error_code{}}));
}

TEST_CASE_FIXTURE(socket_fixture,
                  "a large message is taken over in parts, and nothing comes between") {
    append("a");
    append_shared(3 * high_water);
    CHECK_FALSE(socket->has_room());
    bool appended = false;
    socket->when_room(completion{[&](error_code code, std::size_t) {
        appended = !code;
        append("b");
    }});
    turn();
    CHECK_FALSE(appended);
    const auto all = drained();
    CHECK(appended);
    CHECK(all == "a" + std::string(3 * high_water, 's') + "b");
    for (const auto& each : script->writes) CHECK(each.size() <= high_water);
    CHECK(socket->flushed());
}

TEST_CASE_FIXTURE(socket_fixture, "whoever writes learns that a flush failed") {
    append(std::string(high_water, 'x'));
    turn();
    append_shared(2 * high_water);
    std::vector<error_code> room;
    std::vector<error_code> flushed;
    socket->when_room(noting(room));
    socket->when_flushed(noting(flushed));
    script->take(0, broken);
    turn();
    CHECK((room == std::vector{broken}));
    CHECK((flushed == std::vector{broken}));
    CHECK(socket->failure() == broken);
    CHECK(failures == 1);
    CHECK(flushes == 0);
    CHECK(script->writes.size() == 1);
    socket->when_flushed(noting(flushed));
    turn();
    CHECK(flushed.size() == 2);
}

TEST_CASE_FIXTURE(socket_fixture, "closing drops what waits and tells those who do") {
    append("first");
    append(std::string(high_water, 'x'));
    std::vector<error_code> told;
    socket->when_room(noting(told));
    socket->when_flushed(noting(told));
    socket->close();
    turn();
    const error_code aborted = asio::error::operation_aborted;
    CHECK((told == std::vector{aborted, aborted}));
    CHECK(script->writes.size() == 1);
    CHECK(failures == 0);
}

TEST_CASE_FIXTURE(socket_fixture, "shutting down sends what is left first, and reads to the end") {
    append("a");
    append_shared(2 * high_water);
    std::vector<error_code> done;
    socket->shutdown(noting(done));
    turn();
    CHECK_FALSE(script->shut_down);
    CHECK(drained().size() == 2 * high_water + 1);
    CHECK(script->shut_down);
    CHECK(done.empty());
    script->give("ignored");
    CHECK(done.empty());
    script->give("", asio::error::eof);
    CHECK((done == std::vector{error_code{}}));
}

TEST_CASE_FIXTURE(socket_fixture, "all that wait for input are told of it, and one read is made") {
    std::vector<error_code> told;
    socket->fill(noting(told));
    socket->fill(noting(told));
    script->give("hello");
    CHECK(told.size() == 2);
    CHECK(socket->input() == "hello");
    socket->fill(noting(told));
    CHECK(told.size() == 2);
    turn();
    CHECK(told.size() == 3);
    CHECK_FALSE(script->reader);
}

TEST_CASE_FIXTURE(socket_fixture, "who waits for input does not keep the socket from going") {
    const std::weak_ptr<buffered_socket> watched = socket;
    socket->fill(completion{[keeps = socket](error_code, std::size_t) {}});
    socket.reset();
    CHECK_FALSE(watched.expired());
    std::exchange(script->reader, std::nullopt).reset();  // as when the context ends
    CHECK(watched.expired());
}

TEST_CASE_FIXTURE(socket_fixture, "more input is put behind what there is, in one block") {
    std::vector<error_code> told;
    socket->fill(noting(told));
    script->give(std::string(buffered_socket::block - 1, 'x') + "a");
    socket->consume(buffered_socket::block - 1);
    socket->fill_more(noting(told));
    CHECK(script->room.size() == buffered_socket::block - 1);
    script->give("b");
    CHECK(socket->input() == "ab");
    CHECK((told == std::vector{error_code{}, error_code{}}));

    socket->fill_more(noting(told));
    script->give("", asio::error::eof);
    CHECK(told.back() == asio::error::eof);
    CHECK(socket->input() == "ab");
    // What is there can still be read.
    socket->fill(noting(told));
    turn();
    CHECK(told.back() == error_code{});
    socket->consume(2);
    socket->fill(noting(told));
    socket->fill_more(noting(told));
    turn();
    CHECK(told[told.size() - 2] == asio::error::eof);
    CHECK(told.back() == asio::error::eof);
}

TEST_CASE("a loop that polls is told of what comes and goes") {
    asio::io_context io;
    const auto turning = [&io] {
        io.restart();
        return io.poll_one() > 0 && io.poll_one() > 0;
    };
    auto made = std::make_unique<scripted_socket>(io);
    auto* const script = made.get();
    const auto poll = make_busy_poll(io.get_executor(), std::chrono::hours{1});
    const auto socket = std::make_shared<buffered_socket>(std::move(made), poll);
    std::vector<error_code> filled;
    SUBCASE("something came") {
        socket->fill(completion{[&](error_code code, std::size_t) { filled.push_back(code); }});
        CHECK_FALSE(turning());
        script->give("hello");
        CHECK(filled == std::vector<error_code>{{}});
    }
    SUBCASE("something went") {
        script->now = 100;
        socket->cork();
        socket->append(asio::buffer(std::string{"hello"}));
        CHECK_FALSE(turning());
        socket->uncork();
        CHECK(script->writes == std::vector<std::string>{"hello"});
    }
    CHECK(turning());
}
