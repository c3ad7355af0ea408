#pragma once

#include <asyncapi/codec/message_codec.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/retry.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace asyncapi::detail {

struct message_terms;

/// Which way a message goes, from the program's side.
enum class message_way : std::uint8_t {
    sent,
    received,
    sent_reply,      ///< of an operation: the answer to a request that was received
    received_reply,  ///< the answer to a request that was sent
};

/// What a document says of messages that fail.
struct declared_delivery {
    std::optional<asyncapi::retry> retry = {};
    std::string dead_letter = {};  ///< address; empty: none
};

/// A document that messages are held to, as channels see it.
class contract_rules {
public:
    virtual ~contract_rules() = default;
    contract_rules(const contract_rules&) = delete;
    contract_rules& operator=(const contract_rules&) = delete;

    /// \param address  of the channel or of the operation, with or without its parameters filled
    /// \param payload  schema of the payload's C++ type
    /// \return `contract_violation` where the document has no such message there, or the definition
    ///         and the document part
    virtual result<std::shared_ptr<const message_terms>> terms(std::string_view address,
                                                               const message_facts& message,
                                                               const type_schema& payload,
                                                               message_way way) const = 0;

    /// \param address  that messages are received from
    /// \return `malformed` where the document says something that is not to be understood
    virtual result<declared_delivery> delivery(std::string_view address) const = 0;

protected:
    contract_rules() = default;
};

}  // namespace asyncapi::detail
