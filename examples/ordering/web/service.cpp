#include <web/service.hpp>

#include <web/access.hpp>
#include <web/page_files.hpp>
#include <web/relay.hpp>

#include <contract/catalogue.hpp>
#include <contract/customer.hpp>
#include <contract/notification.hpp>
#include <contract/order_history.hpp>

#include <asyncapi/transports/websocket/server.hpp>

#include <stdexcept>
#include <utility>

namespace web {
namespace {

namespace websocket = asyncapi::websocket;

websocket::server listen(const asyncapi::any_transport& wire, const options& with) {
    auto files = std::make_shared<const page_files>(with.page);
    websocket::server_options server;
    server.address = with.address;
    server.port = with.port;
    server.paths = {"/channels"};
    server.bare = false;
    server.limits.max_payload_bytes = 64 * 1024;
    server.authorize = [](const websocket::peer&, std::string_view address,
                          websocket::direction direction) { return page_may(address, direction); };
    server.on_http = [files = std::move(files)](const websocket::http_request& request) {
        return files->answer(request);
    };
    auto listening = websocket::server::listen(wire.get_executor(), std::move(server));
    if (!listening) throw std::runtime_error{"the page: " + listening.error().to_string()};
    return *std::move(listening);
}

contract::customer_refused no_customer_service() {
    return {contract::customer_refusal::unavailable, "The shop does not answer. Please try again."};
}

contract::order_refused no_ordering_service() {
    return {
        contract::order_refusal::unavailable, "The shop does not answer. Please try again.", {}};
}

}  // namespace

struct service::inside {
    websocket::server server;
    asyncapi::any_transport pages;
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
        : server{listen(wire, with)},
          pages{server},
          catalogue{pages, wire, contract::get_catalogue, with.timeout},
          orders{pages, wire, contract::place_order, with.timeout, no_ordering_service()},
          histories{pages, wire, contract::get_order_history, with.timeout},
          registrations{pages, wire, contract::register_account, with.timeout,
                        no_customer_service()},
          logins{pages, wire, contract::open_session, with.timeout, no_customer_service()},
          chat{pages, wire, contract::get_chat_history, with.timeout},
          logouts{pages, wire, contract::logouts},
          stock{wire, pages, contract::stock_changes},
          statuses{wire, pages, contract::statuses},
          lines{wire, pages, contract::chat_lines} {}
};

service::service(asyncapi::any_transport wire, const options& with)
    : inside_{std::make_unique<inside>(wire, with)} {}
service::service(service&&) noexcept = default;
service::~service() = default;

std::uint16_t service::port() const {
    return inside_->server.port();
}

void service::close() {
    inside_->server.close();
}

}  // namespace web
