#pragma once

#include <asyncapi/transport.hpp>

#include <filesystem>
#include <memory>

namespace product {

struct options {
    std::filesystem::path database;  ///< SQLite file
    std::filesystem::path seed;      ///< JSON as of the message Catalogue
};

/// Knows the catalogue and the stock of each store, and sets pieces aside for orders.
class service {
public:
    /// \throw std::runtime_error when the seed is not what the contract says of a catalogue
    service(asyncapi::any_transport wire, const options& with);
    service(service&&) noexcept;
    ~service();

private:
    struct inside;
    std::unique_ptr<inside> inside_;
};

}  // namespace product
