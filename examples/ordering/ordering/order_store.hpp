#pragma once

#include <ordering/order.hpp>

#include <contract/order_history.hpp>

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ordering {

/// A status that is stored, and may not have been sent yet.
struct stored_status {
    contract::order_status status;
    std::string correlation_id;
};

/// The orders and what has happened to them, in one SQLite file. What it returns is on disk.
class order_store {
public:
    explicit order_store(const std::filesystem::path& file);

    /// Notes an order that is not answered yet.
    void begin(const order& fresh);

    /// The order is answered with yes: from here on it is never lost.
    void accept(const std::string& order_id, const std::string& product_name,
                std::int64_t amount_cents, const std::string& at, const std::string& detail);

    /// Drops an order that was answered with no.
    void forget(const std::string& order_id);

    /// Moves an order on to `step`, and through the steps before it where they were not told.
    ///
    /// \return whether anything changed: a step that was reached before, or comes after the end,
    ///         changes nothing
    bool advance(const std::string& order_id, contract::step step, const std::string& at,
                 const std::string& detail);

    /// The product service has an order's pieces back.
    void stock_returned(const std::string& order_id);

    std::optional<order> find(const std::string& order_id) const;
    std::optional<order> find_request(const std::string& request_id) const;

    /// \return the orders that wait for something: an answer, a step, or their stock's return
    std::vector<order> open_orders() const;

    /// \return what was not sent yet, in the order in which it happened
    std::vector<stored_status> unsent() const;
    void mark_sent(const std::string& order_id, contract::step step);

    contract::order_history history(const std::vector<std::string>& order_ids) const;

private:
    void add_status(const std::string& order_id, contract::step step, const std::string& at,
                    const std::string& detail);
    std::vector<contract::order_status> statuses(const std::string& order_id) const;

    mutable SQLite::Database database_;
};

}  // namespace ordering
