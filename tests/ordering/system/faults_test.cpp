#include <ordering/support/customer_page.hpp>
#include <ordering/support/temporary_directory.hpp>

#include <doctest/doctest.h>

namespace {

using contract::step;

/// At least once, and no better: messages come twice, late, out of order, and again.
asyncapi::memory::broker_options unreliable(std::uint64_t seed) {
    asyncapi::memory::broker_options broker;
    // Longer than a busy machine takes to work on a message, else it repeats faster than it works.
    broker.redelivery_timeout = std::chrono::milliseconds{500};
    broker.faults.seed = seed;
    broker.faults.lose_delivered = 0.15;
    broker.faults.duplicate = 0.3;
    broker.faults.reorder = 0.3;
    broker.faults.delay = 0.2;
    return broker;
}

/// Repeats a request until the shop has the time to answer it, as the page lets a customer do.
contract::order_accepted accepted_at_last(customer_page& page,
                                          const contract::order_request& wanted) {
    for (;;) {
        const auto answer = page.order(wanted);
        if (const auto* yes = std::get_if<contract::order_accepted>(&answer)) return *yes;
        REQUIRE(std::get<contract::order_refused>(answer).code ==
                contract::order_refusal::unavailable);
    }
}

}  // namespace

TEST_CASE("a request that arrives twice orders once, whether or not it has a request id") {
    for (const bool with_id : {true, false}) {
        CAPTURE(with_id);
        const temporary_directory directory;
        asyncapi::memory::broker_options broker;
        broker.faults.duplicate = 1;
        open_shop shop{directory.path(), 1000, broker};
        customer_page page{shop};
        auto wanted = moka_pot();
        if (with_id) wanted.request_id = "request-0001";

        const auto accepted = page.accepted(wanted);
        page.follow(accepted.order_id, step::delivered);

        CHECK(accepted.remaining == 11);
        CHECK(shop.lines_with({"OrderRefused"}).empty());
        for (const auto& level : page.catalogue().stock) {
            if (level.product_id == "moka-pot" && level.store_id == "lisbon") {
                CHECK(level.available == 11);
            }
        }
    }
}

TEST_CASE("orders arrive, once, over a broker that repeats, delays and reorders messages") {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        CAPTURE(seed);
        const temporary_directory directory;
        open_shop shop{directory.path(), 1000, unreliable(seed)};
        customer_page page{shop};
        std::vector<std::string> order_ids;
        for (int i = 0; i < 6; ++i) {
            auto wanted = moka_pot();
            wanted.product_id = i == 0 ? "espresso-machine" : "espresso-beans";
            wanted.quantity = i == 0 ? 2 : i;
            wanted.request_id = "request-000" + std::to_string(i);
            order_ids.push_back(accepted_at_last(page, wanted).order_id);
        }

        for (const auto& id : order_ids) {
            const bool too_dear = id == order_ids.front();
            const auto end = too_dear ? step::failed : step::delivered;
            shop.run_until([&] {
                return !shop.lines_with({" ordering ", "-> order/" + id + "/status",
                                         too_dear ? "step=failed" : "step=delivered"})
                            .empty();
            });
            const auto history = page.history(id);
            CHECK(history.size() == (too_dear ? 3U : 6U));
            CHECK(history.back().step == end);
        }
        shop.run_until([&] {
            for (const auto& level : page.catalogue().stock) {
                if (level.store_id != "lisbon") continue;
                if (level.product_id == "espresso-machine" && level.available != 3) return false;
                if (level.product_id == "espresso-beans" && level.available != 105) return false;
            }
            return true;
        });
    }
}
