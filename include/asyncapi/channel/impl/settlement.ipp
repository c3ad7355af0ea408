#pragma once

#include <asyncapi/channel/settlement.hpp>
#include <asyncapi/channel/subscription.hpp>

#include <utility>

namespace asyncapi::detail {

ASYNCAPI_DECL settlement::settlement(std::shared_ptr<subscription_state> state, const delivery& of)
    : state_{std::move(state)},
      tag_{of.tag},
      address_{of.address},
      parameters_{state_->filter().match(of.address).value_or(asyncapi::parameters{})},
      attempt_{of.attempt} {}

ASYNCAPI_DECL settlement::settlement(settlement&& other) noexcept = default;

ASYNCAPI_DECL settlement& settlement::operator=(settlement&& other) noexcept {
    if (this != &other) {
        release();
        state_ = std::move(other.state_);
        tag_ = other.tag_;
        address_ = std::move(other.address_);
        parameters_ = std::move(other.parameters_);
        attempt_ = other.attempt_;
    }
    return *this;
}

ASYNCAPI_DECL settlement::~settlement() {
    release();
}

ASYNCAPI_DECL void settlement::acknowledge() {
    if (const auto state = std::exchange(state_, nullptr)) state->acknowledge(tag_);
}

ASYNCAPI_DECL void settlement::release() {
    if (const auto state = std::exchange(state_, nullptr)) state->release(tag_);
}

ASYNCAPI_DECL void settlement::release_later() {
    if (const auto state = std::exchange(state_, nullptr)) state->release_later(tag_, attempt_);
}

}  // namespace asyncapi::detail
