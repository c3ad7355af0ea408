#pragma once

#include <asyncapi/channel/settlement.hpp>
#include <asyncapi/channel/subscription.hpp>
#include <asyncapi/detail/copy_text.hpp>
#include <asyncapi/middleware.hpp>

#include <utility>

namespace asyncapi::detail {

ASYNCAPI_DECL settlement::settlement() noexcept = default;

ASYNCAPI_DECL void settlement::begin(const std::shared_ptr<subscription_state>& state,
                                     delivery&& of) {
    release();
    state_ = state;
    tag_ = of.tag;
    parameters_.clear();
    if (!state->is_concrete())
        if (auto values = state->filter().match(of.address)) parameters_ = *std::move(values);
    attempt_ = of.attempt;
    retained_ = of.retained;
    if (state->wire().middlewares()) {
        accepted_ = state->wire()->time()->now();
        sent_ = of.metadata.time;
    }
    copy_text(of.address, address_);
    last_ = state->is_last(attempt_) ? std::make_unique<delivery>(std::move(of)) : nullptr;
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
        retained_ = other.retained_;
        accepted_ = other.accepted_;
        sent_ = other.sent_;
        last_ = std::move(other.last_);
    }
    return *this;
}

ASYNCAPI_DECL settlement::~settlement() {
    release();
}

ASYNCAPI_DECL void settlement::acknowledge() {
    const auto state = std::exchange(state_, nullptr);
    if (!state) return;
    state->acknowledge(tag_);
    report(*state, outcome::acknowledged);
}

ASYNCAPI_DECL void settlement::release() {
    const auto state = std::exchange(state_, nullptr);
    if (!state) return;
    state->release(tag_);
    report(*state, outcome::released);
}

ASYNCAPI_DECL void settlement::release_later(std::string_view why) {
    const auto state = std::exchange(state_, nullptr);
    if (!state) return;
    report(*state, last_ ? outcome::given_up : outcome::retried);
    if (last_)
        state->give_up(std::move(*std::exchange(last_, nullptr)), why);
    else
        state->retry_later(tag_, attempt_);
}

ASYNCAPI_DECL void settlement::report(const subscription_state& state, outcome what) const {
    if (!state.wire().middlewares()) return;
    settled_message settled{state.channel(), tag_, attempt_, what};
    settled.handling = state.wire()->time()->now() - accepted_;
    if (sent_ && what == outcome::acknowledged)
        settled.end_to_end = state.wire()->time()->wall_clock() - *sent_;
    state.report(settled);
}

}  // namespace asyncapi::detail
