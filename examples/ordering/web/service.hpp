#pragma once

#include <asyncapi/transport.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace web {

struct options {
    std::string address = "127.0.0.1";         ///< of the interface to listen at
    std::uint16_t port = 0;                    ///< 0: one that is free
    std::filesystem::path page;                ///< folder with the files of the page
    std::chrono::milliseconds timeout{5'000};  ///< for a service to answer a page
    /// Puts something between this service and the pages, such as a journal; empty: nothing.
    std::function<asyncapi::any_transport(asyncapi::any_transport)> watch = {};
};

/// Serves the page and stands between pages and services: passes on what a page may ask, and what
/// it may hear.
class service {
public:
    /// \throw boost::system::system_error when the port cannot be had
    /// \throw std::runtime_error when the folder has no page
    service(asyncapi::any_transport wire, const options& with);
    service(service&&) noexcept;
    ~service();

    std::uint16_t port() const;

    /// Says goodbye to the pages, which then connect again.
    void close();

private:
    struct inside;
    std::unique_ptr<inside> inside_;
};

}  // namespace web
