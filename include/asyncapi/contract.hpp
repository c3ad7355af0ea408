#pragma once

#include <asyncapi/channel.hpp>
#include <asyncapi/codec/message_codec.hpp>
#include <asyncapi/connector.hpp>
#include <asyncapi/contract/connect_options.hpp>
#include <asyncapi/detail/config.hpp>
#include <asyncapi/document.hpp>
#include <asyncapi/document/model.hpp>
#include <asyncapi/requester.hpp>
#include <asyncapi/responder.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/transport.hpp>

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi {

namespace detail {
class bound_document;
}

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
                                 load_options options = {});

    static result<contract> of(const document& from, perspective as = perspective::application);

    /// A handle of a transport on which messages are held to the document. One that `connect` made
    /// stays on its server.
    any_transport on(const any_transport& wire) const;

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
                                  const connect_options& options = {}) const;

    /// What `connect` tells a transport.
    result<server_description> describe(std::string_view server,
                                        const connect_options& options = {}) const;

    /// Whether the messages of a channel are what the document says they are, at that address, in
    /// each direction in which the document has an operation.
    ///
    /// \return `contract_violation` with the message, the place in it, the keyword, and the
    ///         document's line
    template <class... Messages>
    result<void> agrees(const channel_object<Messages...>& object) const {
        return agree(object.address, {&detail::outgoing_of<Messages>...});
    }

    /// The same for a request and its replies.
    template <class Request, class... Replies>
    result<void> agrees(const operation_object<Request, Replies...>& object) const {
        return agree(object.address, detail::outgoing_of<Request>,
                     {&detail::outgoing_of<Replies>...});
    }

    /// Opens a channel, checked at once.
    template <class... Messages>
    result<channel<Messages...>> open(const any_transport& wire,
                                      const channel_object<Messages...>& object,
                                      const parameters& values = {}) const {
        if (auto agreed = agrees(object); !agreed) return agreed.error();
        if (auto there = check_server(wire, object.address); !there) return there.error();
        return channel<Messages...>{on(wire), object, values};
    }

    /// Operations of the document that nothing has been opened, sent or received for, by id: an
    /// application has to serve all of them.
    std::vector<std::string> unserved() const;

    /// Takes another document in the place of this one, for all handles and channels at once.
    ///
    /// \return why what is running would break; then nothing has changed
    result<void> reload(const document& changed);

    /// What the document says now.
    document_model model() const;

private:
    explicit contract(std::shared_ptr<detail::bound_document> bound);

    result<void> agree(std::string_view address,
                       std::initializer_list<const detail::outgoing_message*> messages) const;
    result<void> agree(std::string_view address, const detail::outgoing_message& request,
                       std::initializer_list<const detail::outgoing_message*> replies) const;
    /// Whether the channel is on the server that the handle leads to, where it leads to one.
    result<void> check_server(const any_transport& wire, std::string_view address) const;
    const std::string* server_of(const any_transport& wire) const;

    std::shared_ptr<detail::bound_document> bound_;
};

}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/impl/contract.ipp>
#endif
