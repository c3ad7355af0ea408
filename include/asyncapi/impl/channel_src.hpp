#pragma once

// Definitions of codecs and channels: a part of `impl/src.hpp`.

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#error "define ASYNCAPI_SEPARATE_COMPILATION in the whole program"
#endif

#include <asyncapi/channel/impl/arrival.ipp>
#include <asyncapi/channel/impl/dead_letter_headers.ipp>
#include <asyncapi/channel/impl/error_reply.ipp>
#include <asyncapi/channel/impl/handling.ipp>
#include <asyncapi/channel/impl/outgoing.ipp>
#include <asyncapi/channel/impl/pending_replies.ipp>
#include <asyncapi/channel/impl/received.ipp>
#include <asyncapi/channel/impl/settlement.ipp>
#include <asyncapi/channel/impl/subscription.ipp>
#include <asyncapi/codec/impl/bound_codec.ipp>
#include <asyncapi/codec/impl/headers.ipp>
#include <asyncapi/codec/impl/json.ipp>
#include <asyncapi/codec/impl/message_codec.ipp>
#include <asyncapi/codec/impl/message_terms.ipp>
#include <asyncapi/codec/impl/payload_terms.ipp>
#include <asyncapi/codec/impl/type_schema.ipp>
#include <asyncapi/codec/typed/impl/failure.ipp>
#include <asyncapi/impl/consumer.ipp>
#include <asyncapi/impl/deduplicator.ipp>
#include <asyncapi/impl/metrics.ipp>
#include <asyncapi/impl/part_metrics.ipp>
#include <asyncapi/impl/producer.ipp>
#include <asyncapi/impl/responder.ipp>
