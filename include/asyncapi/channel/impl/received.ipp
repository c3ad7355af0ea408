#pragma once

#include <asyncapi/channel/received.hpp>

namespace asyncapi::detail {

ASYNCAPI_DECL received_base::received_base() noexcept = default;
ASYNCAPI_DECL received_base::received_base(received_base&&) noexcept = default;
ASYNCAPI_DECL received_base& received_base::operator=(received_base&&) noexcept = default;
ASYNCAPI_DECL received_base::~received_base() = default;

ASYNCAPI_DECL message_context received_base::context() const {
    return message_context::of(metadata);
}

}  // namespace asyncapi::detail
