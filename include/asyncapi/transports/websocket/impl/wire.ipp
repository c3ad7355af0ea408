#pragma once

#include <asyncapi/transports/websocket/detail/client_stream.hpp>
#include <asyncapi/transports/websocket/detail/server_stream.hpp>
#include <asyncapi/transports/websocket/detail/tcp_listener.hpp>
#include <asyncapi/transports/websocket/detail/wire.hpp>

namespace asyncapi::websocket::detail {

ASYNCAPI_DECL std::shared_ptr<message_stream> open_client_stream(
    const asio::any_io_executor& executor, const client_target& target, const tls_options& tls,
    const stream_limits& limits, std::weak_ptr<stream_events> owner) {
    auto opened =
        std::make_shared<outgoing_stream>(executor, target, tls, limits, std::move(owner));
    opened->start();
    return opened;
}

ASYNCAPI_DECL result<std::shared_ptr<listener>> open_listener(const asio::any_io_executor& executor,
                                                              const std::string& address,
                                                              std::uint16_t port,
                                                              const std::optional<tls_options>& tls,
                                                              const stream_limits& limits) {
    error_code code;
    const auto where = asio::ip::make_address(address, code);
    if (code) return error{code, "not an IP address to listen at: " + address};
    std::shared_ptr<asio::ssl::context> context;
    if (tls) {
        auto made = make_tls_context(*tls, true);
        if (!made) return made.error();
        context = *made;
    }
    auto opened = std::make_shared<tcp_listener>(executor, std::move(context), limits);
    code = opened->open({where, port});
    if (code) return error{code, "cannot listen at " + address + ":" + std::to_string(port)};
    return std::shared_ptr<listener>{std::move(opened)};
}

}  // namespace asyncapi::websocket::detail
