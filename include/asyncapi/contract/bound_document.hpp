#pragma once

#include <asyncapi/address.hpp>
#include <asyncapi/codec/contract_rules.hpp>
#include <asyncapi/codec/message_terms.hpp>
#include <asyncapi/contract/agreement.hpp>
#include <asyncapi/contract/declared_delivery.hpp>
#include <asyncapi/contract/fill_variables.hpp>
#include <asyncapi/contract/mqtt_binding.hpp>
#include <asyncapi/document/model.hpp>
#include <asyncapi/result.hpp>

#include <algorithm>
#include <compare>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::detail {

/// The rules of a document, found for each message when it is used first.
class bound_document final : public contract_rules {
public:
    bound_document(document_model model, perspective as) : model_{std::move(model)}, as_{as} {}

    result<std::shared_ptr<const message_terms>> terms(std::string_view address,
                                                       const message_facts& message,
                                                       const type_schema& payload,
                                                       message_way way) const override {
        return terms_on({}, address, message, payload, way);
    }

    /// \param server  which the channel has to be on; empty: any
    result<std::shared_ptr<const message_terms>> terms_on(std::string_view server,
                                                          std::string_view address,
                                                          const message_facts& message,
                                                          const type_schema& payload,
                                                          message_way way) const {
        const std::lock_guard lock{mutex_};
        // Filled parameters make many addresses of one, whose terms are found once.
        const use wanted{declared(address), message.name, payload.text(), way};
        auto known = known_.find(wanted);
        if (known == known_.end()) {
            const auto claim = claim_of(message, payload);
            auto made = find(model_, address, claim, way);
            if (!made) return made.error();
            served_.insert(key_of(*made->operation));
            known =
                known_.emplace(wanted, entry{made->terms, claim, made->operation->channel}).first;
        }
        if (auto there = check_server(*known->second.channel, server, message.name); !there)
            return there.error();
        return known->second.terms;
    }

    /// Whether some channel at that address is on the server.
    result<void> check_server(std::string_view address, std::string_view server) const {
        const std::lock_guard lock{mutex_};
        result<void> outcome;
        for (const auto& each : model_.channels()) {
            if (!each.address || !is_at(each, address)) continue;
            outcome = check_server(each, server, std::string_view{});
            if (outcome) return outcome;
        }
        return outcome;
    }

    result<declared_delivery> delivery(std::string_view address) const override {
        const std::lock_guard lock{mutex_};
        for (const auto& each : model_.operations())
            if (fits(each, message_way::received) && is_at(each, address))
                return delivery_reader::read(each.object, each.channel->object);
        return declared_delivery{};
    }

    result<void> agree(std::string_view address,
                       std::initializer_list<const outgoing_message*> messages) const {
        bool any = false;
        for (const auto way : {message_way::sent, message_way::received}) {
            if (!has_operation(address, way)) continue;
            any = true;
            for (const auto* each : messages) {
                auto found = terms(address, each->facts, each->payload.schema(), way);
                if (!found) return found.error();
            }
        }
        if (any) return {};
        return no_operation(address, (*messages.begin())->facts.name, "operation");
    }

    result<void> agree(std::string_view address, const outgoing_message& request,
                       std::initializer_list<const outgoing_message*> replies) const {
        constexpr std::pair<message_way, message_way> sides[] = {
            {message_way::received, message_way::sent_reply},
            {message_way::sent, message_way::received_reply}};
        bool any = false;
        for (const auto& [way, answer] : sides) {
            if (!has_operation(address, answer)) continue;
            any = true;
            auto found = terms(address, request.facts, request.payload.schema(), way);
            if (!found) return found.error();
            for (const auto* each : replies) {
                found = terms(address, each->facts, each->payload.schema(), answer);
                if (!found) return found.error();
            }
        }
        if (any) return {};
        return no_operation(address, request.facts.name, "operation with a reply");
    }

    perspective seen_as() const noexcept { return as_; }

    std::vector<std::string> unserved() const {
        const std::lock_guard lock{mutex_};
        std::vector<std::string> left;
        for (const auto& each : model_.operations())
            if (each.channel->address && !served_.contains(key_of(each)))
                left.push_back(key_of(each));
        return left;
    }

    result<void> reload(document_model changed) {
        const std::lock_guard lock{mutex_};
        std::map<use, entry> renewed;
        for (const auto& [wanted, before] : known_) {
            auto made = find(changed, wanted.address, before.claim, wanted.way);
            if (!made) return made.error();
            renewed.emplace(wanted, entry{made->terms, before.claim, made->operation->channel});
        }
        known_ = std::move(renewed);
        addresses_.clear();
        model_ = std::move(changed);
        return {};
    }

    document_model model() const {
        const std::lock_guard lock{mutex_};
        return model_;
    }

private:
    static constexpr std::size_t max_addresses = 10'000;

    /// Which message goes where. Names and schemas are those of types, which stay.
    struct use {
        std::string address;
        std::string_view name;
        std::string_view schema;
        message_way way;
        friend auto operator<=>(const use&, const use&) = default;
    };
    struct entry {
        std::shared_ptr<const message_terms> terms;
        typed_message claim;
        const channel_model* channel;  // of the model that is held
    };
    struct found_terms {
        std::shared_ptr<const message_terms> terms;
        const operation_model* operation;
    };

    static typed_message claim_of(const message_facts& message, const type_schema& payload) {
        return {message.name, message.content_type, message.correlation, payload.text(),
                message.headers == nullptr ? std::string_view{} : message.headers->schema().text()};
    }

    static std::string key_of(const operation_model& operation) {
        if (!operation.id.empty()) return operation.id;
        return std::string{name_of(operation.action)} + ' ' + *operation.channel->address;
    }

    // Filled parameters match as any others do.
    static bool is_at(const channel_model& channel, std::string_view address) {
        const auto& has = channel.address;
        return has && (*has == address || address_template{*has}.match(address).has_value());
    }
    static bool is_at(const operation_model& operation, std::string_view address) {
        return is_at(*operation.channel, address);
    }

    static result<void> check_server(const channel_model& channel, std::string_view server,
                                     std::string_view message) {
        if (server.empty() || channel.is_on(server)) return {};
        violation where;
        where.message = message;
        where.reason = "channel '" + channel.id + "' is not on server '" + std::string{server} +
                       "': it is on " +
                       listed(channel.servers, [](const std::string& each) { return each; });
        return error{errc::contract_violation, std::move(where)};
    }

    // The address as the document has it, where it does.
    const std::string& declared(std::string_view address) const {
        if (const auto known = addresses_.find(address); known != addresses_.end())
            return known->second;
        if (addresses_.size() == max_addresses) addresses_.clear();
        const auto* exact = model_.find_channel(address);
        std::string found{address};
        for (const auto& each : model_.channels()) {
            if (exact != nullptr || !each.address) continue;
            if (address_template{*each.address}.match(address)) found = *each.address;
        }
        return addresses_.emplace(std::string{address}, std::move(found)).first->second;
    }

    // A reply belongs to the operation that takes the request.
    bool fits(const operation_model& operation, message_way way) const {
        const bool sends = way == message_way::sent || way == message_way::received_reply;
        return does(as_, sends ? action::send : action::receive, operation.action);
    }

    static bool is_reply(message_way way) {
        return way == message_way::sent_reply || way == message_way::received_reply;
    }

    bool has_operation(std::string_view address, message_way way) const {
        const std::lock_guard lock{mutex_};
        return std::ranges::any_of(model_.operations(), [&](const operation_model& each) {
            return fits(each, way) && is_at(each, address) && (each.reply || !is_reply(way));
        });
    }

    static error no_operation(std::string_view address, std::string_view message,
                              std::string_view what) {
        violation where;
        where.message = message;
        where.reason = "the document has no " + std::string{what} + " at " + std::string{address};
        return {errc::contract_violation, std::move(where)};
    }

    result<found_terms> find(const document_model& model, std::string_view address,
                             const typed_message& claim, message_way way) const {
        const operation_model* nearest = nullptr;
        for (const auto& operation : model.operations()) {
            if (!fits(operation, way) || !is_at(operation, address)) continue;
            if (is_reply(way) && !operation.reply) continue;
            nearest = &operation;
            const auto& among = is_reply(way) ? operation.reply->messages : operation.messages;
            for (const auto* message : among)
                if (message->name == claim.name || message->key == claim.name)
                    return bind(model, operation, *message, claim, way);
        }
        if (nearest != nullptr)
            return no_operation(address, claim.name,
                                is_reply(way) ? "such reply" : "such message in an operation");
        const bool sends = way == message_way::sent || way == message_way::sent_reply;
        return no_operation(address, claim.name,
                            is_reply(way) ? "operation with a reply"
                            : sends       ? "operation that sends"
                                          : "operation that receives");
    }

    static result<found_terms> bind(const document_model& model, const operation_model& operation,
                                    const message_model& theirs, const typed_message& mine,
                                    message_way way) {
        const bool sends = way == message_way::sent || way == message_way::sent_reply;
        const auto reply_location =
            operation.reply && !is_reply(way) ? operation.reply->location : std::string{};
        const message_agreement agreement{model.from(), mine, theirs, reply_location};
        if (auto agreed = agreement.check({sends, !sends}); !agreed) return agreed.error();
        auto payload = terms_of(model.from(), theirs.payload, mine.payload);
        if (!payload) return payload.error();
        auto made = std::make_shared<message_terms>(
            message_terms{*std::move(payload), {}, {}, reply_location});
        if (!mine.headers.empty()) {
            auto headers = terms_of(model.from(), theirs.headers, mine.headers);
            if (!headers) return headers.error();
            made->headers = *std::move(headers);
        }
        if (correlation_location{theirs.correlation_id}.is_valid())
            made->correlation_id = theirs.correlation_id;
        if (auto bound = bind_mqtt(model, *operation.channel, theirs, *made); !bound)
            return bound.error();
        return found_terms{std::move(made), &operation};
    }

    // Of what MQTT carries beside the payload.
    static result<void> bind_mqtt(const document_model& model, const channel_model& channel,
                                  const message_model& message, message_terms& into) {
        const auto binding = mqtt_binding(model, channel, message);
        if (const auto at = binding.member("correlationData")) {
            auto made = terms_of(model.from(), {at, {}}, any_text);
            if (!made) return made.error();
            into.correlation_data = *std::move(made);
        }
        const auto topic = binding.member("responseTopic");
        if (!topic) return {};
        auto made = topic->IsString() ? exactly(model.from(), topic)
                                      : terms_of(model.from(), {topic, {}}, any_text);
        if (!made) return made.error();
        into.response_topic = *std::move(made);
        return {};
    }

    static constexpr std::string_view any_text = R"({"type":"string"})";

    static result<part_terms> exactly(const document& from, const document_value& text) {
        rapidjson::Document schema{rapidjson::kObjectType};
        schema.AddMember("const", rapidjson::Value{*text, schema.GetAllocator()},
                         schema.GetAllocator());
        auto made = payload_terms::bind(write_json(schema), any_text, {});
        if (!made) return made.error();
        auto locate = [from, text](violation& where) {
            const auto position = text.position();
            where.schema_pointer = text.pointer;
            where.line = position.line;
            where.column = position.column;
        };
        return part_terms{*std::move(made), std::move(locate)};
    }

    static result<part_terms> terms_of(const document& from, const schema_model& theirs,
                                       std::string_view mine) {
        auto bundle = theirs.schema ? bundle_schema(from, theirs.schema, theirs.format)
                                    : result<schema_bundle>{schema_bundle{"true", {}}};
        if (!bundle) return bundle.error();
        auto made = payload_terms::bind(bundle->text, mine, {});
        if (!made) return made.error();
        // The document stays, for what the bundle knows are places in it.
        auto locate = [from, places = *std::move(bundle)](violation& where) {
            const auto place = places.locate(where.schema_pointer);
            if (!place) return;
            const auto position = place.position();
            where.schema_pointer = place.pointer;
            where.line = position.line;
            where.column = position.column;
        };
        return part_terms{*std::move(made), std::move(locate)};
    }

    mutable std::mutex mutex_;
    document_model model_;
    perspective as_;
    mutable std::map<use, entry> known_;
    mutable std::map<std::string, std::string, std::less<>> addresses_;
    mutable std::set<std::string> served_;
};

}  // namespace asyncapi::detail
