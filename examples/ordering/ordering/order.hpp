#pragma once

#include <contract/customer.hpp>
#include <contract/delivery.hpp>
#include <contract/order.hpp>
#include <contract/payment.hpp>
#include <contract/stock.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace ordering {

/// An order as this service knows it.
struct order {
    std::string order_id;
    std::string correlation_id;
    std::optional<std::string> request_id;
    std::string product_id;
    std::string product_name;
    std::string store_id;
    std::int32_t quantity{1};
    contract::priority priority{contract::priority::normal};
    std::optional<std::string> email;
    std::optional<std::string> session_token;
    std::int64_t amount_cents{0};
    std::optional<contract::step> step;  ///< none: the customer has no answer yet
    bool holds_stock{true};
};

/// What an order waits for: the message that asks for it.
using command =
    std::variant<std::monostate, contract::validation_requested, contract::payment_requested,
                 contract::delivery_requested, contract::release_stock>;

/// \return what to ask for so that the order moves on; nothing at its end
///
/// Asking again is harmless: whoever is asked answers an order once and repeats that answer.
command next_command(const order& current);

/// \return whether `now` may move on to `next`
bool may_follow(contract::step now, contract::step next);

}  // namespace ordering
