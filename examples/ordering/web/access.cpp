#include <web/access.hpp>

#include <contract/catalogue.hpp>
#include <contract/customer.hpp>
#include <contract/notification.hpp>
#include <contract/order_history.hpp>

#include <asyncapi/address.hpp>

#include <algorithm>

namespace web {
namespace {

bool is_order_id(std::string_view text) {
    return text.size() == 14 && text.starts_with("ORD-") &&
           std::ranges::all_of(text.substr(4), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
           });
}

}  // namespace

bool page_may(std::string_view address, asyncapi::websocket::direction direction) {
    if (direction == asyncapi::websocket::direction::publish) {
        static constexpr std::string_view questions[] = {
            contract::get_catalogue.address,     contract::place_order.address,
            contract::get_order_history.address, contract::register_account.address,
            contract::open_session.address,      contract::logouts.address,
            contract::get_chat_history.address,
        };
        return std::ranges::find(questions, address) != std::end(questions);
    }
    if (address == contract::stock_changes.address || address == contract::chat_lines.address) {
        return true;
    }
    const auto status = asyncapi::address_template{contract::statuses.address}.match(address);
    if (!status) return false;
    const auto* order_id = asyncapi::find_parameter(*status, "orderId");
    return order_id != nullptr && is_order_id(*order_id);
}

}  // namespace web
