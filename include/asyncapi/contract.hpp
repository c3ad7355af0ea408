#pragma once

#include <asyncapi/channel.hpp>
#include <asyncapi/connector.hpp>
#include <asyncapi/contract/bound_document.hpp>
#include <asyncapi/contract/connect_options.hpp>
#include <asyncapi/contract/served_document.hpp>
#include <asyncapi/contract/server_describer.hpp>
#include <asyncapi/document.hpp>
#include <asyncapi/document/model.hpp>
#include <asyncapi/requester.hpp>
#include <asyncapi/responder.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/transport.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi {

/// A document that running channels are held to, as the application it describes or as who talks to
/// that one. A cheap copyable handle, usable from several threads.
///
/// `asyncapi::channel placed{contract.on(wire), ordering::placed};`
///
/// On a transport that it was put on, each message is held to the document's schemas besides those
/// of its C++ type, both ways, with its headers, and its correlation id stands where the document
/// says. A definition that does not agree with the document is refused with the place where they
/// part, by `agrees` at once, else when it is used.
class contract {
public:
    /// \return as `document::load` and `document_model::of`
    static result<contract> load(const std::filesystem::path& path,
                                 perspective from = perspective::application,
                                 load_options options = {}) {
        const auto document = document::load(path, std::move(options));
        if (!document) return document.error();
        return of(*document, from);
    }

    static result<contract> of(const document& from, perspective as = perspective::application) {
        auto model = document_model::of(from);
        if (!model) return model.error();
        return contract{std::make_shared<detail::bound_document>(*std::move(model), as)};
    }

    /// A handle of a transport on which messages are held to the document. One that `connect` made
    /// stays on its server.
    any_transport on(const any_transport& wire) const {
        return server_of(wire) == nullptr ? wire.held_to(bound_) : wire;
    }

    /// A transport to one of the document's servers, on which messages are held to the document,
    /// and only the channels that are on that server can be used.
    ///
    /// Which transport that is, the server's protocol says: include its header, which registers it,
    /// or call `register_connector`. It connects when the executor runs, and comes back when the
    /// transport does that.
    /// \return `invalid_address` for a server, a variable or a channel that the document does not
    ///         have, or a value that it does not allow; `unauthorized` for credentials that are
    ///         missing; `unsupported` for protocols and schemes that nobody can apply
    result<any_transport> connect(const asio::any_io_executor& executor, std::string_view server,
                                  const connect_options& options = {}) const {
        auto described = describe(server, options);
        if (!described) return described.error();
        const auto make = find_connector(described->protocol);
        if (!make)
            return error{errc::unsupported, detail::no_connector(server, described->protocol)};
        auto wire = make(executor, *described);
        if (!wire) return wire;
        return wire->held_to(
            std::make_shared<detail::served_document>(bound_, std::string{server}));
    }

    /// What `connect` tells a transport.
    result<server_description> describe(std::string_view server,
                                        const connect_options& options = {}) const {
        const auto model = bound_->model();
        const auto* found = model.find_server(server);
        if (found == nullptr)
            return error{
                errc::invalid_address,
                "the document has no server '" + std::string{server} + "'; it has " +
                    detail::listed(model.servers(), [](const auto& each) { return each.name; })};
        return detail::server_describer{model, bound_->seen_as(), *found, options}.describe();
    }

    /// Whether the messages of a channel are what the document says they are, at that address, in
    /// each direction in which the document has an operation.
    ///
    /// \return `contract_violation` with the message, the place in it, the keyword, and the
    ///         document's line
    template <class... Messages>
    result<void> agrees(const channel_object<Messages...>& object) const {
        return bound_->agree(object.address, {&detail::outgoing_of<Messages>...});
    }

    /// The same for a request and its replies.
    template <class Request, class... Replies>
    result<void> agrees(const operation_object<Request, Replies...>& object) const {
        return bound_->agree(object.address, detail::outgoing_of<Request>,
                             {&detail::outgoing_of<Replies>...});
    }

    /// Opens a channel, checked at once.
    template <class... Messages>
    result<channel<Messages...>> open(const any_transport& wire,
                                      const channel_object<Messages...>& object,
                                      const parameters& values = {}) const {
        if (auto agreed = agrees(object); !agreed) return agreed.error();
        if (const auto* server = server_of(wire)) {
            if (auto there = bound_->check_server(object.address, *server); !there)
                return there.error();
        }
        return channel<Messages...>{on(wire), object, values};
    }

    /// Operations of the document that nothing has been opened, sent or received for, by id: an
    /// application has to serve all of them.
    std::vector<std::string> unserved() const { return bound_->unserved(); }

    /// Takes another document in the place of this one, for all handles and channels at once.
    ///
    /// \return why what is running would break; then nothing has changed
    result<void> reload(const document& changed) {
        auto model = document_model::of(changed);
        if (!model) return model.error();
        return bound_->reload(*std::move(model));
    }

    /// What the document says now.
    document_model model() const { return bound_->model(); }

private:
    explicit contract(std::shared_ptr<detail::bound_document> bound) : bound_{std::move(bound)} {}

    // Of a handle that this contract connected; else nullptr.
    const std::string* server_of(const any_transport& wire) const {
        const auto* there = dynamic_cast<const detail::served_document*>(wire.rules().get());
        return there != nullptr && there->bound() == bound_ ? &there->server() : nullptr;
    }

    std::shared_ptr<detail::bound_document> bound_;
};

}  // namespace asyncapi
