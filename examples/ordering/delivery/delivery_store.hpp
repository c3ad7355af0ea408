#pragma once

#include <contract/delivery.hpp>

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace delivery {

/// One order's delivery, and how far it is; no stage: nothing has happened yet.
struct delivery {
    contract::delivery_requested order;
    std::string correlation_id;
    std::optional<contract::delivery_stage> stage;
};

/// \return the stage after `stage`; nullopt when it was the last
std::optional<contract::delivery_stage> next(std::optional<contract::delivery_stage> stage);

/// The deliveries, one an order, in one SQLite file.
class delivery_store {
public:
    explicit delivery_store(const std::filesystem::path& file);

    /// \return the order's delivery as it is now: a repeated request finds the one of the first
    delivery request(const contract::delivery_requested& wanted, const std::string& correlation_id);

    /// Moves one stage on.
    delivery advance(const std::string& order_id);

    std::vector<delivery> unfinished() const;

private:
    std::optional<delivery> find(const std::string& order_id) const;

    mutable SQLite::Database database_;
};

}  // namespace delivery
