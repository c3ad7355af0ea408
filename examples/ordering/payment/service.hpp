#pragma once

#include <asyncapi/transport.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace payment {

struct options {
    std::filesystem::path database;         ///< SQLite file
    std::int64_t limit_cents = 100'000;     ///< the card refuses what costs more
    std::chrono::milliseconds pace{1'500};  ///< how long a payment takes
};

/// Takes the money for orders, or says why not.
class service {
public:
    service(asyncapi::any_transport wire, const options& with);
    service(service&&) noexcept;
    ~service();

private:
    struct inside;
    std::unique_ptr<inside> inside_;
};

}  // namespace payment
