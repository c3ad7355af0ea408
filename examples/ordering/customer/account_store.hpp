#pragma once

#include <contract/customer.hpp>

#include <SQLiteCpp/Database.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace customer {

struct account {
    std::string customer_id;
    std::string name;
    std::string email;
    std::string password_hash;
};

/// The accounts and who is logged in, in one SQLite file.
///
/// Knows neither passwords nor session tokens, only what is derived from them.
class account_store {
public:
    using time_point = std::chrono::system_clock::time_point;

    /// How long a session lasts.
    static constexpr std::chrono::hours session_length{12};

    explicit account_store(const std::filesystem::path& file);

    /// \return nullopt when the address has an account already; capitals make no difference
    std::optional<account> add(const std::string& name, const std::string& email,
                               const std::string& password_hash);

    std::optional<account> find(const std::string& email) const;

    /// Opens a session and forgets those that have ended.
    contract::customer_session open_session(const account& who, time_point now);

    /// \return nullopt when there is no such session, or it has ended
    std::optional<account> session(const std::string& token, time_point now) const;

    void close_session(const std::string& token);

private:
    mutable SQLite::Database database_;
};

}  // namespace customer
