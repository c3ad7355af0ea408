#pragma once

#include <asyncapi/transport.hpp>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace notification {

struct options {
    std::filesystem::path database;  ///< SQLite file
    std::string webhook;             ///< of the staff's chat tool; its path may be a secret
    std::chrono::milliseconds timeout{5'000};  ///< for one call
    std::chrono::milliseconds pause{1'000};    ///< after a failed call, doubled each time
    std::chrono::milliseconds max_pause{30'000};
    int max_attempts = 8;  ///< then a line is given up
};

/// Tells the staff about each step of each order, by posting to the webhook of their chat tool.
class service {
public:
    /// \throw std::invalid_argument when `webhook` is not an http or https address
    service(asyncapi::any_transport wire, const options& with);
    service(service&&) noexcept;
    ~service();

private:
    struct inside;
    std::unique_ptr<inside> inside_;
};

}  // namespace notification
