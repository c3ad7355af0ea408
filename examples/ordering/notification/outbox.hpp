#pragma once

#include <contract/order.hpp>

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace notification {

/// A line for the staff that the webhook has not taken yet.
struct pending {
    std::int64_t position{0};
    std::string order_id;
    contract::step step{contract::step::received};
    std::string text;
    std::string correlation_id;
    int attempts{0};
};

/// What is to be posted, in one SQLite file, so that a restart neither forgets nor repeats a line.
class outbox {
public:
    explicit outbox(const std::filesystem::path& file);

    /// \return false when this step of this order was noted before
    bool add(const contract::order_status& status, const std::string& text,
             const std::string& correlation_id);

    /// \return the oldest lines that wait, oldest first
    std::vector<pending> waiting(std::size_t limit) const;

    void count_attempt(std::int64_t position);
    void settle(std::int64_t position);

private:
    mutable SQLite::Database database_;
};

}  // namespace notification
