#include "require.hpp"

#include <asyncapi/detail/utf8.hpp>
#include <asyncapi/transports/websocket.hpp>
#include <asyncapi/transports/websocket/detail/frame.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

using namespace asyncapi;
using asyncapi::websocket::detail::frame_head;
using asyncapi::websocket::detail::read_head;

namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

enum class to_whom { listener, bare_server, envelope_server, bare_client, envelope_client };

constexpr websocket::connection_limits limits{
    .max_payload_bytes = 2048, .max_header_bytes = 256, .max_queued_messages = 1000};

// What the library made of a stream of bytes.
struct outcome {
    std::vector<std::string> messages;
    int close_code = 0;
    friend bool operator==(const outcome&, const outcome&) = default;
};

// The far end: sends what it is given in parts, says that it was all, and reads to the end.
class far_end {
public:
    far_end(asio::io_context& io, tcp::socket socket) : io_{io}, socket_{std::move(socket)} {
        socket_.set_option(tcp::no_delay{true});
        socket_.set_option(asio::socket_base::linger{true, 0});
        socket_.non_blocking(true);
    }

    void send(std::string_view bytes, std::size_t part) {
        while (!bytes.empty()) {
            const auto next = bytes.substr(0, part);
            boost::system::error_code code;
            const auto sent = socket_.write_some(asio::buffer(next.data(), next.size()), code);
            if (code && code != asio::error::would_block) return;
            bytes.remove_prefix(code ? 0 : sent);
            turn();
        }
    }

    void end() {
        boost::system::error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
    }

    bool receive_until(std::string_view end) {
        for (int i = 0; i < 1'000 && received.find(end) == std::string::npos && receive(); ++i)
            turn();
        return received.find(end) != std::string::npos;
    }
    void receive_all() {
        int turns = 0;
        for (; turns < 10'000 && receive(); ++turns) turn();
        fuzz::require(turns < 10'000, "a connection whose far end has gone ends");
    }

    std::string received;

private:
    // \return false at the end
    bool receive() {
        std::array<char, 4096> block{};
        for (;;) {
            boost::system::error_code code;
            const auto bytes = socket_.read_some(asio::buffer(block), code);
            if (code == asio::error::would_block) return true;
            if (code) return false;
            received.append(block.data(), bytes);
        }
    }

    void turn() {
        io_.restart();
        if (io_.poll() > 0) return;
        ::pollfd one{socket_.native_handle(), POLLIN, 0};
        ::poll(&one, 1, 1);
    }

    asio::io_context& io_;
    tcp::socket socket_;
};

// Frames that the library sent are in order, and it says why it closes.
int read_frames(std::string_view bytes, bool masked) {
    while (!bytes.empty()) {
        const auto head = read_head(bytes);
        fuzz::require(head && head->length <= bytes.size() - head->bytes, "frames are whole");
        fuzz::require(head->masked == masked, "clients mask, servers do not");
        fuzz::require(head->last && head->reserved == 0, "messages are in one frame");
        bytes.remove_prefix(head->bytes);
        const auto payload = bytes.substr(0, static_cast<std::size_t>(head->length));
        bytes.remove_prefix(payload.size());
        if (head->opcode != 8) continue;
        fuzz::require(bytes.empty(), "nothing comes after a close frame");
        if (payload.size() < 2) return 1005;
        std::string code{payload.substr(0, 2)};
        for (std::size_t i = 0; masked && i < 2; ++i)
            code[i] = static_cast<char>(code[i] ^ head->mask[i]);
        return static_cast<unsigned char>(code[0]) * 256 + static_cast<unsigned char>(code[1]);
    }
    return 0;
}

void listen(const any_transport& wire, outcome& into) {
    auto* const transport = &*wire;
    const auto id = wire->subscribe(
        address_template{"#"}, {.prefetch = 1000}, [transport, &into](delivery arrived) {
            fuzz::require(arrived.binary || asyncapi::detail::is_utf8(arrived.payload),
                          "a text is text");
            fuzz::require(arrived.payload.size() <= limits.max_payload_bytes,
                          "a message is bounded");
            transport->acknowledge(arrived.tag);
            into.messages.push_back(arrived.address + "\n" + (arrived.binary ? "b" : "t") +
                                    arrived.payload);
        });
    fuzz::require(id.has_value(), "a subscription can be made");
}

std::string accept_key(const std::string& request) {
    const auto at = request.find("Sec-WebSocket-Key: ");
    fuzz::require(at != std::string::npos, "a client asks for a WebSocket");
    const auto text = request.substr(at + 19, 24) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    std::array<char, 32> encoded{};
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()), digest.data(),
                    static_cast<int>(digest.size()));
    return encoded.data();
}

outcome send_to_server(to_whom who, std::string_view bytes, std::size_t part) {
    outcome found;
    asio::io_context io{1};
    const auto server =
        websocket::server::listen(
            io.get_executor(),
            {.limits = limits, .on_http = [](const auto&) { return websocket::http_response{}; }})
            .value();
    listen(any_transport{server}, found);
    tcp::socket socket{io};
    socket.connect({asio::ip::address_v4::loopback(), server.port()});
    far_end peer{io, std::move(socket)};
    if (who != to_whom::listener) {
        std::string hello =
            "GET /fuzz HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
        if (who == to_whom::envelope_server) hello += "Sec-WebSocket-Protocol: asyncapi.v1\r\n";
        peer.send(hello + "\r\n", hello.size() + 2);
        fuzz::require(peer.receive_until("\r\n\r\n"), "a handshake is answered");
        peer.received.erase(0, peer.received.find("\r\n\r\n") + 4);
    }
    peer.send(bytes, part);
    peer.end();
    peer.receive_all();
    if (who != to_whom::listener) found.close_code = read_frames(peer.received, false);
    return found;
}

outcome send_to_client(to_whom who, std::string_view bytes, std::size_t part) {
    outcome found;
    asio::io_context io{1};
    tcp::acceptor at{io, {asio::ip::address_v4::loopback(), 0}};
    const bool bare = who == to_whom::bare_client;
    const websocket::client client{
        io.get_executor(),
        {.url = "ws://127.0.0.1:" + std::to_string(at.local_endpoint().port()) + "/fuzz",
         .mode = bare ? websocket::mode::bare : websocket::mode::envelope,
         .reconnect = false,
         .limits = limits}};
    listen(any_transport{client}, found);
    io.poll();
    far_end peer{io, at.accept()};
    fuzz::require(peer.receive_until("\r\n\r\n"), "a client asks for a WebSocket");
    const auto request = peer.received;
    peer.received.clear();
    std::string answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
        "Upgrade\r\nSec-WebSocket-Accept: " +
        accept_key(request) + "\r\n";
    if (!bare) answer += "Sec-WebSocket-Protocol: asyncapi.v1\r\n";
    // Frames can come together with the answer.
    answer += "\r\n";
    answer += bytes.substr(0, part);
    peer.send(answer, answer.size());
    peer.send(bytes.substr(std::min(part, bytes.size())), part);
    peer.end();
    peer.receive_all();
    found.close_code = read_frames(peer.received, true);
    return found;
}

outcome send_to(to_whom who, std::string_view bytes, std::size_t part) {
    return who == to_whom::bare_client || who == to_whom::envelope_client
               ? send_to_client(who, bytes, part)
               : send_to_server(who, bytes, part);
}

}  // namespace

// The first byte says who gets the others, and from whom: what a peer sends to a listener, after a
// handshake or from the first byte on, or what a server sends to a client.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto who = static_cast<to_whom>(data[0] % 5);
    const auto bytes = fuzz::text_of(data + 1, size - 1);
    const auto whole = send_to(who, bytes, bytes.size() + 1);
    for (const std::size_t part : {bytes.size() / 40 + 1, std::size_t{100}}) {
        const auto parts = send_to(who, bytes, part);
        if (who == to_whom::listener) continue;
        fuzz::require(parts == whole, "the same comes of the same bytes, however they come");
    }
    return 0;
}
