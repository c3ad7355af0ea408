#pragma once

#include <shop/journal.hpp>

#include <asyncapi/transport.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace shop {

struct options {
    std::string address = "127.0.0.1";  ///< of the interface that serves the page
    std::uint16_t port = 8080;          ///< 0: one that is free
    std::filesystem::path database;     ///< folder; one SQLite file a service
    std::filesystem::path seed;         ///< JSON with stores and products
    std::filesystem::path page;         ///< folder with the files of the page
    double speed = 1;                   ///< 2: payment and delivery take half as long
    std::string webhook = {};           ///< of the staff's chat; empty: the one in this process
    log_sink log = {};                  ///< a line for each message of each service
};

/// Makes the transport of a service.
using connect = std::function<asyncapi::any_transport(std::string_view service)>;

/// All services of the shop, in one process. They know each other through the channels only.
///
/// Everything runs on the executor of the transports.
class shop {
public:
    /// \throw std::exception when a database, the seed, the page or a port cannot be had
    shop(const options& with, const connect& wires);
    shop(const shop&) = delete;
    shop& operator=(const shop&) = delete;
    ~shop();

    /// Where the page is.
    std::string url() const;
    std::uint16_t port() const;

    /// Says goodbye to the pages. What is under way goes on when the shop opens again.
    void close();

private:
    struct services;
    options options_;
    std::unique_ptr<services> services_;
};

}  // namespace shop
