#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace boost::asio::ssl {
class context;
}

namespace asyncapi {

namespace asio = boost::asio;

/// Where a client stands.
enum class connection_state {
    connecting,
    connected,
    waiting,  ///< for the next attempt
    closing,
    closed,
};

constexpr std::string_view to_string(connection_state state) noexcept {
    switch (state) {
        case connection_state::connecting:
            return "connecting";
        case connection_state::connected:
            return "connected";
        case connection_state::waiting:
            return "waiting";
        case connection_state::closing:
            return "closing";
        case connection_state::closed:
            return "closed";
    }
    return "unknown";
}

/// How long to wait before connecting again: `initial`, then `factor` times longer each time.
struct backoff_options {
    std::chrono::milliseconds initial{250};
    std::chrono::milliseconds max{30'000};
    double factor = 2.0;
    double jitter = 0.5;  ///< the share of a wait that is random: at 0.5 a wait of 8 s is 4 to 8 s
    /// A connection that lasted so long makes the next wait `initial` again.
    std::chrono::milliseconds stable_after{10'000};
};

/// Certificates are PEM files. Versions before TLS 1.2 are off.
struct tls_options {
    bool verify = true;     ///< client: certificate and host name; server: asks clients for theirs
    std::string ca_file;    ///< whom to trust; empty: client: the system's list, server: nobody
    std::string host_name;  ///< client: the name to check; empty: the host of the URL
    std::string certificate_file;  ///< own chain
    std::string private_key_file;
    /// Client: what to offer by ALPN, most wanted first, e.g. `mqtt`; empty: nothing.
    std::vector<std::string> application_protocols;

    /// A context of your own, instead of the files. `verify` and `host_name` still hold.
    std::shared_ptr<asio::ssl::context> context;
};

}  // namespace asyncapi
