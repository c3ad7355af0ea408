#pragma once

#include <asyncapi/transport.hpp>

#include <cstddef>
#include <filesystem>
#include <memory>

namespace customer {

struct options {
    std::filesystem::path database;  ///< SQLite file
    std::size_t max_waiting = 16;    ///< passwords that wait to be checked; one more is refused
};

/// Registers customers, logs them in and out, and knows who may order.
class service {
public:
    service(asyncapi::any_transport wire, const options& with);
    service(service&&) noexcept;
    ~service();

private:
    struct inside;
    std::unique_ptr<inside> inside_;
};

}  // namespace customer
