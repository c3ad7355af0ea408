#pragma once

#include <web/service.hpp>

#include <memory>

namespace web {

/// The port that pages connect to, as a transport; serves the page's files as well.
class listener {
public:
    /// \throw boost::system::system_error when the port cannot be had
    /// \throw std::runtime_error when the folder has no page
    listener(const boost::asio::any_io_executor& executor, const options& with);
    ~listener();

    const asyncapi::any_transport& pages() const noexcept;
    std::uint16_t port() const;
    void close();

private:
    struct inside;
    std::unique_ptr<inside> inside_;
};

}  // namespace web
