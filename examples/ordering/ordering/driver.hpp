#pragma once

#include <ordering/order_store.hpp>
#include <ordering/service.hpp>

#include <asyncapi/channel.hpp>

#include <map>
#include <memory>
#include <set>
#include <string>

namespace ordering {

/// Moves accepted orders from step to step: asks for what an order waits for, again after a while,
/// and tells everyone what has happened.
class driver : public std::enable_shared_from_this<driver> {
public:
    driver(const asyncapi::any_transport& wire, const options& with);

    order_store& store() noexcept { return store_; }

    /// Goes on with all orders that wait for something; now, and from time to time.
    void resume();

    /// An order was answered with yes.
    void accepted(const std::string& order_id, const contract::stock_reserved& reserved);

    /// An order was not answered with yes, and whether it holds stock is not known. Nothing happens
    /// while the same request is being answered once more.
    void abandoned(const std::string& order_id);

    /// An order that was answered with no holds stock all the same.
    void give_back(order refused);

    /// An order has reached a step.
    void reached(const std::string& order_id, contract::step step, const std::string& detail);

    /// An order cannot go on from the step `from`; one that has gone on is not touched.
    void failed(const std::string& order_id, contract::step from, const std::string& reason);

    /// An order's pieces are back.
    void released(const std::string& order_id);

    /// Keeps `resume` away from an order whose answer is being worked on; once for each answer.
    void hold(const std::string& order_id) { held_.insert(order_id); }
    void let_go(const std::string& order_id) { held_.erase(held_.find(order_id)); }
    bool is_held(const std::string& order_id) const { return held_.contains(order_id); }

private:
    /// What was last asked for, and when to ask again.
    struct attempt {
        std::size_t command = 0;
        asyncapi::time_source::time_point next;
        std::chrono::milliseconds patience{0};
    };

    void drive(const order& current);
    void ask(const order& current, attempt& last);
    void send(const command& wanted, const std::string& correlation_id);
    void tell();
    bool due(const order& current) const;
    std::string now() const;

    asyncapi::any_transport wire_;
    options options_;
    order_store store_;
    asyncapi::channel<contract::order_status> statuses_;
    asyncapi::channel<contract::validation_requested> validations_;
    asyncapi::channel<contract::payment_requested> payments_;
    asyncapi::channel<contract::delivery_requested> deliveries_;
    asyncapi::channel<contract::release_stock> releases_;
    std::map<std::string, attempt> attempts_;
    std::multiset<std::string> held_;
    asyncapi::time_source::ticket alarm_;
};

}  // namespace ordering
