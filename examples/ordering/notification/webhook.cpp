#include <notification/webhook.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <algorithm>

namespace notification {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

using asyncapi::errc;
using asyncapi::error;
using asyncapi::result;
using request = http::request<http::string_body>;

constexpr auto with_code = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t max_answer_bytes = 64 * 1024;

error failure(boost::system::error_code code) {
    if (code == beast::error::timeout) return errc::timed_out;
    return code;
}

bool one_word(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < 127; });
}

request request_of(const webhook_call& call) {
    request post{http::verb::post, call.to.target, 11};
    post.set(http::field::host, call.to.host);
    post.set(http::field::user_agent, "shop");
    post.set(http::field::content_type, "application/json");
    for (const auto& [name, value] : call.headers) {
        if (one_word(value)) post.set(name, value);
    }
    post.body() = call.body;
    post.prepare_payload();
    return post;
}

template <class Stream>
asio::awaitable<result<unsigned>> exchange(Stream& stream, const request& post) {
    auto&& [wrote, written] = co_await http::async_write(stream, post, with_code);
    static_cast<void>(written);
    if (wrote) co_return failure(wrote);

    beast::flat_buffer buffer;
    http::response_parser<http::string_body> answer;
    answer.body_limit(max_answer_bytes);
    auto&& [got, size] = co_await http::async_read(stream, buffer, answer, with_code);
    static_cast<void>(size);
    if (got) co_return failure(got);
    co_return answer.get().result_int();
}

asio::awaitable<result<unsigned>> post_encrypted(beast::tcp_stream plain, const webhook_call& call,
                                                 const request& post) {
    asio::ssl::context context{asio::ssl::context::tls_client};
    context.set_default_verify_paths();
    beast::ssl_stream<beast::tcp_stream> stream{std::move(plain), context};
    stream.set_verify_mode(asio::ssl::verify_peer);
    stream.set_verify_callback(asio::ssl::host_name_verification{call.to.host});
    if (SSL_set_tlsext_host_name(stream.native_handle(), call.to.host.c_str()) != 1) {
        co_return errc::invalid_address;
    }
    auto&& [shaken] = co_await stream.async_handshake(asio::ssl::stream_base::client, with_code);
    if (shaken) co_return failure(shaken);
    auto work = exchange(stream, post);
    co_return co_await std::move(work);
}

}  // namespace

result<webhook_address> parse_webhook(std::string_view url) {
    webhook_address to;
    const auto bad = error{errc::invalid_address, "a webhook is http://host[:port][/path]"};
    if (url.starts_with("https://")) {
        to.tls = true;
    } else if (!url.starts_with("http://")) {
        return bad;
    }
    url.remove_prefix(to.tls ? 8 : 7);
    if (!one_word(url)) return bad;

    const auto path = url.find('/');
    const auto authority = url.substr(0, path);
    to.target = path == std::string_view::npos ? "/" : std::string{url.substr(path)};
    const auto colon = authority.rfind(':');
    to.host = std::string{authority.substr(0, colon)};
    to.port = colon == std::string_view::npos ? (to.tls ? "443" : "80")
                                              : std::string{authority.substr(colon + 1)};
    const bool number = !to.port.empty() && to.port.size() <= 5 &&
                        std::ranges::all_of(to.port, [](char c) { return c >= '0' && c <= '9'; });
    if (to.host.empty() || to.host.find('@') != std::string::npos || !number) return bad;
    return to;
}

asio::awaitable<result<unsigned>> post(asio::any_io_executor executor, webhook_call call) {
    const auto content = request_of(call);
    const auto deadline = std::chrono::steady_clock::now() + call.timeout;

    asio::ip::tcp::resolver resolver{executor};
    auto&& [resolved, addresses] =
        co_await resolver.async_resolve(call.to.host, call.to.port, with_code);
    if (resolved) co_return failure(resolved);

    beast::tcp_stream stream{executor};
    stream.expires_at(deadline);
    auto&& [connected, endpoint] = co_await stream.async_connect(addresses, with_code);
    static_cast<void>(endpoint);
    if (connected) co_return failure(connected);

    if (call.to.tls) {
        auto work = post_encrypted(std::move(stream), call, content);
        co_return co_await std::move(work);
    }
    auto work = exchange(stream, content);
    co_return co_await std::move(work);
}

}  // namespace notification
