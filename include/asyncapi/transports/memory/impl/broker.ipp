#pragma once

#include <asyncapi/transports/memory/broker.hpp>
#include <asyncapi/transports/memory/hub.hpp>

#include <utility>

namespace asyncapi::memory {

ASYNCAPI_DECL broker::broker(broker_options options)
    : hub_{std::make_shared<detail::hub>(std::move(options))} {}

ASYNCAPI_DECL const broker_options& broker::options() const noexcept {
    return hub_->options();
}
ASYNCAPI_DECL broker_statistics broker::statistics() const {
    return hub_->statistics();
}

}  // namespace asyncapi::memory
