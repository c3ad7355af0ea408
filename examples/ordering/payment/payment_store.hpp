#pragma once

#include <contract/payment.hpp>

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace payment {

/// One order's payment. Neither `payment_id` nor `refusal`: it is still being worked on.
struct payment {
    std::string order_id;
    std::int64_t amount_cents{0};
    std::string correlation_id;
    std::optional<std::string> payment_id;
    std::optional<std::string> refusal;

    bool settled() const noexcept { return payment_id.has_value() || refusal.has_value(); }
};

/// The payments, one an order, in one SQLite file.
class payment_store {
public:
    explicit payment_store(const std::filesystem::path& file);

    /// \return the order's payment as it is now: a repeated request finds the one of the first
    payment request(const contract::payment_requested& wanted, const std::string& correlation_id);

    /// Takes the money, or refuses what is above `limit_cents`. Once: a settled payment stays.
    payment settle(const std::string& order_id, std::int64_t limit_cents);

    std::vector<payment> unsettled() const;

private:
    std::optional<payment> find(const std::string& order_id) const;

    mutable SQLite::Database database_;
};

}  // namespace payment
