#pragma once

#include <boost/system/error_code.hpp>

#include <utility>

#include <unistd.h>

namespace asyncapi::mqtt::detail {

/// A descriptor, which is closed with this.
class open_file {
public:
    open_file() = default;
    open_file(open_file&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
    open_file& operator=(open_file&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~open_file() {
        if (number_ >= 0) ::close(number_);
    }

    /// Takes the descriptor from a socket or an acceptor, whose operations are cancelled.
    template <typename Socket>
    static open_file of(Socket& socket) {
        open_file taken;
        if (!socket.is_open()) return taken;
        boost::system::error_code failed;
        const auto number = socket.release(failed);
        if (!failed) taken.number_ = number;
        return taken;
    }

private:
    int number_ = -1;
};

}  // namespace asyncapi::mqtt::detail
