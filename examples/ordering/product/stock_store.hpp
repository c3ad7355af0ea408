#pragma once

#include <contract/stock.hpp>

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <optional>
#include <string_view>
#include <variant>

namespace product {

using reservation = std::variant<contract::stock_reserved, contract::stock_refused>;

/// The catalogue and the stock of each store, in one SQLite file.
class stock_store {
public:
    explicit stock_store(const std::filesystem::path& file);

    /// Takes over stores and products. Stock is only set where there was none: what was sold stays
    /// sold.
    void load(const contract::catalogue& seed);

    contract::catalogue catalogue(const std::optional<std::string>& store_id) const;

    /// Sets all the pieces aside or none. The same order is answered again without reserving again.
    reservation reserve(const contract::reserve_stock& wanted);

    /// Gives an order's pieces back, once. An order that is not known yet will be refused.
    ///
    /// \return the level that changed, if one did
    std::optional<contract::stock_level> release(std::string_view order_id);

    /// \return nullopt when the store does not have the product at all
    std::optional<contract::stock_level> level(const std::string& product_id,
                                               const std::string& store_id) const;

private:
    std::vector<contract::stock_level> levels(const std::optional<std::string>& store_id) const;
    std::optional<reservation> earlier(const contract::reserve_stock& wanted) const;
    reservation refuse(const contract::reserve_stock& wanted, contract::stock_refusal code,
                       std::string reason) const;
    contract::stock_reserved reserved(const contract::reserve_stock& wanted,
                                      const contract::product& product) const;
    std::optional<contract::product> find_product(const std::string& product_id) const;
    std::optional<contract::store> find_store(const std::string& store_id) const;

    mutable SQLite::Database database_;
};

}  // namespace product
