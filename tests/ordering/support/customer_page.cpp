#include <ordering/support/customer_page.hpp>

#include <asyncapi/asyncapi.hpp>
#include <asyncapi/transports/websocket/client.hpp>

#include <doctest/doctest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <map>
#include <utility>

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

template <class T, class Requester, class Request>
asio::awaitable<void> ask_into(Requester& requester, Request request, std::string correlation_id,
                               std::shared_ptr<std::optional<T>> answer) {
    const asyncapi::send_options options{.correlation_id = std::move(correlation_id)};
    auto work = requester.request(request, 20s, options);
    auto reply = co_await std::move(work);
    REQUIRE_MESSAGE(reply, (reply ? "" : reply.error().to_string()));
    answer->emplace(std::move(reply->payload));
}

}  // namespace

struct customer_page::inside {
    std::vector<std::string> refusals;
    asyncapi::websocket::client client;
    asyncapi::any_transport wire;
    asyncapi::requester<contract::catalogue_request, contract::catalogue, contract::invalid_message>
        catalogues;
    asyncapi::requester<contract::order_request, contract::order_accepted, contract::order_refused,
                        contract::invalid_message>
        orders;
    asyncapi::requester<contract::order_history_request, contract::order_history,
                        contract::invalid_message>
        histories;
    asyncapi::requester<contract::register_customer, contract::customer_session,
                        contract::customer_refused, contract::invalid_message>
        registrations;
    asyncapi::requester<contract::log_in, contract::customer_session, contract::customer_refused,
                        contract::invalid_message>
        logins;
    asyncapi::requester<contract::chat_history_request, contract::chat_history,
                        contract::invalid_message>
        chats;
    asyncapi::channel<contract::log_out> logouts;
    std::map<std::pair<std::string, std::string>, contract::stock_level> stock;
    asyncapi::subscription stock_news;
    int raw_count = 0;

    explicit inside(open_shop& shop)
        : client{shop.io().get_executor(), options(shop)},
          wire{client},
          catalogues{wire, contract::get_catalogue},
          orders{wire, contract::place_order},
          histories{wire, contract::get_order_history},
          registrations{wire, contract::register_account},
          logins{wire, contract::open_session},
          chats{wire, contract::get_chat_history},
          logouts{wire, contract::logouts},
          stock_news{asyncapi::channel{wire, contract::stock_changes}.subscribe(
              [this](asyncapi::received<contract::stock_level>& news) {
                  auto& known = stock[{news.payload.product_id, news.payload.store_id}];
                  if (known.version <= news.payload.version) known = news.payload;
              })} {}

    asyncapi::websocket::client_options options(const open_shop& shop) {
        asyncapi::websocket::client_options with;
        with.url = shop.channels_url();
        with.on_refused = [this](const asyncapi::error& why, std::string_view address) {
            refusals.push_back(std::string{address} + ": " + why.to_string());
        };
        return with;
    }

    template <class T, class Requester, class Request>
    T ask(open_shop& shop, Requester& requester, const Request& request) {
        const auto answer = std::make_shared<std::optional<T>>();
        asio::co_spawn(shop.io(), ask_into<T>(requester, request, {}, answer), asio::detached);
        shop.run_until([&] { return answer->has_value(); });
        return **answer;
    }
};

customer_page::customer_page(open_shop& shop)
    : shop_{shop}, inside_{std::make_unique<inside>(shop)} {}
customer_page::~customer_page() = default;

auto customer_page::start_order(const contract::order_request& wanted, std::string correlation_id)
    -> pending<order_answer> {
    auto answer = std::make_shared<std::optional<order_answer>>();
    asio::co_spawn(
        shop_.io(),
        ask_into<order_answer>(inside_->orders, wanted, std::move(correlation_id), answer),
        asio::detached);
    return answer;
}

auto customer_page::order(const contract::order_request& wanted, std::string correlation_id)
    -> order_answer {
    const auto answer = start_order(wanted, std::move(correlation_id));
    shop_.run_until([&] { return answer->has_value(); });
    return **answer;
}

contract::order_accepted customer_page::accepted(const contract::order_request& wanted,
                                                 std::string correlation_id) {
    const auto answer = order(wanted, std::move(correlation_id));
    REQUIRE(std::holds_alternative<contract::order_accepted>(answer));
    return std::get<contract::order_accepted>(answer);
}

contract::catalogue customer_page::catalogue() {
    const auto answer = inside_->ask<std::variant<contract::catalogue, contract::invalid_message>>(
        shop_, inside_->catalogues, contract::catalogue_request{});
    return std::get<contract::catalogue>(answer);
}

contract::chat_history customer_page::chat() {
    const auto answer =
        inside_->ask<std::variant<contract::chat_history, contract::invalid_message>>(
            shop_, inside_->chats, contract::chat_history_request{100});
    return std::get<contract::chat_history>(answer);
}

std::vector<contract::order_status> customer_page::history(const std::string& order_id) {
    const auto answer =
        inside_->ask<std::variant<contract::order_history, contract::invalid_message>>(
            shop_, inside_->histories, contract::order_history_request{{order_id}});
    const auto& known = std::get<contract::order_history>(answer).orders;
    return known.empty() ? std::vector<contract::order_status>{} : known.front().statuses;
}

auto customer_page::sign_up(const contract::register_customer& who) -> account_answer {
    return inside_->ask<account_answer>(shop_, inside_->registrations, who);
}

auto customer_page::log_in(const contract::log_in& who) -> account_answer {
    return inside_->ask<account_answer>(shop_, inside_->logins, who);
}

void customer_page::log_out(const std::string& session_token) {
    REQUIRE(inside_->logouts.send({session_token}));
}

std::vector<contract::step> customer_page::follow(const std::string& order_id,
                                                  contract::step until) {
    std::map<contract::step, bool> reached;
    const asyncapi::channel statuses{inside_->wire, contract::statuses, {{"orderId", order_id}}};
    const auto news = statuses.subscribe([&](asyncapi::received<contract::order_status>& status) {
        reached[status.payload.step] = true;
    });
    for (const auto& status : history(order_id)) reached[status.step] = true;
    shop_.run_until([&] { return reached.contains(until); });
    std::vector<contract::step> steps;
    for (const auto& status : history(order_id)) steps.push_back(status.step);
    return steps;
}

std::string customer_page::send_raw(std::string_view address, std::string_view payload) {
    const auto reply_address =
        inside_->wire->reply_address("raw" + std::to_string(++inside_->raw_count));
    std::optional<std::string> answer;
    const auto id = inside_->wire->subscribe(
        asyncapi::address_template{reply_address}, {}, [&](asyncapi::delivery reply) {
            inside_->wire->acknowledge(reply.tag);
            answer = reply.metadata.message_name + " " + reply.payload;
        });
    REQUIRE(id);
    asyncapi::metadata with;
    with.message_id = asyncapi::metadata::make_id();
    with.correlation_id = asyncapi::metadata::make_id();
    with.reply_address = reply_address;
    with.content_type = "application/json";
    asyncapi::outbound message;
    message.address = address;
    message.payload = payload;
    message.metadata = &with;
    REQUIRE(inside_->wire->try_publish(message));
    shop_.run_until([&] { return answer.has_value(); });
    inside_->wire->unsubscribe(*id);
    return *answer;
}

const std::vector<std::string>& customer_page::refusals() const {
    return inside_->refusals;
}

std::uint64_t customer_page::connections() const {
    return inside_->client.statistics().connections;
}

std::optional<contract::stock_level> customer_page::told_stock(std::string_view product_id,
                                                               std::string_view store_id) const {
    const auto found = inside_->stock.find({std::string{product_id}, std::string{store_id}});
    if (found == inside_->stock.end()) return {};
    return found->second;
}

void customer_page::listen_at(std::string_view filter) {
    REQUIRE(inside_->wire->subscribe(asyncapi::address_template{filter}, {},
                                     [](const asyncapi::delivery&) {}));
}

contract::order_request moka_pot() {
    contract::order_request wanted;
    wanted.product_id = "moka-pot";
    wanted.store_id = "lisbon";
    wanted.email = "ada@example.com";
    return wanted;
}
