#pragma once

#include <asyncapi/transport.hpp>

#include <chrono>
#include <filesystem>
#include <memory>

namespace delivery {

struct options {
    std::filesystem::path database;  ///< SQLite file
    /// How long each stage takes at normal priority; an express order takes a third.
    std::chrono::milliseconds pace{2'500};
};

/// Packages, dispatches and delivers what is paid.
class service {
public:
    service(asyncapi::any_transport wire, const options& with);
    service(service&&) noexcept;
    ~service();

private:
    struct inside;
    std::unique_ptr<inside> inside_;
};

}  // namespace delivery
