#include <asyncapi/transports/mqtt/detail/keep_alive.hpp>

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using asyncapi::mqtt::detail::keep_alive;
using action = keep_alive::action;
using time_point = keep_alive::time_point;

namespace {

time_point at(std::chrono::milliseconds when) {
    return time_point{when};
}

}  // namespace

TEST_CASE("a silent broker is asked after an interval, and given up after one and a half") {
    keep_alive watch{10s, at(0s)};
    CHECK((watch.next() == at(10s)));
    CHECK(watch.step(at(9999ms), true) == action::none);
    CHECK(watch.step(at(10s), true) == action::ping);
    CHECK((watch.next() == at(15s)));
    CHECK(watch.step(at(14'999ms), true) == action::none);
    CHECK(watch.step(at(15s), true) == action::give_up);
}

TEST_CASE("an answer starts a new interval") {
    keep_alive watch{10s, at(0s)};
    CHECK(watch.step(at(10s), true) == action::ping);
    watch.on_received(at(12s));
    CHECK(watch.step(at(15s), true) == action::none);
    CHECK(watch.step(at(20s), true) == action::ping);
    CHECK(watch.step(at(25s), true) == action::give_up);
}

TEST_CASE("a broker that only sends, or is only sent to, is asked all the same") {
    keep_alive sends{10s, at(0s)};
    sends.on_received(at(9s));
    CHECK(sends.step(at(10s), true) == action::ping);
    keep_alive is_sent_to{10s, at(0s)};
    is_sent_to.on_sent(at(9s));
    CHECK(is_sent_to.step(at(10s), true) == action::ping);
    CHECK(is_sent_to.step(at(15s), true) == action::give_up);
}

TEST_CASE("a broker that is not read is not given up, and still hears that this side lives") {
    keep_alive watch{10s, at(0s)};
    CHECK(watch.step(at(10s), false) == action::ping);
    for (auto now = at(11s); now < at(100s); now = std::max(now + 1s, watch.next())) {
        const auto next = watch.step(now, false);
        CHECK(next != action::give_up);
        CHECK((watch.next() > now));
    }
    // Read again, it has an interval and a half.
    const auto now = at(100s);
    CHECK(watch.step(now, false) != action::give_up);
    CHECK(watch.step(now + 4999ms, true) != action::give_up);
}

TEST_CASE("an interval of 0 asks nothing") {
    keep_alive off{0s, at(0s)};
    CHECK(off.off());
    CHECK(off.step(at(1000h), true) == action::none);
}
