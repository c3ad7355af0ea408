#include <ordering/order.hpp>

namespace ordering {

command next_command(const order& current) {
    if (!current.step) {
        return contract::release_stock{current.order_id, "The order was never answered."};
    }
    switch (*current.step) {
        case contract::step::received:
            return contract::validation_requested{current.order_id, current.email,
                                                  current.session_token};
        case contract::step::validated:
            return contract::payment_requested{current.order_id, current.amount_cents};
        case contract::step::paid:
        case contract::step::packaged:
        case contract::step::dispatched:
            return contract::delivery_requested{current.order_id, current.product_id,
                                                current.store_id, current.quantity,
                                                current.priority};
        case contract::step::failed:
            if (!current.holds_stock) return {};
            return contract::release_stock{current.order_id, "The order failed."};
        case contract::step::delivered:
            return {};
    }
    return {};
}

bool may_follow(contract::step now, contract::step next) {
    if (now == contract::step::delivered || now == contract::step::failed) return false;
    return next > now;
}

}  // namespace ordering
