#pragma once

#include <asyncapi/contract/bound_document.hpp>
#include <asyncapi/result.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// The rules of a document on one of its servers: only channels that are there can be used.
class served_document final : public contract_rules {
public:
    served_document(std::shared_ptr<const bound_document> bound, std::string server)
        : bound_{std::move(bound)}, server_{std::move(server)} {}

    const std::shared_ptr<const bound_document>& bound() const noexcept { return bound_; }
    const std::string& server() const noexcept { return server_; }

    result<std::shared_ptr<const message_terms>> terms(std::string_view address,
                                                       const message_facts& message,
                                                       const type_schema& payload,
                                                       message_way way) const override {
        return bound_->terms_on(server_, address, message, payload, way);
    }

    result<declared_delivery> delivery(std::string_view address) const override {
        return bound_->delivery(address);
    }

private:
    std::shared_ptr<const bound_document> bound_;
    std::string server_;
};

}  // namespace asyncapi::detail
