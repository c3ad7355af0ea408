#include <asyncapi/transports/mqtt/detail/inherited_ids.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

using asyncapi::mqtt::detail::inherited_ids;
using asyncapi::mqtt::detail::packet_ids;
using ids = std::vector<std::uint16_t>;

namespace {

ids release(inherited_ids& all, std::uint16_t next, std::size_t ahead) {
    auto released = all.to_release(next, ahead);
    for (const auto id : released) all.on_released(id);
    return released;
}

}  // namespace

TEST_CASE("in a session of its own a program has clean ids") {
    inherited_ids all;
    CHECK(all.clean(1));
    CHECK((all.to_release(1, 10) == ids{}));
    CHECK_FALSE(all.settle(1));
    all.on_inherited();
    CHECK_FALSE(all.clean(1));
    all.on_new_session();
    CHECK(all.clean(1));
    CHECK((all.to_release(1, 10) == ids{}));
}

TEST_CASE("an inherited id is clean when its release was answered, some are released ahead") {
    inherited_ids all;
    all.on_inherited();
    CHECK((release(all, 1, 2) == ids{1, 2, 3, 4, 5}));
    CHECK(all.awaited() == 5);
    CHECK_FALSE(all.clean(1));
    CHECK((release(all, 1, 2) == ids{}));
    CHECK(all.settle(2));
    CHECK(all.clean(2));
    CHECK_FALSE(all.clean(1));
    CHECK_FALSE(all.settle(2));
    CHECK((release(all, 3, 2) == ids{}));
    CHECK((release(all, 4, 2) == ids{6, 7, 8}));
}

TEST_CASE("ids go round, and each is released once") {
    inherited_ids all;
    all.on_inherited();
    constexpr auto last = packet_ids::last;
    CHECK((release(all, last, 1) == ids{last, 1, 2}));
    for (const auto id : {last, std::uint16_t{1}, std::uint16_t{2}}) CHECK(all.settle(id));
    CHECK((release(all, 1, 1) == ids{}));
    CHECK(release(all, 3, 100'000).size() == last - 3);
}

TEST_CASE("what was not answered is released again over the next connection") {
    inherited_ids all;
    all.on_inherited();
    release(all, 1, 1);
    CHECK(all.settle(1));
    all.on_connection_lost(true);
    CHECK(all.awaited() == 0);
    CHECK(all.clean(1));
    CHECK((release(all, 2, 1) == ids{2, 3, 4}));
}

TEST_CASE("a broker that ends each connection for a release holds nothing") {
    inherited_ids all;
    all.on_inherited();
    const auto lose = [&](bool by_broker) {
        release(all, 1, 1);
        all.on_connection_lost(by_broker);
    };
    lose(true);
    lose(true);
    lose(false);  // the network's doing
    lose(true);
    lose(true);
    CHECK_FALSE(all.clean(1));
    lose(true);
    CHECK(all.clean(1));
}
