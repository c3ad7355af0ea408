#include <ordering/driver.hpp>

#include <contract/identity.hpp>

#include <algorithm>
#include <utility>

namespace ordering {

driver::driver(const asyncapi::any_transport& wire, const options& with)
    : wire_{wire},
      options_{with},
      store_{with.database},
      statuses_{wire, contract::statuses},
      validations_{wire, contract::validation_requests},
      payments_{wire, contract::payment_requests},
      deliveries_{wire, contract::delivery_requests},
      releases_{wire, contract::release_requests} {}

void driver::resume() {
    alarm_ =
        wire_->time()->call_at(wire_.get_executor(), wire_->time()->now() + options_.patience / 2,
                               [weak = weak_from_this()] {
                                   if (const auto self = weak.lock()) self->resume();
                               });
    try {
        tell();
        for (const auto& each : store_.open_orders()) {
            if (held_.contains(each.order_id) || !due(each)) continue;
            auto& last = attempts_[each.order_id];
            last.command = next_command(each).index();
            last.patience = last.patience.count() == 0
                                ? options_.patience
                                : std::min(last.patience * 2, options_.max_patience);
            ask(each, last);
        }
    } catch (const std::exception&) {
        // The disk does not do what it should; the next round tries again.
    }
}

void driver::accepted(const std::string& order_id, const contract::stock_reserved& reserved) {
    const auto fresh = store_.find(order_id).value();
    store_.accept(order_id, reserved.product_name, reserved.unit_price_cents * fresh.quantity,
                  now(),
                  "Set aside: " + std::to_string(fresh.quantity) + " × " + reserved.product_name);
    tell();
    drive(store_.find(order_id).value());
}

void driver::abandoned(const std::string& order_id) {
    if (held_.count(order_id) > 1) return;
    if (const auto current = store_.find(order_id)) drive(*current);
}

void driver::give_back(order refused) {
    refused.request_id.reset();
    store_.begin(refused);
    drive(refused);
}

void driver::reached(const std::string& order_id, contract::step step, const std::string& detail) {
    if (!store_.advance(order_id, step, now(), detail)) return;
    tell();
    drive(store_.find(order_id).value());
}

void driver::failed(const std::string& order_id, contract::step from, const std::string& reason) {
    const auto current = store_.find(order_id);
    if (current && current->step == from) reached(order_id, contract::step::failed, reason);
}

void driver::released(const std::string& order_id) {
    store_.stock_returned(order_id);
    attempts_.erase(order_id);
}

void driver::drive(const order& current) {
    const auto wanted = next_command(current).index();
    if (wanted == 0) {
        attempts_.erase(current.order_id);
        return;
    }
    auto& last = attempts_[current.order_id];
    const bool under_way = last.command == wanted;
    last.command = wanted;
    last.patience = options_.patience;
    if (under_way) {
        last.next = wire_->time()->now() + last.patience;
    } else {
        ask(current, last);
    }
}

void driver::ask(const order& current, attempt& last) {
    last.next = wire_->time()->now() + last.patience;
    send(next_command(current), current.correlation_id);
}

// What cannot be sent now is sent when the order's patience ends.
void driver::send(const command& wanted, const std::string& correlation_id) {
    const asyncapi::send_options conversation{.correlation_id = correlation_id};
    if (const auto* validation = std::get_if<contract::validation_requested>(&wanted)) {
        static_cast<void>(validations_.send(*validation, conversation));
    } else if (const auto* payment = std::get_if<contract::payment_requested>(&wanted)) {
        static_cast<void>(payments_.send(*payment, conversation));
    } else if (const auto* delivery = std::get_if<contract::delivery_requested>(&wanted)) {
        static_cast<void>(deliveries_.send(*delivery, conversation));
    } else if (const auto* release = std::get_if<contract::release_stock>(&wanted)) {
        static_cast<void>(releases_.send(*release, conversation));
    }
}

void driver::tell() {
    for (const auto& each : store_.unsent()) {
        const asyncapi::send_options to{.parameters = {{"orderId", each.status.order_id}},
                                        .correlation_id = each.correlation_id};
        if (!statuses_.send(each.status, to)) return;
        store_.mark_sent(each.status.order_id, each.status.step);
    }
}

bool driver::due(const order& current) const {
    const auto found = attempts_.find(current.order_id);
    return found == attempts_.end() || found->second.next <= wire_->time()->now();
}

std::string driver::now() const {
    return contract::timestamp(wire_->time()->wall_clock());
}

}  // namespace ordering
