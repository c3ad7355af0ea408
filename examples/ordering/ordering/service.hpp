#pragma once

#include <asyncapi/transport.hpp>

#include <chrono>
#include <filesystem>
#include <memory>

namespace ordering {

struct options {
    std::filesystem::path database;                  ///< SQLite file
    std::chrono::milliseconds stock_timeout{2'000};  ///< for the product service to answer
    /// How long an order waits for its next step before it asks again, doubled each time.
    std::chrono::milliseconds patience{5'000};
    std::chrono::milliseconds max_patience{60'000};
};

/// Accepts orders, answers at once, and drives each through its steps.
///
/// What is answered with yes is on disk first. A restart asks again for whatever an order waits
/// for.
class service {
public:
    service(asyncapi::any_transport wire, const options& with);
    service(service&&) noexcept;
    ~service();

private:
    struct inside;
    std::unique_ptr<inside> inside_;
};

}  // namespace ordering
