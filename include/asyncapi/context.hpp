#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/metadata.hpp>

#include <string>
#include <utility>

namespace asyncapi {

/// What a message hands on to all that is sent because of it.
struct message_context {
    std::string correlation_id;
    trace_context trace;

    static message_context of(const metadata& received) {
        return {received.correlation_id, received.trace};
    }
};

namespace detail {

const message_context*& ambient_context() noexcept;

class context_scope {
public:
    explicit context_scope(const message_context* current) noexcept
        : before_{std::exchange(ambient_context(), current)} {}
    context_scope(const context_scope&) = delete;
    context_scope& operator=(const context_scope&) = delete;
    ~context_scope() { ambient_context() = before_; }

private:
    const message_context* before_;
};

}  // namespace detail
}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/impl/context.ipp>
#endif
