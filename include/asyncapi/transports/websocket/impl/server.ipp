#pragma once

#include <asyncapi/transports/websocket/detail/server_core.hpp>
#include <asyncapi/transports/websocket/impl/wire.ipp>
#include <asyncapi/transports/websocket/server.hpp>

#include <utility>

namespace asyncapi::websocket {

ASYNCAPI_DECL result<server> server::listen(const asio::any_io_executor& executor,
                                            server_options options) {
    auto core = std::make_shared<detail::server_core>(executor, std::move(options));
    if (auto listening = core->listen(); !listening) return listening.error();
    return server{std::move(core)};
}

ASYNCAPI_DECL server::server(std::shared_ptr<detail::server_core> core) : core_{std::move(core)} {}

ASYNCAPI_DECL std::shared_ptr<transport_interface> server::interface() const {
    return core_;
}

ASYNCAPI_DECL std::uint16_t server::port() const {
    return core_->port();
}

ASYNCAPI_DECL server_statistics server::statistics() const {
    return core_->statistics();
}

ASYNCAPI_DECL void server::disconnect(std::string_view peer_id, const close_reason& why) {
    core_->disconnect(peer_id, why);
}

ASYNCAPI_DECL void server::close() {
    core_->close();
}

}  // namespace asyncapi::websocket
