#pragma once

#include <asyncapi/transports/websocket/client.hpp>
#include <asyncapi/transports/websocket/detail/client_core.hpp>
#include <asyncapi/transports/websocket/impl/wire.ipp>

#include <utility>

namespace asyncapi::websocket {

ASYNCAPI_DECL client::client(const asio::any_io_executor& executor, client_options options)
    : core_{std::make_shared<detail::client_core>(executor, std::move(options))} {
    core_->start();
}

ASYNCAPI_DECL std::shared_ptr<transport_interface> client::interface() const {
    return core_;
}

ASYNCAPI_DECL client_state client::state() const {
    return core_->state();
}

ASYNCAPI_DECL asio::awaitable<result<void>> client::connected(
    std::optional<time_source::time_point> deadline) const {
    return core_->connected(deadline);
}

ASYNCAPI_DECL client_statistics client::statistics() const {
    return core_->statistics();
}

ASYNCAPI_DECL void client::close() {
    core_->close();
}

}  // namespace asyncapi::websocket
