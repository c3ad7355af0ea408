#pragma once

#include <asyncapi/address.hpp>
#include <asyncapi/detail/config.hpp>
#include <asyncapi/transport.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace asyncapi {

enum class outcome : std::uint8_t;

namespace detail {

class subscription_state;

/// The right to settle one delivery, once.
class settlement {
public:
    settlement() noexcept;
    settlement(settlement&& other) noexcept;
    settlement& operator=(settlement&& other) noexcept;
    ~settlement();

    /// Takes the right, in place of one that is used up.
    void begin(const std::shared_ptr<subscription_state>& state, delivery&& of);

    void acknowledge();
    void release();
    void release_later(std::string_view why);

    bool settled() const noexcept { return state_ == nullptr; }
    const std::string& address() const noexcept { return address_; }
    const asyncapi::parameters& parameters() const noexcept { return parameters_; }
    std::uint32_t attempt() const noexcept { return attempt_; }
    bool retained() const noexcept { return retained_; }

private:
    void report(const subscription_state& state, outcome what) const;

    std::shared_ptr<subscription_state> state_;
    delivery_tag tag_;
    std::string address_;
    asyncapi::parameters parameters_;
    std::uint32_t attempt_ = 1;
    bool retained_ = false;
    time_source::time_point accepted_{};  // where somebody wants to know
    std::optional<std::chrono::system_clock::time_point> sent_;
    std::unique_ptr<delivery> last_;  // the whole of it, on its last attempt
};

}  // namespace detail
}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/channel/impl/settlement.ipp>
#endif
