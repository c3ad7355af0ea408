#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <charconv>
#include <filesystem>
#include <string>
#include <system_error>

#include <netinet/in.h>
#include <sys/socket.h>

namespace asyncapi::mqtt::detail {

/// Whether a socket of this process has that address, so that no other program can pose as Paho.
///
/// Where there is no list of open files it cannot be told, and holds.
inline bool is_own_socket(const boost::asio::ip::tcp::endpoint& address) {
    std::error_code failed;
    std::filesystem::directory_iterator files{"/proc/self/fd", failed};
    if (failed) return true;
    for (const auto end = std::filesystem::directory_iterator{}; files != end && !failed;
         files.increment(failed)) {
        const auto name = files->path().filename().string();
        int file = -1;
        std::from_chars(name.data(), name.data() + name.size(), file);
        boost::asio::ip::tcp::endpoint found;
        auto size = static_cast<socklen_t>(found.capacity());
        if (getsockname(file, found.data(), &size) != 0 || size > found.capacity()) continue;
        found.resize(size);
        if (found == address) return true;
    }
    return false;
}

}  // namespace asyncapi::mqtt::detail
