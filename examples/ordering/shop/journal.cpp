#include <shop/journal.hpp>

#include <contract/identity.hpp>

#include <asyncapi/validation/parse_json.hpp>

#include <algorithm>
#include <utility>

namespace shop {
namespace {

using asyncapi::result;

constexpr std::string_view shown_members[] = {
    "orderId", "productId", "storeId",   "quantity",  "orderPriority", "step",     "stage",
    "code",    "valid",     "remaining", "available", "delivered",     "attempts",
};
constexpr std::size_t max_value_bytes = 64;

/// What a stranger sent, made fit for a line: no spaces, no controls, not long.
std::string one_word(std::string_view text) {
    std::string word{text.substr(0, max_value_bytes)};
    for (auto& c : word) {
        if (static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 127) c = '?';
    }
    return word.empty() ? "-" : word;
}

void add_member(std::string& line, std::string_view name, const rapidjson::Value& value) {
    line += ' ';
    line += name;
    line += '=';
    if (value.IsString()) {
        line += one_word({value.GetString(), value.GetStringLength()});
    } else if (value.IsInt64()) {
        line += std::to_string(value.GetInt64());
    } else {
        line += value.IsTrue() ? "true" : value.IsFalse() ? "false" : "?";
    }
}

std::string members(std::string_view payload) {
    std::string line;
    const auto json = asyncapi::validation::parse_json(payload);
    if (!json) return " not-json";
    if (!json->IsObject()) return line;
    for (const auto name : shown_members) {
        const auto found = json->FindMember(
            rapidjson::StringRef(name.data(), static_cast<rapidjson::SizeType>(name.size())));
        if (found != json->MemberEnd()) add_member(line, name, found->value);
    }
    return line;
}

class journal final : public asyncapi::transport_interface,
                      public std::enable_shared_from_this<journal> {
public:
    journal(asyncapi::any_transport wire, std::string service, log_sink log)
        : wire_{std::move(wire)}, service_{std::move(service)}, log_{std::move(log)} {
        service_.resize(std::max<std::size_t>(service_.size(), 12), ' ');
    }

    result<void> try_publish(const asyncapi::outbound& message) override {
        auto sent = wire_->try_publish(message);
        note("->", message.address, *message.metadata, message.payload,
             sent ? std::string{} : " FAILED: " + sent.error().to_string());
        return sent;
    }

    result<subscription_id> subscribe(const asyncapi::address_template& filter,
                                      const asyncapi::subscribe_options& options,
                                      on_delivery handler) override {
        return wire_->subscribe(
            filter, options,
            [self = weak_from_this(),
             handler = std::move(handler)](asyncapi::delivery message) mutable {
                if (const auto alive = self.lock()) {
                    alive->note("<-", message.address, message.metadata, message.payload,
                                message.attempt > 1 ? " attempt=" + std::to_string(message.attempt)
                                                    : std::string{});
                }
                handler(std::move(message));
            });
    }

    asyncapi::asio::any_io_executor get_executor() const override { return wire_.get_executor(); }
    const std::shared_ptr<asyncapi::time_source>& time() const override { return wire_->time(); }
    asyncapi::capabilities get_capabilities() const override { return wire_->get_capabilities(); }
    asyncapi::transport_load load() const override { return wire_->load(); }
    void unsubscribe(subscription_id id) override { wire_->unsubscribe(id); }
    void acknowledge(asyncapi::delivery_tag tag) override { wire_->acknowledge(tag); }
    void release(asyncapi::delivery_tag tag) override { wire_->release(tag); }
    std::string reply_address(std::string_view token) const override {
        return wire_->reply_address(token);
    }
    asyncapi::asio::awaitable<result<void>> writable(
        std::optional<asyncapi::time_source::time_point> deadline) override {
        return wire_->writable(deadline);
    }
    asyncapi::asio::awaitable<result<void>> drained(
        std::optional<asyncapi::time_source::time_point> deadline) override {
        return wire_->drained(deadline);
    }
    void close() override { wire_->close(); }

private:
    void note(std::string_view direction, std::string_view address, const asyncapi::metadata& with,
              std::string_view payload, const std::string& remark) const {
        const auto time = contract::timestamp(wire_->time()->wall_clock());
        std::string line = time.substr(11, 12) + " " + service_ + " ";
        line += direction;
        line += " " + one_word(address) + " " + one_word(with.message_name) + " " +
                one_word(with.correlation_id) + members(payload) + remark;
        log_(line);
    }

    asyncapi::any_transport wire_;
    std::string service_;
    log_sink log_;
};

}  // namespace

asyncapi::any_transport journaled(asyncapi::any_transport wire, std::string service, log_sink log) {
    if (!log) return wire;
    const auto rules = wire.rules();
    const asyncapi::any_transport watched{
        std::make_shared<journal>(std::move(wire), std::move(service), std::move(log))};
    return watched.held_to(rules);
}

}  // namespace shop
