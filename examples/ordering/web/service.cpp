#include <web/service.hpp>

#include <web/listener.hpp>
#include <web/relay.hpp>

#include <contract/catalogue.hpp>
#include <contract/customer.hpp>
#include <contract/notification.hpp>
#include <contract/order_history.hpp>

#include <utility>

namespace web {
namespace {

contract::customer_refused no_customer_service() {
    return {contract::customer_refusal::unavailable, "The shop does not answer. Please try again."};
}

contract::order_refused no_ordering_service() {
    return {
        contract::order_refusal::unavailable, "The shop does not answer. Please try again.", {}};
}

}  // namespace

struct service::inside {
    listener door;
    question<contract::catalogue_request, contract::catalogue, contract::invalid_message> catalogue;
    question<contract::order_request, contract::order_accepted, contract::order_refused,
             contract::invalid_message>
        orders;
    question<contract::order_history_request, contract::order_history, contract::invalid_message>
        histories;
    question<contract::register_customer, contract::customer_session, contract::customer_refused,
             contract::invalid_message>
        registrations;
    question<contract::log_in, contract::customer_session, contract::customer_refused,
             contract::invalid_message>
        logins;
    question<contract::chat_history_request, contract::chat_history, contract::invalid_message>
        chat;
    stream<contract::log_out> logouts;
    stream<contract::stock_level> stock;
    stream<contract::order_status> statuses;
    stream<contract::chat_message> lines;

    inside(const asyncapi::any_transport& wire, const options& with)
        : door{wire.get_executor(), with},
          catalogue{door.pages(), wire, contract::get_catalogue, with.timeout},
          orders{door.pages(), wire, contract::place_order, with.timeout, no_ordering_service()},
          histories{door.pages(), wire, contract::get_order_history, with.timeout},
          registrations{door.pages(), wire, contract::register_account, with.timeout,
                        no_customer_service()},
          logins{door.pages(), wire, contract::open_session, with.timeout, no_customer_service()},
          chat{door.pages(), wire, contract::get_chat_history, with.timeout},
          logouts{door.pages(), wire, contract::logouts},
          stock{wire, door.pages(), contract::stock_changes},
          statuses{wire, door.pages(), contract::statuses},
          lines{wire, door.pages(), contract::chat_lines} {}
};

service::service(asyncapi::any_transport wire, const options& with)
    : inside_{std::make_unique<inside>(wire, with)} {}
service::service(service&&) noexcept = default;
service::~service() = default;

std::uint16_t service::port() const {
    return inside_->door.port();
}

void service::close() {
    inside_->door.close();
}

}  // namespace web
