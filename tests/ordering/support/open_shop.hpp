#pragma once

#include <shop/shop.hpp>

#include <asyncapi/transports/memory.hpp>

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// The shop in this process, on a port of its own, with everything it wrote into its log.
class open_shop {
public:
    /// \param speed  payment and delivery take a thousandth of their time by default
    explicit open_shop(const std::filesystem::path& database, double speed = 1000,
                       asyncapi::memory::broker_options broker = {});
    ~open_shop();

    boost::asio::io_context& io() noexcept { return io_; }
    std::string channels_url() const;
    const std::vector<std::string>& log() const noexcept { return log_; }

    /// \return the lines of the log that hold all of these words
    std::vector<std::string> lines_with(const std::vector<std::string>& words) const;

    /// Runs until `done()` holds, and fails the test when that does not come.
    void run_until(const std::function<bool()>& done);

private:
    std::vector<std::string> log_;
    boost::asio::io_context io_{1};
    asyncapi::memory::broker broker_;
    std::unique_ptr<shop::shop> shop_;
};
