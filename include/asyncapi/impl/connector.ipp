#pragma once

#include <asyncapi/connector.hpp>

#include <map>
#include <mutex>

namespace asyncapi {
namespace detail {

struct connector_registry {
    std::mutex mutex;
    std::map<std::string, connector, std::less<>> by_protocol;
};

// Made by the first who asks: registrations run before main, in no order.
ASYNCAPI_DECL connector_registry& connectors() {
    static connector_registry all;
    return all;
}

}  // namespace detail

ASYNCAPI_DECL bool register_connector(std::string protocol, connector how) {
    auto& all = detail::connectors();
    const std::lock_guard lock{all.mutex};
    all.by_protocol.insert_or_assign(std::move(protocol), std::move(how));
    return true;
}

ASYNCAPI_DECL connector find_connector(std::string_view protocol) {
    auto& all = detail::connectors();
    const std::lock_guard lock{all.mutex};
    const auto found = all.by_protocol.find(protocol);
    return found == all.by_protocol.end() ? connector{} : found->second;
}

}  // namespace asyncapi
