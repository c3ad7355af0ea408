#pragma once

#include <ordering/support/open_shop.hpp>

#include <contract/catalogue.hpp>
#include <contract/customer.hpp>
#include <contract/notification.hpp>
#include <contract/order_history.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What a page in a browser does, without the browser: it is a WebSocket client of the shop.
class customer_page {
public:
    using order_answer =
        std::variant<contract::order_accepted, contract::order_refused, contract::invalid_message>;
    using account_answer = std::variant<contract::customer_session, contract::customer_refused,
                                        contract::invalid_message>;

    explicit customer_page(open_shop& shop);
    ~customer_page();

    /// An answer that is still on its way.
    template <class T>
    using pending = std::shared_ptr<std::optional<T>>;

    pending<order_answer> start_order(const contract::order_request& wanted,
                                      std::string correlation_id = {});
    order_answer order(const contract::order_request& wanted, std::string correlation_id = {});

    /// Orders, and fails the test if that is refused.
    contract::order_accepted accepted(const contract::order_request& wanted,
                                      std::string correlation_id = {});

    contract::catalogue catalogue();
    contract::chat_history chat();
    std::vector<contract::order_status> history(const std::string& order_id);
    account_answer sign_up(const contract::register_customer& who);
    account_answer log_in(const contract::log_in& who);
    void log_out(const std::string& session_token);

    /// Follows an order until it has reached `step`, as a page does: first listens, then asks.
    ///
    /// \return its steps so far
    std::vector<contract::step> follow(const std::string& order_id, contract::step until);

    /// Sends any text to any address.
    ///
    /// \return the payload of the reply, after the name of its message: `InvalidMessage {...}`
    std::string send_raw(std::string_view address, std::string_view payload);

    /// What the shop refused to let this page do.
    const std::vector<std::string>& refusals() const;

    /// How often the page had to connect.
    std::uint64_t connections() const;

    /// The newest stock that was told to everyone.
    std::optional<contract::stock_level> told_stock(std::string_view product_id,
                                                    std::string_view store_id) const;

    /// Tries to listen at an address.
    void listen_at(std::string_view filter);

private:
    struct inside;
    open_shop& shop_;
    std::unique_ptr<inside> inside_;
};

/// A moka pot from Lisbon for a guest, which a test changes as it likes.
contract::order_request moka_pot();
