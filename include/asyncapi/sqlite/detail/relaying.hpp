#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/detail/event.hpp>
#include <asyncapi/sqlite/detail/outbox_table.hpp>
#include <asyncapi/sqlite/relay.hpp>
#include <asyncapi/transport.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace asyncapi::sqlite::detail {

/// What a relay does, in the order in which it does it.
class relaying {
public:
    relaying(const any_transport& wire, const std::filesystem::path& database,
             relay_options options);

    static asio::awaitable<void> run(std::shared_ptr<relaying> self);

    result<void> status() const;
    const relay_counters& counters() const noexcept { return counters_; }
    void wake() { woken_.notify_all(); }
    void close();

private:
    using time_point = time_source::time_point;

    // Each completes with whether there may be more to do at once.
    static asio::awaitable<bool> send_batch(std::shared_ptr<relaying> self);
    static asio::awaitable<bool> publish(std::shared_ptr<relaying> self,
                                         std::vector<waiting_message> batch);
    static asio::awaitable<bool> confirm(std::shared_ptr<relaying> self,
                                         std::vector<std::int64_t> sent);

    bool renew_lease();
    bool holds_lease() const;
    time_point renewal() const;
    time_point next_look() const;
    std::optional<std::vector<waiting_message>> read_batch();
    bool gives_up(std::int64_t position, const error& why);
    bool fails(std::int64_t position, const error& why);
    bool set_refused_aside();
    std::uint64_t take_expired(const std::vector<std::int64_t>& sent);
    void end(const error& why);

    any_transport wire_;
    relay_options options_;
    database database_;
    std::optional<outbox_table> table_;
    bool complete_ = false;  // the table has all its columns
    std::string owner_;
    std::optional<error> ended_;
    relay_counters counters_;
    time_point lease_ends_{};
    std::int64_t refused_ = 0;  // position of the message that was refused last
    std::uint32_t refusals_ = 0;
    // After the transport had accepted them, or too old to be given to it.
    std::map<std::int64_t, error> refused_later_;
    asyncapi::detail::event woken_;
};

}  // namespace asyncapi::sqlite::detail
