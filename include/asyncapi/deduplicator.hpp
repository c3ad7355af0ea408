#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/detail/unique_function.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/time_source.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace asyncapi {
namespace detail {
struct messages_under_way;
}

/// Keeps messages that were handled from being handled again, by their ids.
///
/// Give one to each consumer, or one to all consumers of a group: what each gets a copy of would be
/// a duplicate to the second. Belongs to the executor of those who use it.
class deduplicator {
public:
    using wall_time = std::chrono::system_clock::time_point;

    deduplicator();
    deduplicator(const deduplicator&) = delete;
    deduplicator& operator=(const deduplicator&) = delete;
    virtual ~deduplicator();

    /// What a consumer does with a delivery.
    enum class verdict {
        fresh,      ///< handle it, and `end` it
        handled,    ///< settle it
        under_way,  ///< wait: `when_settled` is called when the first of that id is
    };

    /// \param when_settled  called with whether the message was dealt with, once, for `under_way`
    ///                      only
    /// \return an error where it cannot be known
    result<verdict> begin(std::string_view id, wall_time now,
                          detail::unique_function<void(bool)> when_settled);

    /// \param handled  false: it was given back, and will come again
    void end(std::string_view id, wall_time now, bool handled);

    /// Ends one that became a dead letter: whoever waits settles its own, and nothing is
    /// remembered, so that the letter can be sent again.
    void bury(std::string_view id);

    /// Messages that were handled and could not be remembered.
    std::uint64_t forgotten() const noexcept { return forgotten_; }

protected:
    /// \return whether a message of this id was handled
    virtual result<bool> knows(std::string_view id, wall_time now) = 0;
    virtual result<void> remember(std::string_view id, wall_time now) = 0;

private:
    void tell_waiting(std::string_view id, bool is_settled);

    std::unique_ptr<detail::messages_under_way> under_way_;
    std::uint64_t forgotten_ = 0;
};

struct recent_messages_options {
    std::size_t max_messages = 100'000;  ///< the oldest id is forgotten for one more
    std::chrono::milliseconds max_age{std::chrono::minutes{10}};
};

/// Remembers the ids of the last messages, in memory: a restart forgets them.
class recent_messages final : public deduplicator {
public:
    explicit recent_messages(recent_messages_options options = {});
    ~recent_messages() override;

    std::size_t size() const noexcept;

protected:
    result<bool> knows(std::string_view id, wall_time now) override;
    result<void> remember(std::string_view id, wall_time now) override;

private:
    struct window;

    void forget(wall_time now);

    recent_messages_options options_;
    std::unique_ptr<window> window_;
};

}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/impl/deduplicator.ipp>
#endif
