#pragma once

#include <ordering/driver.hpp>

#include <asyncapi/requester.hpp>

#include <memory>
#include <variant>

namespace ordering {

/// Where customers order: decides on the answer.
class counter {
public:
    using answer =
        std::variant<contract::order_accepted, contract::order_refused, contract::invalid_message>;

    counter(const asyncapi::any_transport& wire, const options& with,
            std::shared_ptr<driver> orders);

    static asyncapi::asio::awaitable<answer> place(std::shared_ptr<counter> self,
                                                   contract::order_request wanted,
                                                   std::string correlation_id,
                                                   std::string message_id);

private:
    using stock_requester = asyncapi::requester<contract::reserve_stock, contract::stock_reserved,
                                                contract::stock_refused, contract::invalid_message>;

    static asyncapi::asio::awaitable<answer> reserve(std::shared_ptr<counter> self, order current);

    answer decide(const order& placed, const asyncapi::result<stock_requester::reply_type>& stock);

    std::chrono::milliseconds timeout_;
    std::shared_ptr<driver> orders_;
    stock_requester stock_;
};

}  // namespace ordering
