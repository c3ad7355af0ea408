#pragma once

#include <asyncapi/context.hpp>

namespace asyncapi::detail {

ASYNCAPI_DECL const message_context*& ambient_context() noexcept {
    static thread_local const message_context* current = nullptr;
    return current;
}

}  // namespace asyncapi::detail
