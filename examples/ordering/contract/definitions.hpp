#pragma once

#include <contract/catalogue.hpp>
#include <contract/customer.hpp>
#include <contract/delivery.hpp>
#include <contract/notification.hpp>
#include <contract/order.hpp>
#include <contract/order_history.hpp>
#include <contract/payment.hpp>
#include <contract/stock.hpp>

#include <asyncapi/contract/implements.hpp>

namespace contract {

/// Whether every C++ definition is what a document says; where one is not, nothing compiles.
template <class Document>
constexpr bool implements_document() {
    return asyncapi::implements<Document, get_catalogue, stock_changes, reserve, release_requests,
                                release_confirmations, place_order, get_order_history, statuses,
                                register_account, open_session, logouts, validation_requests,
                                validation_results, payment_requests, payment_completions,
                                payment_failures, delivery_requests, delivery_updates,
                                notifications, chat_lines, get_chat_history>();
}

}  // namespace contract
