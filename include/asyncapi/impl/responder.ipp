#pragma once

#include <asyncapi/channel/impl/outgoing.ipp>
#include <asyncapi/responder.hpp>

namespace asyncapi::detail {

ASYNCAPI_DECL const std::string& answering::destination(const metadata& request) const {
    return request.reply_address.empty() ? reply_address_ : request.reply_address;
}

ASYNCAPI_DECL result<std::string> answering::encode(const reply_view& reply,
                                                    const metadata& request, metadata& with) const {
    send_options options;
    options.following = message_context::of(request);
    with = start_metadata(options, wire_);
    announce(wire_, address_, destination(request), reply.message->facts.name, with);
    const auto terms = terms_for(wire_, address_, *reply.message, message_way::sent_reply);
    if (!terms) return terms.error();
    return encode_message(*reply.message, reply.payload, with, terms->get());
}

ASYNCAPI_DECL asio::awaitable<void> answering::reply_to(std::shared_ptr<const answering> self,
                                                        metadata request, result<std::string> text,
                                                        metadata with) {
    const auto& to = self->destination(request);
    if (to.empty()) co_return;
    if (!text) {
        // Also where the handler broke the contract; the requester must not wait for its deadline
        // to hear of it.
        send_error_reply(self->wire_, request, to, text.error());
        co_return;
    }
    for (;;) {
        const auto accepted = publish(self->wire_, self->address_, to, *text, with);
        if (accepted || !(accepted.error() == errc::would_block)) co_return;
        const auto room = co_await self->wire_->writable({});
        if (!room) co_return;
    }
}

ASYNCAPI_DECL void answering::refuse_with(const reply_view& reply, const metadata& request) const {
    if (destination(request).empty()) return;
    metadata with;
    if (const auto text = encode(reply, request, with))
        static_cast<void>(publish(wire_, address_, destination(request), *text, with));
}

ASYNCAPI_DECL void answering::refuse(const rejection& refused) const {
    send_refusal(wire_, refused.message, destination(refused.message.metadata), refused.why);
}

}  // namespace asyncapi::detail
