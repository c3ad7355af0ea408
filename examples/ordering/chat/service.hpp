#pragma once

#include <asyncapi/transport.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace chat {

struct options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;    ///< 0: one that is free
    std::size_t history = 50;  ///< lines that are kept
};

/// Stands in for the staff's chat tool: takes `{"text": "..."}` at a webhook and shows it on a
/// channel.
class service {
public:
    /// \throw std::runtime_error when the port cannot be had
    service(asyncapi::any_transport wire, const options& with);
    service(service&&) noexcept;
    ~service();

    /// Where to post. The last part of the path cannot be guessed.
    const std::string& webhook() const noexcept;

private:
    struct inside;
    std::unique_ptr<inside> inside_;
};

}  // namespace chat
