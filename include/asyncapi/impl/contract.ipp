#pragma once

#include <asyncapi/contract.hpp>
#include <asyncapi/contract/bound_document.hpp>
#include <asyncapi/contract/served_document.hpp>
#include <asyncapi/contract/server_describer.hpp>

#include <memory>
#include <string>
#include <utility>

namespace asyncapi {

ASYNCAPI_DECL contract::contract(std::shared_ptr<detail::bound_document> bound)
    : bound_{std::move(bound)} {}

ASYNCAPI_DECL result<contract> contract::load(const std::filesystem::path& path, perspective from,
                                              load_options options) {
    const auto document = document::load(path, std::move(options));
    if (!document) return document.error();
    return of(*document, from);
}

ASYNCAPI_DECL result<contract> contract::of(const document& from, perspective as) {
    auto model = document_model::of(from);
    if (!model) return model.error();
    return contract{std::make_shared<detail::bound_document>(*std::move(model), as)};
}

ASYNCAPI_DECL any_transport contract::on(const any_transport& wire) const {
    return server_of(wire) == nullptr ? wire.held_to(bound_) : wire;
}

ASYNCAPI_DECL result<any_transport> contract::connect(const asio::any_io_executor& executor,
                                                      std::string_view server,
                                                      const connect_options& options) const {
    auto described = describe(server, options);
    if (!described) return described.error();
    const auto make = find_connector(described->protocol);
    if (!make) return error{errc::unsupported, detail::no_connector(server, described->protocol)};
    auto wire = make(executor, *described);
    if (!wire) return wire;
    return wire->held_to(std::make_shared<detail::served_document>(bound_, std::string{server}));
}

ASYNCAPI_DECL result<server_description> contract::describe(std::string_view server,
                                                            const connect_options& options) const {
    const auto model = bound_->model();
    const auto* found = model.find_server(server);
    if (found == nullptr)
        return error{
            errc::invalid_address,
            "the document has no server '" + std::string{server} + "'; it has " +
                detail::listed(model.servers(), [](const auto& each) { return each.name; })};
    return detail::server_describer{model, bound_->seen_as(), *found, options}.describe();
}

ASYNCAPI_DECL result<void> contract::agree(
    std::string_view address,
    std::initializer_list<const detail::outgoing_message*> messages) const {
    return bound_->agree(address, messages);
}

ASYNCAPI_DECL result<void> contract::agree(
    std::string_view address, const detail::outgoing_message& request,
    std::initializer_list<const detail::outgoing_message*> replies) const {
    return bound_->agree(address, request, replies);
}

ASYNCAPI_DECL result<void> contract::check_server(const any_transport& wire,
                                                  std::string_view address) const {
    const auto* const server = server_of(wire);
    return server == nullptr ? result<void>{} : bound_->check_server(address, *server);
}

ASYNCAPI_DECL std::vector<std::string> contract::unserved() const {
    return bound_->unserved();
}

ASYNCAPI_DECL result<void> contract::reload(const document& changed) {
    auto model = document_model::of(changed);
    if (!model) return model.error();
    return bound_->reload(*std::move(model));
}

ASYNCAPI_DECL document_model contract::model() const {
    return bound_->model();
}

// Of a handle that this contract connected; else nullptr.
ASYNCAPI_DECL const std::string* contract::server_of(const any_transport& wire) const {
    const auto* there = dynamic_cast<const detail::served_document*>(wire.rules().get());
    return there != nullptr && there->bound() == bound_ ? &there->server() : nullptr;
}

}  // namespace asyncapi
