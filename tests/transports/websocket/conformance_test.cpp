#include <asyncapi/transports/websocket.hpp>

#include <support/transport_suite.hpp>
#include "conformance_peer.hpp"

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// RFC 6455 over raw sockets, in the groups of the well-known suite: the other side is a server and
// a client of the library that send back what they get, the test plays the far end frame by frame.

namespace {

using namespace asyncapi;
using namespace std::string_literals;
using testing_websocket::conformance_peer;
using testing_websocket::tcp;
using texts = std::vector<std::string>;

constexpr unsigned part = 0x00;
constexpr unsigned last = 0x80;
constexpr unsigned text = 0x01;
constexpr unsigned binary = 0x02;
constexpr unsigned close_frame = 0x88;
constexpr unsigned ping = 0x89;
constexpr unsigned pong = 0x8A;

struct sent_frame {
    unsigned first;
    std::string payload;
};

std::string close_payload(unsigned code, std::string_view reason = {}) {
    return std::string{static_cast<char>(code >> 8U), static_cast<char>(code)}.append(reason);
}

/// A case: what is sent, and what comes back, the close frame included. Where the far end does not
/// close by what it sends, the test closes with 1000 at the end.
struct row {
    const char* name;
    std::vector<sent_frame> frames;
    texts strict;
    texts non_strict = {};  ///< also in order, though not ideal: then the strict outcome is not
                            ///< asked for
};

// The library's end, which echoes, and the test's.
struct echo_fixture {
    virtual ~echo_fixture() = default;
    virtual std::unique_ptr<conformance_peer> open() = 0;
    asio::io_context io;
};

struct server_echo final : echo_fixture {
    server_echo() {
        server.emplace(websocket::server::listen(io.get_executor(), {.envelope = false}).value());
        const any_transport wire{*server};
        auto* const transport = &*wire;
        REQUIRE(wire->subscribe(address_template{"echo"}, {}, [transport](delivery arrived) {
            transport->acknowledge(arrived.tag);
            outbound back{arrived.metadata.reply_address, arrived.payload};
            back.metadata = &arrived.metadata;
            back.binary = arrived.binary;
            REQUIRE(transport->try_publish(back));
        }));
    }
    ~server_echo() override {
        server->close();
        testing::drive_until(io, [] { return false; });
    }
    std::unique_ptr<conformance_peer> open() override {
        return std::make_unique<conformance_peer>(io, server->port());
    }
    std::optional<websocket::server> server;
};

struct client_echo final : echo_fixture {
    ~client_echo() override { end(); }
    std::unique_ptr<conformance_peer> open() override {
        end();
        client.emplace(
            io.get_executor(),
            websocket::client_options{
                .url = "ws://127.0.0.1:" + std::to_string(at.local_endpoint().port()) + "/echo",
                .mode = websocket::mode::bare,
                .reconnect = false});
        const any_transport wire{*client};
        auto* const transport = &*wire;
        REQUIRE(wire->subscribe(address_template{"echo"}, {}, [transport](delivery arrived) {
            transport->acknowledge(arrived.tag);
            outbound back{"echo", arrived.payload};
            back.metadata = &arrived.metadata;
            back.binary = arrived.binary;
            // A far end that has closed takes nothing any more.
            static_cast<void>(transport->try_publish(back));
        }));
        return std::make_unique<conformance_peer>(io, at);
    }
    void end() {
        if (!client) return;
        client->close();
        testing::drive_until(io,
                             [this] { return client->state() == websocket::client_state::closed; });
    }
    tcp::acceptor at{io, {asio::ip::address_v4::loopback(), 0}};
    std::optional<websocket::client> client;
};

std::string bytes_of(const conformance_peer& peer, const std::vector<sent_frame>& frames) {
    std::string all;
    for (const auto& each : frames) all += peer.framed(each.first, each.payload);
    return all;
}

bool closes(const texts& outcome) {
    return !outcome.empty() && outcome.back().starts_with("close:") &&
           outcome.back() != "close:1000";
}

/// \param chop  bytes at a time; 0: all at once
texts outcome_of(echo_fixture& with, const row& tried, std::size_t chop) {
    const auto peer = with.open();
    REQUIRE(peer->is_open());
    const auto bytes = bytes_of(*peer, tried.frames);
    if (chop == 0) {
        peer->send(bytes);
    } else {
        peer->send_chopped(bytes, chop);
    }
    const auto& awaited = tried.non_strict.empty() ? tried.strict : tried.non_strict;
    const bool we_close =
        !closes(awaited) && !tried.frames.empty() && tried.frames.back().first != close_frame;
    if (we_close) {
        peer->run_until_frames(awaited.size() - 1);
        peer->send(peer->framed(close_frame, close_payload(1000)));
    }
    peer->run_until_close();
    if (!we_close && tried.frames.back().first != close_frame)
        peer->send(peer->framed(close_frame, close_payload(1000)));
    CHECK(peer->run_until_end());
    return peer->frames();
}

std::string joined(const texts& all) {
    std::string one;
    for (const auto& each : all) one += each.substr(0, 100) + "\n";
    return one;
}

void check(std::initializer_list<row> rows, std::initializer_list<std::size_t> chops = {0, 1}) {
    server_echo server;
    client_echo client;
    for (auto* const side :
         {static_cast<echo_fixture*>(&server), static_cast<echo_fixture*>(&client)}) {
        for (const auto& each : rows) {
            for (const auto chop : chops) {
                CAPTURE(std::string{each.name});
                CAPTURE(chop);
                const std::string who = side == &client ? "client" : "server";
                CAPTURE(who);
                const auto outcome = outcome_of(*side, each, chop);
                // A frame that comes in parts may be judged before it is all there.
                const bool good = outcome == each.strict ||
                                  (!each.non_strict.empty() && outcome == each.non_strict);
                CHECK(good);
                if (!good) CHECK(joined(outcome) == joined(each.strict));
            }
        }
    }
}

std::string filled(std::size_t size) {
    return std::string(size, '*');
}
const std::string shut = "close:1000";
const std::string broken = "close:1002";
const std::string not_text = "close:1007";

}  // namespace

TEST_CASE("1 framing: texts and binaries of all forms of length come back") {
    for (const std::size_t size : {0U, 125U, 126U, 127U, 128U, 65'535U, 65'536U}) {
        check({{"1.1 text", {{last | text, filled(size)}}, {"text:" + filled(size), shut}},
               {"1.2 binary",
                {{last | binary, std::string(size, '\xfe')}},
                {"binary:" + std::string(size, '\xfe'), shut}}},
              {0, size > 1'000 ? 997U : 1U});
    }
}

TEST_CASE("2 pings: answered with what they say, in their turn; pongs are taken") {
    const auto most = std::string(125, '\xfe');
    check({
        {"2.1 empty", {{ping, ""}}, {"pong:", shut}},
        {"2.2 text", {{ping, "Hello, world!"}}, {"pong:Hello, world!", shut}},
        {"2.3 binary", {{ping, "\x00\xff\xfe\xfd\x00"s}}, {"pong:\x00\xff\xfe\xfd\x00"s, shut}},
        {"2.4 as much as there may be", {{ping, most}}, {"pong:" + most, shut}},
        {"2.5 more than there may be", {{ping, filled(126)}}, {broken}},
        {"2.7 a pong that nobody asked for", {{pong, ""}}, {shut}},
        {"2.8 one with a payload", {{pong, "unsolicited"}}, {shut}},
        {"2.9 a pong and a ping", {{pong, "unsolicited"}, {ping, "x"}}, {"pong:x", shut}},
        {"a ping between messages",
         {{last | text, "a"}, {ping, "x"}, {last | text, "b"}},
         {"text:a", "pong:x", "text:b", shut},
         {"pong:x", "text:a", "text:b", shut}},
    });
    // Whoever answers only the last of many is right as well.
    row ten{"2.10 ten pings", {}, {}};
    for (int i = 0; i < 10; ++i) {
        ten.frames.push_back({ping, std::to_string(i)});
        ten.strict.push_back("pong:" + std::to_string(i));
    }
    ten.strict.push_back(shut);
    check({ten});
}

TEST_CASE("3 reserved bits: without an extension the connection fails") {
    check({
        {"3.1", {{0xC1, "x"}}, {broken}},
        {"3.2", {{last | text, "a"}, {0xA1, "x"}, {ping, ""}}, {"text:a", broken}, {broken}},
        {"3.3", {{last | text, "a"}, {0xB1, "x"}, {ping, ""}}, {"text:a", broken}, {broken}},
        {"3.4", {{last | text, "a"}, {0xC1, "x"}, {ping, ""}}, {"text:a", broken}, {broken}},
        {"3.5", {{0xD2, "x"}}, {broken}},
        {"3.6", {{0xE9, "x"}}, {broken}},
        {"3.7", {{0xF8, ""}}, {broken}},
    });
}

TEST_CASE("4 opcodes: those that are reserved fail the connection") {
    for (unsigned opcode = 3; opcode <= 7; ++opcode) {
        check({{"4.1 not control", {{last | opcode, ""}}, {broken}},
               {"4.1 after a message",
                {{last | text, "a"}, {last | opcode, "x"}, {ping, ""}},
                {"text:a", broken},
                {broken}}},
              {0});
    }
    for (unsigned opcode = 11; opcode <= 15; ++opcode) {
        check({{"4.2 control", {{last | opcode, ""}}, {broken}},
               {"4.2 after a message",
                {{last | text, "a"}, {last | opcode, "x"}, {ping, ""}},
                {"text:a", broken},
                {broken}}},
              {0});
    }
}

TEST_CASE("5 fragmentation: messages are put together, control frames are not part of them") {
    check({
        {"5.1 a ping in parts", {{0x09, "a"}, {last, "b"}}, {broken}},
        {"5.2 a pong in parts", {{0x0A, "a"}, {last, "b"}}, {broken}},
        {"5.3 a text in two", {{text, "a"}, {last, "b"}}, {"text:ab", shut}},
        {"5.6 and a ping between",
         {{text, "a"}, {ping, "x"}, {last, "b"}},
         {"pong:x", "text:ab", shut}},
        {"5.9 a part of nothing", {{last, "a"}, {last | text, "b"}}, {broken}},
        {"5.10 the same in one go", {{last, "a"}}, {broken}},
        {"5.12 a part of nothing that is not the last",
         {{part, "a"}, {last | text, "b"}},
         {broken}},
        {"5.15 one after the last",
         {{text, "a"}, {last, "b"}, {part, "c"}, {last | text, "d"}},
         {"text:ab", broken},
         {broken}},
        {"5.16 again and again",
         {{part, "a"}, {text, "b"}, {last, "c"}, {part, "a"}, {text, "b"}, {last, "c"}},
         {broken}},
        {"5.18 a message in a message", {{text, "a"}, {last | text, "b"}}, {broken}},
        {"a binary in a text", {{text, "a"}, {last | binary, "b"}}, {broken}},
        {"5.19 five parts and pings",
         {{text, "1"},
          {part, "2"},
          {ping, "x"},
          {part, "3"},
          {part, "4"},
          {ping, "y"},
          {last, "5"}},
         {"pong:x", "pong:y", "text:12345", shut}},
        {"a binary in parts of nothing",
         {{binary, ""}, {part, ""}, {last, "b"}},
         {"binary:b", shut}},
        {"messages before and after",
         {{last | text, "a"}, {text, "b"}, {last, "c"}, {last | binary, "d"}},
         {"text:a", "text:bc", "binary:d", shut}},
    });
}

TEST_CASE("6 UTF-8: texts that are not fail the connection, wherever they are cut") {
    const auto kosme = "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"s;
    check({
        {"6.1.1 nothing", {{last | text, ""}}, {"text:", shut}},
        {"6.1.2 nothing in parts", {{text, ""}, {part, ""}, {last, ""}}, {"text:", shut}},
        {"6.1.3 nothing around", {{text, ""}, {part, "a"}, {last, ""}}, {"text:a", shut}},
        {"6.2.1 in one",
         {{last | text, "Hello-\xc2\xb5@\xc3\x9f"}},
         {"text:Hello-\xc2\xb5@\xc3\x9f", shut}},
        {"6.2.2 between characters",
         {{text, "Hello-\xc2\xb5"}, {last, "@\xc3\x9f"}},
         {"text:Hello-\xc2\xb5@\xc3\x9f", shut}},
        {"6.2.3 within a character",
         {{text, kosme.substr(0, 3)}, {last, kosme.substr(3)}},
         {"text:" + kosme, shut}},
        {"6.3.1 a surrogate", {{last | text, kosme + "\xed\xa0\x80" + "edited"}}, {not_text}},
        {"6.3.2 in parts", {{text, kosme}, {part, "\xed\xa0\x80"}, {last, "edited"}}, {not_text}},
        {"6.4.1 at once, before the last part", {{text, kosme + "\xf4\x90\x80\x80"}}, {not_text}},
        {"6.4.2 within a character", {{text, kosme + "\xf4"}, {part, "\x90"}}, {not_text}},
        {"not all of a character", {{last | text, kosme.substr(0, 3)}}, {not_text}},
        {"nor at the end of the last part", {{text, "a"}, {last, "\xe1\xbd"}}, {not_text}},
        {"a binary may be anything", {{last | binary, "\xff\xfe"}}, {"binary:\xff\xfe", shut}},
    });
    for (const auto* const good :
         {"\xce\xba", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf", "\xee\x80\x80",
          "\xef\xbf\xbd", "\xef\xbf\xbe", "\xef\xbf\xbf", "\xf0\x9f\xbf\xbf", "\xdf\xbf", "\x7f"}) {
        check({{"6.5 to 6.23 characters", {{last | text, good}}, {"text:"s + good, shut}}});
    }
    for (const auto* const bad :
         {"\xf8\x88\x80\x80\x80", "\xfc\x84\x80\x80\x80\x80", "\xf4\x90\x80\x80", "\x80", "\xbf",
          "\x80\xbf", "\xc0 \xc1", "\xe0\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xf0\x80\x80\xaf",
          "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", "\xed\xa0\x80", "\xed\xbf\xbf",
          "\xed\xa0\x80\xed\xb0\x80", "\xfe", "\xff"}) {
        check({{"6.6 to 6.21 no characters", {{last | text, bad}}, {not_text}}});
    }
}

TEST_CASE("7 closing: the handshake is done, once, and what is wrong with it is said") {
    check({
        {"7.1.1 after a message",
         {{last | text, "a"}, {close_frame, close_payload(1000)}},
         {"text:a", shut},
         {shut}},
        {"7.1.2 twice",
         {{close_frame, close_payload(1000)}, {close_frame, close_payload(1000)}},
         {shut}},
        {"7.1.3 a ping after it",
         {{close_frame, close_payload(1000)}, {ping, "x"}, {close_frame, ""}},
         {shut}},
        {"7.1.4 a message after it",
         {{close_frame, close_payload(1000)}, {last | text, "x"}, {close_frame, ""}},
         {shut}},
        {"7.1.5 in a message",
         {{text, "a"}, {close_frame, close_payload(1000)}, {last, "b"}, {close_frame, ""}},
         {shut}},
        {"7.3.1 without a code", {{close_frame, ""}}, {"close:"}, {shut}},
        {"7.3.2 half a code", {{close_frame, "\x03"}}, {broken}},
        {"7.3.3 a code", {{close_frame, close_payload(1000)}}, {shut}},
        {"7.3.4 and a reason", {{close_frame, close_payload(1000, "Hello World!")}}, {shut}},
        {"7.3.5 as long as it may be", {{close_frame, close_payload(1000, filled(123))}}, {shut}},
        {"7.3.6 longer", {{close_frame, close_payload(1000, filled(124))}}, {broken}},
        {"7.5.1 a reason that is no text",
         {{close_frame, close_payload(1000, "\xce\xba\xed\xa0\x80")}},
         {not_text},
         {broken}},
    });
    for (const unsigned code : {1000U, 1001U, 1002U, 1003U, 1007U, 1008U, 1009U, 1010U, 1011U,
                                3000U, 3999U, 4000U, 4999U}) {
        check({{"7.7 codes",
                {{close_frame, close_payload(code)}},
                {"close:" + std::to_string(code)},
                {shut}}},
              {0});
    }
    for (const unsigned code : {0U, 999U, 1004U, 1005U, 1006U, 1016U, 1100U, 2000U, 2999U}) {
        CAPTURE(code);
        check({{"7.9 no codes", {{close_frame, close_payload(code)}}, {broken}}}, {0});
    }
}

TEST_CASE("9 limits: large messages come back, too large ones are refused") {
    const auto large = filled(std::size_t{1} << 20U);
    std::vector<sent_frame> parts{{text, large.substr(0, 4096)}};
    for (std::size_t at = 4096; at < large.size(); at += 4096)
        parts.push_back({at + 4096 == large.size() ? last : part, large.substr(at, 4096)});
    check({{"9.1 a text", {{last | text, large}}, {"text:" + large, shut}},
           {"9.3 in parts", parts, {"text:" + large, shut}}},
          {0, 16'000});
    check({{"more than the limit", {{last | binary, large + filled(9'000)}}, {"close:1009"}},
           {"in parts, more than the limit",
            {{binary, large}, {last, filled(9'000)}},
            {"close:1009"}}},
          {0});
}

TEST_CASE("a client masks its frames, a server does not, and each insists on it") {
    server_echo server;
    const auto client = server.open();
    client->send(testing_websocket::frame(last | text, "plain", false));
    client->run_until_close();
    CHECK((client->frames() == texts{broken}));

    client_echo clients;
    const auto peer = clients.open();
    peer->send(testing_websocket::frame(last | text, "masked", true));
    peer->run_until_close();
    CHECK((peer->frames() == texts{broken}));
}

TEST_CASE("a length that is not the shortest, or that cannot be, fails the connection") {
    const auto head = [](std::initializer_list<unsigned> bytes) {
        std::string made;
        for (const auto each : bytes) made += static_cast<char>(each);
        return made;
    };
    struct bad_length {
        const char* name;
        std::string bytes;
        const char* outcome;
    };
    const bad_length rows[] = {
        {"two bytes for one", head({0x82, 0xFE, 0, 5, 0, 0, 0, 0, 1, 2, 3, 4, 5}), "close:1002"},
        {"eight bytes for two", head({0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}),
         "close:1002"},
        {"the highest bit", head({0x82, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0}),
         "close:1009"},
    };
    for (const auto& each : rows) {
        CAPTURE(std::string{each.name});
        server_echo server;
        const auto client = server.open();
        client->send(each.bytes);
        client->run_until_close();
        CHECK((client->frames() == texts{each.outcome}));
    }
}
