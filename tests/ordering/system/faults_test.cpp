#include <ordering/support/customer_page.hpp>
#include <ordering/support/temporary_directory.hpp>

#include <doctest/doctest.h>

namespace {

using contract::step;

/// At least once, and no better: messages come twice, late, out of order, and again.
asyncapi::memory::broker_options unreliable(std::uint64_t seed) {
    asyncapi::memory::broker_options broker;
    broker.redelivery_timeout = std::chrono::milliseconds{40};
    broker.faults.seed = seed;
    broker.faults.lose_delivered = 0.15;
    broker.faults.duplicate = 0.3;
    broker.faults.reorder = 0.3;
    broker.faults.delay = 0.2;
    return broker;
}

}  // namespace

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
            order_ids.push_back(page.accepted(wanted).order_id);
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
