#include <notification/outbox.hpp>

#include <ordering/support/temporary_directory.hpp>

#include <doctest/doctest.h>

namespace {

const contract::order_status paid{"ORD-AAAAAAAAAA", contract::step::paid, "t0", ""};
const contract::order_status delivered{"ORD-AAAAAAAAAA", contract::step::delivered, "t1", ""};

}  // namespace

TEST_CASE("a step that is told twice is noted once") {
    notification::outbox box{":memory:"};

    CHECK(box.add(paid, "paid", "conversation-1"));
    CHECK_FALSE(box.add(paid, "paid", "conversation-1"));
    CHECK(box.add(delivered, "delivered", "conversation-1"));

    CHECK(box.waiting(10).size() == 2);
    CHECK(box.waiting(1).size() == 1);
    CHECK(box.waiting(1)[0].text == "paid");
}

TEST_CASE("a settled line is not posted again, not even when it is told again") {
    notification::outbox box{":memory:"};
    box.add(paid, "paid", "conversation-1");
    box.settle(box.waiting(1)[0].position);

    CHECK(box.waiting(10).empty());
    CHECK_FALSE(box.add(paid, "paid", "conversation-1"));
    CHECK(box.waiting(10).empty());
}

TEST_CASE("a restart remembers what waits and how often it was tried") {
    const temporary_directory directory;
    {
        notification::outbox box{directory / "notification.db"};
        box.add(paid, "paid", "conversation-1");
        box.count_attempt(box.waiting(1)[0].position);
    }

    const notification::outbox box{directory / "notification.db"};
    REQUIRE(box.waiting(10).size() == 1);
    CHECK(box.waiting(10)[0].attempts == 1);
    CHECK(box.waiting(10)[0].correlation_id == "conversation-1");
}
