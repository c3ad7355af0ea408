#pragma once

#include <asyncapi/transports/mqtt/client.hpp>
#include <asyncapi/transports/mqtt/detail/client_core.hpp>

#include <utility>

namespace asyncapi::mqtt {

ASYNCAPI_DECL client::client(const asio::any_io_executor& executor, client_options options)
    : core_{std::make_shared<detail::client_core>(executor, std::move(options))} {
    core_->start();
}

ASYNCAPI_DECL std::shared_ptr<transport_interface> client::interface() const {
    return core_;
}

ASYNCAPI_DECL connection_state client::state() const {
    return core_->state();
}

ASYNCAPI_DECL const std::string& client::client_id() const {
    return core_->client_id();
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

}  // namespace asyncapi::mqtt
