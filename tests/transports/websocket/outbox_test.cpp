#include <asyncapi/transports/websocket/detail/outbox.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

namespace {

using namespace asyncapi::websocket;
using detail::encoded_message;
using detail::outbox;

std::shared_ptr<const encoded_message> message(std::string id, std::string payload = "p") {
    encoded_message made;
    made.address = "orders";
    made.header = R"({"address":"orders")";
    made.id = std::move(id);
    made.payload = std::move(payload);
    return std::make_shared<const encoded_message>(std::move(made));
}

connection_limits windows_of(std::size_t messages, std::size_t bytes = 1U << 20U) {
    connection_limits limits;
    limits.window_messages = messages;
    limits.window_bytes = bytes;
    return limits;
}

// Sends all that the window allows.
std::vector<std::string> send_all(outbox& box) {
    std::vector<std::string> frames;
    while (const auto next = box.next()) {
        auto& text = frames.emplace_back();
        for (const auto part : next->parts) text += part;
    }
    return frames;
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a frame says what its connection needs, and nothing else") {
    outbox box{{}};
    box.add(message("m-1"), false, 1);
    box.add(message("m-2"), true, 2);
    box.add(message(""), true, 3);
    encoded_message bare;
    bare.payload = "only this";
    box.add(std::make_shared<const encoded_message>(bare), false, 4);
    CHECK((send_all(box) == texts{"{\"address\":\"orders\"}\np",
                                  "{\"address\":\"orders\",\"ack\":true}\np",
                                  "{\"address\":\"orders\",\"ack\":\"#3\"}\np", "only this"}));
}

TEST_CASE("what many send is framed once, and again only when it says something else") {
    encoded_message made;
    made.header = R"({"address":"orders")";
    made.id = "m-1";
    made.payload = "p";
    made.for_many = true;
    const auto both = std::make_shared<const encoded_message>(made);
    outbox one{{}};
    outbox other{{}};
    const auto frame_of = [&](outbox& box, bool acknowledged) {
        box.add(both, acknowledged, 1);
        const auto next = box.next();
        REQUIRE(next);
        REQUIRE(next->shared);
        return detail::shared_frame(*next);
    };

    const auto plain = frame_of(one, false);
    CHECK(plain->ends_with("{\"address\":\"orders\"}\np"));
    CHECK(frame_of(other, false) == plain);
    const auto to_acknowledge = frame_of(one, true);
    CHECK(to_acknowledge->ends_with("{\"address\":\"orders\",\"ack\":true}\np"));
    CHECK(frame_of(other, true) == to_acknowledge);

    one.on_connection_lost();
    const auto again = one.next();
    REQUIRE(again);
    CHECK(again->shared == nullptr);
}

TEST_CASE("what needs no acknowledgement leaves when it has reached the system") {
    outbox box{{}};
    box.add(message("a"), false, 1);
    box.add(message("b"), false, 2);
    box.on_flushed();
    CHECK(box.messages() == 2);
    REQUIRE(box.next());
    CHECK(box.messages() == 2);
    box.on_flushed();
    CHECK(box.messages() == 1);
    REQUIRE(box.next());
    box.on_flushed();
    CHECK(box.empty());
    CHECK(box.bytes() == 0);
}

TEST_CASE("what goes past it is counted until it has reached the system") {
    outbox box{{}};
    box.pass(10, 7);
    box.pass(5, 8);
    CHECK(box.messages() == 2);
    CHECK(box.bytes() == 15);
    CHECK(box.oldest() == 7);
    CHECK_FALSE(box.waiting());
    box.on_flushed();
    CHECK(box.empty());
    CHECK(box.bytes() == 0);
    CHECK_FALSE(box.oldest());
    box.pass(10, 9);
    CHECK(box.on_connection_lost().lost == 1);
    CHECK(box.empty());
}

TEST_CASE("what needs acknowledgement stays until it has it") {
    outbox box{{}};
    box.add(message("a"), true, 1);
    box.add(message("b"), true, 2);
    CHECK(send_all(box).size() == 2);
    box.on_flushed();
    CHECK(box.messages() == 2);
    CHECK((box.oldest() == 1U));
    CHECK_FALSE(box.settle("unknown"));
    const auto settled = box.settle("a");
    REQUIRE(settled);
    CHECK(settled->address == "orders");
    CHECK_FALSE(box.settle("a"));
    CHECK((box.oldest() == 2U));
    CHECK(box.settle("b"));
    CHECK(box.empty());
    CHECK(box.bytes() == 0);
    CHECK_FALSE(box.oldest());
}

TEST_CASE("what waits cannot be acknowledged before it was sent") {
    outbox box{{}};
    box.add(message("a"), true, 1);
    CHECK_FALSE(box.settle("a"));
    CHECK(box.messages() == 1);
}

TEST_CASE("two messages with one id need two acknowledgements") {
    outbox box{{}};
    box.add(message("a"), true, 1);
    box.add(message("a"), true, 2);
    send_all(box);
    CHECK(box.settle("a"));
    CHECK((box.oldest() == 2U));
    CHECK(box.settle("a"));
    CHECK(box.empty());
}

TEST_CASE("the window bounds what is sent and not acknowledged") {
    outbox by_messages{windows_of(2)};
    for (std::uint64_t i = 1; i <= 4; ++i) by_messages.add(message(std::to_string(i)), true, i);
    CHECK(send_all(by_messages).size() == 2);
    CHECK(by_messages.settle("1"));
    CHECK(send_all(by_messages).size() == 1);

    outbox by_bytes{windows_of(100, 1000)};
    for (std::uint64_t i = 1; i <= 3; ++i)
        by_bytes.add(message(std::to_string(i), std::string(600, 'x')), true, i);
    CHECK(send_all(by_bytes).size() == 1);
    CHECK(by_bytes.settle("1"));
    CHECK(send_all(by_bytes).size() == 1);

    outbox one_larger_than_all{windows_of(100, 10)};
    one_larger_than_all.add(message("a", std::string(600, 'x')), true, 1);
    CHECK(send_all(one_larger_than_all).size() == 1);

    outbox unacknowledged{windows_of(1)};
    for (std::uint64_t i = 1; i <= 3; ++i) unacknowledged.add(message(""), false, i);
    CHECK(send_all(unacknowledged).size() == 3);
}

TEST_CASE("it is full at either limit, and half full at half of it") {
    connection_limits limits;
    limits.max_queued_messages = 4;
    outbox box{limits};
    box.add(message("a"), true, 1);
    CHECK_FALSE(box.half_full());
    box.add(message("b"), true, 2);
    CHECK(box.half_full());
    box.add(message("c"), true, 3);
    CHECK_FALSE(box.full());
    box.add(message("d"), true, 4);
    CHECK(box.full());
    // What was sent and not acknowledged takes its place as well.
    send_all(box);
    CHECK(box.full());
    box.settle("a");
    CHECK_FALSE(box.full());

    limits.max_queued_bytes = 100;
    outbox bytes{limits};
    bytes.add(message("a", std::string(100, 'x')), true, 1);
    CHECK(bytes.full());
}

TEST_CASE("after a loss what was not acknowledged goes first, in order, one attempt higher") {
    outbox box{{}};
    for (std::uint64_t i = 1; i <= 4; ++i) box.add(message(std::to_string(i)), true, i);
    REQUIRE(box.next());
    REQUIRE(box.next());
    REQUIRE(box.next());
    box.settle("2");

    const auto counts = box.on_connection_lost();
    CHECK(counts.again == 2);
    CHECK(counts.lost == 0);
    CHECK(box.messages() == 3);
    CHECK((send_all(box) == texts{"{\"address\":\"orders\",\"attempt\":2,\"ack\":true}\np",
                                  "{\"address\":\"orders\",\"attempt\":2,\"ack\":true}\np",
                                  "{\"address\":\"orders\",\"ack\":true}\np"}));
    CHECK(box.settle("1"));
    CHECK(box.settle("3"));
    CHECK(box.settle("4"));
    CHECK(box.bytes() == 0);
}

TEST_CASE("after a loss what needed no acknowledgement and was sent is lost, what waited is not") {
    outbox box{{}};
    for (std::uint64_t i = 1; i <= 3; ++i) box.add(message(""), false, i);
    REQUIRE(box.next());
    REQUIRE(box.next());
    const auto counts = box.on_connection_lost();
    CHECK(counts.lost == 2);
    CHECK(counts.again == 0);
    CHECK(box.messages() == 1);
    CHECK(send_all(box).size() == 1);
}

TEST_CASE("what is given back goes again after what waits") {
    outbox box{windows_of(1)};
    box.add(message("a"), true, 1);
    box.add(message("b"), true, 2);
    CHECK(send_all(box).size() == 1);
    CHECK_FALSE(box.send_again("b"));
    CHECK(box.send_again("a"));
    CHECK((send_all(box) == texts{"{\"address\":\"orders\",\"ack\":true}\np"}));
    CHECK((box.oldest() == 1U));
    CHECK(box.settle("b"));
    CHECK((send_all(box) == texts{"{\"address\":\"orders\",\"attempt\":2,\"ack\":true}\np"}));
}

TEST_CASE("the largest message that failed can be given up, and only such a one") {
    outbox box{{}};
    box.add(message("a", std::string(10, 'x')), true, 1);
    box.add(message("b", std::string(30, 'x')), true, 2);
    box.add(message("c", std::string(20, 'x')), true, 3);
    CHECK_FALSE(box.drop_largest_repeated());
    send_all(box);
    box.on_connection_lost();
    box.add(message("d", std::string(99, 'x')), true, 4);
    CHECK(box.drop_largest_repeated());
    send_all(box);
    CHECK_FALSE(box.settle("b"));
    CHECK(box.settle("a"));
    CHECK(box.settle("c"));
    CHECK(box.settle("d"));
    CHECK(box.bytes() == 0);
}
