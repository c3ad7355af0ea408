#include <web/listener.hpp>

#include <web/access.hpp>
#include <web/page_files.hpp>

#include <asyncapi/transports/websocket/server.hpp>

#include <boost/system/system_error.hpp>

#include <string>
#include <utility>

namespace web {
namespace {

namespace websocket = asyncapi::websocket;

constexpr std::size_t max_message_bytes = 256 * 1024;

websocket::server listen(const boost::asio::any_io_executor& executor, const options& with) {
    auto files = std::make_shared<const page_files>(with.page);
    websocket::server_options server;
    server.address = with.address;
    server.port = with.port;
    server.paths = {"/channels"};
    server.bare = false;
    server.limits.max_payload_bytes = max_message_bytes;
    server.authorize = [](const websocket::peer&, std::string_view address,
                          websocket::direction direction) { return page_may(address, direction); };
    server.on_http = [files = std::move(files)](const websocket::http_request& request) {
        return files->answer(request);
    };
    auto listening = websocket::server::listen(executor, std::move(server));
    if (!listening) {
        throw boost::system::system_error{
            listening.error().code(),
            "no page at " + with.address + ":" + std::to_string(with.port)};
    }
    return *std::move(listening);
}

}  // namespace

struct listener::inside {
    websocket::server server;
    asyncapi::any_transport pages;
};

listener::listener(const boost::asio::any_io_executor& executor, const options& with) {
    auto server = listen(executor, with);
    asyncapi::any_transport pages{server};
    if (with.watch) pages = with.watch(std::move(pages));
    inside_ = std::make_unique<inside>(inside{std::move(server), pages});
}
listener::~listener() = default;

const asyncapi::any_transport& listener::pages() const noexcept {
    return inside_->pages;
}
std::uint16_t listener::port() const {
    return inside_->server.port();
}
void listener::close() {
    inside_->server.close();
}

}  // namespace web
