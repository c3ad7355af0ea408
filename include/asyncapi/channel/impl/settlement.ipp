#pragma once

#include <asyncapi/channel/settlement.hpp>
#include <asyncapi/channel/subscription.hpp>

#include <utility>

namespace asyncapi::detail {

ASYNCAPI_DECL settlement::settlement(std::shared_ptr<subscription_state> state, delivery of)
    : state_{std::move(state)},
      tag_{of.tag},
      address_{of.address},
      parameters_{state_->filter().match(of.address).value_or(asyncapi::parameters{})},
      attempt_{of.attempt} {
    if (state_->is_last(attempt_)) last_ = std::make_unique<delivery>(std::move(of));
}

ASYNCAPI_DECL settlement::settlement(settlement&& other) noexcept = default;

ASYNCAPI_DECL settlement& settlement::operator=(settlement&& other) noexcept {
    if (this != &other) {
        release();
        state_ = std::move(other.state_);
        tag_ = other.tag_;
        address_ = std::move(other.address_);
        parameters_ = std::move(other.parameters_);
        attempt_ = other.attempt_;
        last_ = std::move(other.last_);
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

ASYNCAPI_DECL void settlement::release_later(std::string_view why) {
    const auto state = std::exchange(state_, nullptr);
    if (!state) return;
    if (last_)
        state->give_up(std::move(*std::exchange(last_, nullptr)), why);
    else
        state->retry_later(tag_, attempt_);
}

}  // namespace asyncapi::detail
