#pragma once

#include <asyncapi/transports/memory/session.hpp>
#include <asyncapi/transports/memory/transport.hpp>

namespace asyncapi::memory {

ASYNCAPI_DECL transport::transport(const asio::any_io_executor& executor, const broker& through)
    : session_{std::make_shared<detail::session>(executor, through.hub_)} {
    asyncapi::detail::context_watch::add(executor, session_);
}

ASYNCAPI_DECL transport::transport(const asio::any_io_executor& executor)
    : transport{executor, broker{}} {}

ASYNCAPI_DECL std::shared_ptr<transport_interface> transport::interface() const {
    return session_;
}

ASYNCAPI_DECL void transport::close() const {
    session_->close();
}

}  // namespace asyncapi::memory
