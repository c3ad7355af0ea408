#include <customer/service.hpp>

#include <customer/account_store.hpp>
#include <customer/password.hpp>

#include <asyncapi/asyncapi.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <string>
#include <utility>
#include <variant>

namespace customer {
namespace {

namespace asio = boost::asio;

using answer =
    std::variant<contract::customer_session, contract::customer_refused, contract::invalid_message>;

asio::awaitable<std::string> derive(std::string password) {
    co_return hash_password(password);
}

asio::awaitable<bool> compare(std::string password, std::string stored) {
    co_return password_matches(password, stored);
}

contract::customer_refused busy() {
    return {contract::customer_refusal::unavailable, "Too many people at once. Please try again."};
}

/// The accounts, and the thread on which passwords are derived so that messages go on meanwhile.
class registry {
public:
    registry(const asyncapi::any_transport& wire, const options& with)
        : wire_{wire}, max_waiting_{with.max_waiting}, store_{with.database}, threads_{1} {}

    static asio::awaitable<answer> add(std::shared_ptr<registry> self,
                                       contract::register_customer who) {
        const waiting turn{*self};
        if (!turn.granted) co_return busy();
        auto work = asio::co_spawn(self->threads_, derive(who.password), asio::use_awaitable);
        const auto hash = co_await std::move(work);
        const auto added = self->store_.add(who.name, who.email, hash);
        if (!added) {
            co_return contract::customer_refused{contract::customer_refusal::email_taken,
                                                 "This e-mail address has an account already."};
        }
        co_return self->store_.open_session(*added, self->now());
    }

    static asio::awaitable<answer> log_in(std::shared_ptr<registry> self, contract::log_in who) {
        const waiting turn{*self};
        if (!turn.granted) co_return busy();
        const auto known = self->store_.find(who.email);
        // An unknown address takes as long as a wrong password, so that nobody can tell them apart.
        const auto& stored = known ? known->password_hash : self->nobody_;
        auto work =
            asio::co_spawn(self->threads_, compare(who.password, stored), asio::use_awaitable);
        const bool matches = co_await std::move(work);
        if (!known || !matches) {
            co_return contract::customer_refused{
                contract::customer_refusal::wrong_credentials,
                "E-mail address and password do not belong together."};
        }
        co_return self->store_.open_session(*known, self->now());
    }

    /// Waits for the passwords that are being derived. Their answers are then with the executor.
    void finish() { threads_.join(); }

    void log_out(const contract::log_out& who) { store_.close_session(who.session_token); }

    contract::validation_completed validate(const contract::validation_requested& order) const {
        if (!order.session_token) return {order.order_id, true, "Guest"};
        const auto who = store_.session(*order.session_token, now());
        if (!who) return {order.order_id, false, "Your session has ended. Please log in again."};
        return {order.order_id, true, "Customer " + who->name};
    }

private:
    struct waiting {
        registry& of;
        bool granted;

        explicit waiting(registry& at) : of{at}, granted{at.waiting_ < at.max_waiting_} {
            ++of.waiting_;
        }
        waiting(const waiting&) = delete;
        waiting& operator=(const waiting&) = delete;
        ~waiting() { --of.waiting_; }
    };

    std::chrono::system_clock::time_point now() const { return wire_->time()->wall_clock(); }

    asyncapi::any_transport wire_;
    std::size_t max_waiting_;
    std::size_t waiting_ = 0;
    account_store store_;
    std::string nobody_ = hash_password(random_token(16));
    asio::thread_pool threads_;
};

constexpr std::size_t at_a_time = 32;

}  // namespace

struct service::inside {
    std::shared_ptr<registry> accounts;
    asyncapi::responder<contract::register_customer, contract::customer_session,
                        contract::customer_refused, contract::invalid_message>
        registrations;
    asyncapi::responder<contract::log_in, contract::customer_session, contract::customer_refused,
                        contract::invalid_message>
        logins;
    asyncapi::subscription logouts;
    asyncapi::subscription validations;

    inside(const asyncapi::any_transport& wire, const options& with)
        : accounts{std::make_shared<registry>(wire, with)},
          registrations{wire,
                        contract::register_account,
                        [a = accounts](asyncapi::received<contract::register_customer>& request) {
                            return registry::add(a, request.payload);
                        },
                        contract::explain,
                        {.concurrency = at_a_time}},
          logins{wire,
                 contract::open_session,
                 [a = accounts](asyncapi::received<contract::log_in>& request) {
                     return registry::log_in(a, request.payload);
                 },
                 contract::explain,
                 {.concurrency = at_a_time}},
          logouts{asyncapi::channel{wire, contract::logouts}.subscribe(
              [a = accounts](asyncapi::received<contract::log_out>& message) {
                  a->log_out(message.payload);
              })},
          validations{asyncapi::channel{wire, contract::validation_requests}.subscribe(
              [a = accounts, results = asyncapi::channel{wire, contract::validation_results}](
                  asyncapi::received<contract::validation_requested>& message) mutable {
                  // Ordering asks again when the answer does not arrive.
                  static_cast<void>(results.send(a->validate(message.payload)));
              })} {}
    ~inside() { accounts->finish(); }
};

service::service(asyncapi::any_transport wire, const options& with)
    : inside_{std::make_unique<inside>(wire, with)} {}
service::service(service&&) noexcept = default;
service::~service() = default;

}  // namespace customer
