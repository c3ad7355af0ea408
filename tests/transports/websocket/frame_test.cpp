#include <asyncapi/transports/websocket/detail/masks.hpp>
#include <asyncapi/transports/websocket/detail/outgoing.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace std::string_literals;
using namespace asyncapi::websocket::detail;

namespace {

constexpr frame_mask key{0x12, 0x34, 0x56, 0x78};

std::string framed(const std::string& payload, const frame_mask* mask) {
    std::string frame;
    append_frame(
        frame,
        {{"", payload.substr(0, 3), payload.substr(std::min<std::size_t>(3, payload.size()))}},
        mask);
    return frame;
}

}  // namespace

TEST_CASE("a frame is read as it was written, in the shortest form of its length") {
    struct row {
        std::size_t length;
        std::size_t head;
    };
    for (const auto& [length, size] :
         {row{0, 2}, {125, 2}, {126, 4}, {65'535, 4}, {65'536, 10}, {70'000, 10}}) {
        CAPTURE(length);
        std::string head;
        append_head(head, true, length, nullptr);
        CHECK(head.size() == size);
        append_head(head, true, length, &key);
        const auto plain = read_head(head);
        REQUIRE(plain);
        CHECK(plain->bytes == size);
        CHECK(plain->length == length);
        CHECK_FALSE(plain->masked);
        const auto masked = read_head(std::string_view{head}.substr(size));
        REQUIRE(masked);
        CHECK(masked->bytes == size + 4);
        CHECK(masked->length == length);
        CHECK(masked->mask == key);
        CHECK(masked->opcode == frame_head::binary);
        CHECK(masked->is_whole_message());
        CHECK(masked->is_shortest());
        for (std::size_t part = 0; part < size + 4; ++part)
            CHECK_FALSE(read_head(std::string_view{head}.substr(size, part)));
    }
}

TEST_CASE("a length that could be shorter is known for it") {
    using namespace std::string_view_literals;
    for (const auto longer : {"\x82\x7e\x00\x05"sv, "\x82\x7e\x00\x7d"sv, "\x82\xfe\x00\x7d...."sv,
                              "\x82\x7f\x00\x00\x00\x00\x00\x00\xff\xff"sv}) {
        const auto head = read_head(longer);
        REQUIRE(head);
        CHECK_FALSE(head->is_shortest());
    }
}

TEST_CASE("the example of the specification is framed as it says") {
    CHECK(framed("Hello", nullptr) == "\x81\x05Hello");
    constexpr frame_mask theirs{0x37, static_cast<char>(0xfa), 0x21, 0x3d};
    CHECK(framed("Hello", &theirs) == "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
}

TEST_CASE("only what is last, plain and a message is a whole message") {
    struct row {
        unsigned char first;
        bool whole;
    };
    for (const auto& [first, whole] : {row{0x81, true},
                                       {0x82, true},
                                       {0x01, false},
                                       {0x80, false},
                                       {0x89, false},
                                       {0x83, false},
                                       {0xC1, false}}) {
        CAPTURE(first);
        const auto head = read_head(std::string{static_cast<char>(first)} + "\x01");
        REQUIRE(head);
        CHECK(head->is_whole_message() == whole);
    }
}

TEST_CASE("masking twice is not masking, wherever the parts are cut") {
    std::string payload;
    for (int i = 0; i < 100; ++i) payload += static_cast<char>(i * 7);
    for (std::size_t cut = 0; cut <= payload.size(); ++cut) {
        auto changed = payload;
        apply_mask(changed.data(), changed.size(), key);
        CHECK(changed != payload);
        apply_mask(changed.data(), cut, key);
        apply_mask(changed.data() + cut, changed.size() - cut, key, cut);
        CHECK(changed == payload);
    }
}

TEST_CASE("frames end where they end, however they come") {
    const auto first = framed("Hello", &key);
    const auto second = framed("", &key);
    const auto third = framed(std::string(300, 'x'), nullptr);
    const auto stream = first + second + third;
    for (std::size_t part = 1; part <= stream.size(); ++part) {
        frame_boundary boundary;
        std::string_view rest{stream};
        std::vector<std::size_t> ends;
        std::size_t at = 0;
        while (!rest.empty()) {
            const auto passed = boundary.pass(rest.substr(0, part));
            REQUIRE(passed > 0);
            rest.remove_prefix(passed);
            at += passed;
            if (boundary.between()) ends.push_back(at);
        }
        CHECK((ends == std::vector{first.size(), first.size() + second.size(), stream.size()}));
    }
}

TEST_CASE("masks are not given twice") {
    mask_source masks;
    std::set<frame_mask> seen;
    for (int i = 0; i < 1'000; ++i) seen.insert(masks.next());
    // Of 2^32, two of a thousand are the same once in ten thousand runs.
    CHECK(seen.size() >= 998);
}
