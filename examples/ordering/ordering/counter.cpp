#include <ordering/counter.hpp>

#include <contract/identity.hpp>

#include <algorithm>
#include <utility>

namespace ordering {
namespace {

namespace asio = boost::asio;

contract::order_refused unavailable(std::string reason) {
    return {contract::order_refusal::unavailable, std::move(reason), {}};
}

contract::order_refusal refusal_of(contract::stock_refusal code) {
    switch (code) {
        case contract::stock_refusal::unknown_product:
            return contract::order_refusal::unknown_product;
        case contract::stock_refusal::unknown_store:
            return contract::order_refusal::unknown_store;
        case contract::stock_refusal::insufficient_stock:
            return contract::order_refusal::insufficient_stock;
        case contract::stock_refusal::quantity_too_large:
            return contract::order_refusal::quantity_too_large;
        case contract::stock_refusal::cancelled:
            return contract::order_refusal::unavailable;
    }
    return contract::order_refusal::unavailable;
}

bool same_wish(const order& earlier, const contract::order_request& wanted) {
    return earlier.product_id == wanted.product_id && earlier.store_id == wanted.store_id &&
           earlier.quantity == wanted.quantity && earlier.priority == wanted.order_priority &&
           earlier.email == wanted.email;
}

std::int32_t remaining(const std::vector<contract::stock_level>& levels,
                       const std::string& product_id) {
    const auto found = std::ranges::find(levels, product_id, &contract::stock_level::product_id);
    return found == levels.end() ? 0 : found->available;
}

/// \return the sender's correlation id if it can be stored and shown, else a new one
std::string presentable(std::string correlation_id) {
    const bool plain =
        std::ranges::all_of(correlation_id, [](char c) { return c > ' ' && c < 127; });
    if (correlation_id.empty() || correlation_id.size() > 128 || !plain) {
        return asyncapi::metadata::make_id();
    }
    return correlation_id;
}

/// What a request is known by when it comes again: by its `requestId` if a customer repeats it, as
/// the same message if a broker does. No `requestId` has a colon.
std::optional<std::string> request_key(const contract::order_request& wanted,
                                       const std::string& message_id) {
    if (wanted.request_id) return wanted.request_id;
    if (message_id.empty()) return {};
    return "message:" + message_id;
}

/// While it lives, the driver leaves the order alone.
class being_placed {
public:
    being_placed(driver& orders, std::string order_id)
        : orders_{orders}, order_id_{std::move(order_id)} {
        orders_.hold(order_id_);
    }
    being_placed(const being_placed&) = delete;
    being_placed& operator=(const being_placed&) = delete;
    ~being_placed() { orders_.let_go(order_id_); }

private:
    driver& orders_;
    std::string order_id_;
};

}  // namespace

counter::counter(const asyncapi::any_transport& wire, const options& with,
                 std::shared_ptr<driver> orders)
    : timeout_{with.stock_timeout}, orders_{std::move(orders)}, stock_{wire, contract::reserve} {}

asio::awaitable<counter::answer> counter::place(std::shared_ptr<counter> self,
                                                contract::order_request wanted,
                                                std::string correlation_id,
                                                std::string message_id) {
    if (!wanted.email && !wanted.session_token) {
        co_return contract::order_refused{contract::order_refusal::customer_missing,
                                          "Please log in, or leave an e-mail address.",
                                          {}};
    }
    auto key = request_key(wanted, message_id);
    if (key) {
        if (auto earlier = self->orders_->store().find_request(*key)) {
            if (!same_wish(*earlier, wanted)) {
                co_return contract::order_refused{contract::order_refusal::request_reused,
                                                  "This request was used for another order.",
                                                  {}};
            }
            // Asking for its stock again gets the same answer, unless that is being given back.
            if (!earlier->step && !self->orders_->is_held(earlier->order_id)) {
                co_return unavailable("This order is being worked on. Please ask again.");
            }
            auto work = reserve(self, *std::move(earlier));
            co_return co_await std::move(work);
        }
    }

    order fresh{
        .order_id = contract::new_id("ORD-"),
        .correlation_id = presentable(std::move(correlation_id)),
        .request_id = std::move(key),
        .product_id = std::move(wanted.product_id),
        .product_name = {},
        .store_id = std::move(wanted.store_id),
        .quantity = wanted.quantity,
        .priority = wanted.order_priority,
        .email = std::move(wanted.email),
        .session_token = std::move(wanted.session_token),
        .amount_cents = 0,
        .step = {},
    };
    self->orders_->store().begin(fresh);
    auto work = reserve(self, std::move(fresh));
    co_return co_await std::move(work);
}

asio::awaitable<counter::answer> counter::reserve(std::shared_ptr<counter> self, order current) {
    const being_placed placing{*self->orders_, current.order_id};
    const contract::reserve_stock wanted{current.order_id, current.product_id, current.store_id,
                                         current.quantity};
    const asyncapi::send_options conversation{.correlation_id = current.correlation_id};
    auto work = self->stock_.request(wanted, self->timeout_, conversation);
    const auto stock = co_await std::move(work);
    co_return self->decide(current, stock);
}

counter::answer counter::decide(const order& placed,
                                const asyncapi::result<stock_requester::reply_type>& stock) {
    // The same request may have been answered meanwhile.
    const auto current = orders_->store().find(placed.order_id);
    const bool accepted_before = current && current->step;

    const auto* reserved = stock ? stock->get_if<contract::stock_reserved>() : nullptr;
    if (reserved != nullptr && !current) {
        // Refused meanwhile, and somebody else's pieces came back in between.
        orders_->give_back(placed);
        return unavailable("The stock has changed. Please try again.");
    }
    if (reserved != nullptr) {
        if (!accepted_before) orders_->accepted(placed.order_id, *reserved);
        const auto accepted = orders_->store().find(placed.order_id).value();
        return contract::order_accepted{
            .order_id = accepted.order_id,
            .product_id = accepted.product_id,
            .store_id = accepted.store_id,
            .quantity = accepted.quantity,
            .amount_cents = accepted.amount_cents,
            .remaining = reserved->remaining,
            .products = reserved->products,
        };
    }
    const auto* refused = stock ? stock->get_if<contract::stock_refused>() : nullptr;
    if (refused != nullptr && accepted_before) {
        // Accepted before, and failed since: its pieces are back on the shelf.
        return contract::order_accepted{
            current->order_id,     current->product_id,
            current->store_id,     current->quantity,
            current->amount_cents, remaining(refused->products, current->product_id),
            refused->products};
    }
    if (refused != nullptr) {
        orders_->store().forget(placed.order_id);
        return contract::order_refused{refusal_of(refused->code), refused->reason,
                                       refused->products};
    }
    if (current && !accepted_before) orders_->abandoned(placed.order_id);
    return unavailable("The shop cannot look into its stock just now. Please try again.");
}

}  // namespace ordering
