#include <asyncapi/contract/agreement.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

namespace shop {

enum class priority { low, high };
struct line {
    std::string sku;
    std::int32_t quantity{1};
};
struct order {
    std::string id;
    std::vector<line> lines;
    std::optional<priority> urgency;
};
struct trace {
    std::string tenant;
};
template <class T>
struct counted {
    T count{0};
};

}  // namespace shop

template <>
struct asyncapi::schema<shop::priority> {
    static constexpr auto value = enumeration(enumerator(shop::priority::low, "LOW"),
                                              enumerator(shop::priority::high, "HIGH"));
};
template <>
struct asyncapi::schema<shop::line> {
    using self = shop::line;
    static constexpr auto value =
        object(property("sku", &self::sku, string{.pattern = "^[A-Z]-[0-9]+$"}),
               property("quantity", &self::quantity, integer{.minimum = 1, .maximum = 1000}));
};
template <>
struct asyncapi::schema<shop::order> {
    using self = shop::order;
    static constexpr auto value = object(property("id", &self::id, string{.max_length = 20}),
                                         property("lines", &self::lines, array{.max_items = 10}),
                                         property("urgency", &self::urgency));
};
template <>
struct asyncapi::schema<shop::trace> {
    using self = shop::trace;
    static constexpr auto value = object(property("tenant", &self::tenant));
};
template <class T>
struct asyncapi::schema<shop::counted<T>> {
    static constexpr auto value = object(property("count", &shop::counted<T>::count));
};
template <class T>
struct asyncapi::message<shop::counted<T>> {
    static constexpr auto name = "Counted";
};
template <>
struct asyncapi::message<shop::order> {
    static constexpr auto name = "Order";
};

namespace {

struct traced_order : asyncapi::message_of<shop::order> {
    static constexpr auto name = "Order";
    static constexpr auto correlation_id = "$message.payload#/id";
    using headers = shop::trace;
};

/// A document whose message is the C++ type's, but for what is replaced.
std::string document_with(const std::string& what, const std::string& by) {
    std::string text = R"(asyncapi: 3.0.0
info: {title: a, version: 1.0.0}
channels:
  orders:
    address: orders
    messages:
      Order:
        contentType: application/json
        payload:
          type: object
          required: [id, lines]
          properties:
            id: {type: string, maxLength: 20}
            lines: {type: array, maxItems: 10, items: {$ref: '#/components/schemas/line'}}
            urgency: {enum: [LOW, HIGH]}
components:
  schemas:
    line:
      type: object
      required: [sku, quantity]
      properties:
        sku: {type: string, pattern: '^[A-Z]-[0-9]+$'}
        quantity: {type: integer, minimum: 1, maximum: 1000}
)";
    if (what.empty()) return text;
    const auto at = text.find(what);
    REQUIRE_MESSAGE(at != std::string::npos, what);
    return text.replace(at, what.size(), by);
}

template <class M = shop::order>
std::string parted(const std::string& text, asyncapi::detail::message_ways ways) {
    const auto document = asyncapi::document::parse(text);
    REQUIRE_MESSAGE(document.has_value(), document.error().to_string());
    const auto model = asyncapi::document_model::of(*document);
    REQUIRE_MESSAGE(model.has_value(), model.error().to_string());
    const auto& message = model->channels().front().messages.front();
    const asyncapi::detail::message_agreement agreement{*document, asyncapi::typed_message_of<M>,
                                                        message};
    const auto agreed = agreement.check(ways);
    if (agreed) return "agreed";
    return "line " + std::to_string(agreed.error().where().line) + ": " +
           agreed.error().to_string();
}

constexpr asyncapi::detail::message_ways sent{true, false};
constexpr asyncapi::detail::message_ways received{false, true};
constexpr asyncapi::detail::message_ways both{true, true};

}  // namespace

TEST_CASE("a definition that says what the document says agrees with it") {
    CHECK(parted(document_with("", ""), both) == "agreed");
}

TEST_CASE("where definition and document part, the error says which way, where and on which line") {
    const struct {
        const char* what;
        const char* by;
        asyncapi::detail::message_ways ways;
        const char* said;
    } rows[] = {
        {"maximum: 1000", "maximum: 100", sent,
         "line 23: Order at /lines/0/quantity: contract violation (maximum): the C++ type can send "
         "what the document refuses: /lines/0/quantity has to be at most 100"},
        {"maximum: 1000", "maximum: 100", received, "agreed"},
        {"maximum: 1000", "maximum: 5000", sent, "agreed"},
        {"maximum: 1000", "maximum: 5000", received,
         "line 10: Order at /lines/0/quantity: contract violation (maximum): the document allows "
         "what the C++ type refuses: /lines/0/quantity has to be at most 1000"},
        {"required: [id, lines]", "required: [id, lines, urgency]", sent,
         "line 11: Order at /urgency: contract violation (required): the C++ type can send what "
         "the "
         "document refuses: /urgency has to be there"},
        {"required: [id, lines]", "required: [id]", received,
         "line 10: Order at /lines: contract violation (required): the document allows what the "
         "C++ "
         "type refuses: /lines has to be there"},
        {"enum: [LOW, HIGH]", "enum: [LOW, HIGH, URGENT]", received,
         "line 10: Order at /urgency: contract violation (enum): the document allows what the C++ "
         "type refuses: /urgency has to be one of \"LOW\", \"HIGH\""},
        {"enum: [LOW, HIGH]", "enum: [LOW]", sent,
         "line 15: Order at /urgency: contract violation (enum): the C++ type can send what the "
         "document refuses: /urgency has to be one of \"LOW\""},
        {"id: {type: string, maxLength: 20}", "id: {type: integer}", sent,
         "line 13: Order at /id: contract violation (type): the C++ type can send what the "
         "document "
         "refuses: /id has to be of type integer"},
        {"contentType: application/json", "contentType: application/cbor", both,
         "line 8: Order: contract violation (contentType): the document says application/cbor, the "
         "C++ type application/json"},
        // A condition cannot be said in C++: it is judged message by message.
        {"type: object\n          required",
         "if: {required: [urgency]}\n          then: {properties: {lines: {minItems: 1}}}\n"
         "          type: object\n          required",
         both, "agreed"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.by);
        CHECK(parted(document_with(row.what, row.by), row.ways) == row.said);
    }
}

TEST_CASE("a document's integers have to fit the C++ type where they come in") {
    const auto document_of = [](const std::string& integer) {
        return "asyncapi: 3.0.0\ninfo: {title: a, version: 1.0.0}\nchannels:\n  counts:\n"
               "    address: counts\n    messages:\n      Counted:\n"
               "        payload: {type: object, required: [count], properties: {count: {" +
               integer + "}}}\n";
    };
    const std::string open = "type: integer";
    const std::string beyond =
        "line 8: Counted at /count: contract violation (maximum): the document allows what the C++ "
        "type refuses: /count has to be at most 2147483647: bound it in the document, or make it a "
        "std::int64_t";
    using narrow = shop::counted<std::int32_t>;
    CHECK(parted<narrow>(document_of("type: integer, minimum: 0"), received) == beyond);
    CHECK(parted<narrow>(document_of(open), received).find("(minimum)") != std::string::npos);
    CHECK(parted<narrow>(document_of(open), sent) == "agreed");
    CHECK(parted<narrow>(document_of("type: integer, minimum: 0, maximum: 2147483647"), received) ==
          "agreed");
    CHECK(parted<narrow>(document_of("type: integer, enum: [1, 2]"), received) == "agreed");
    CHECK(parted<narrow>(document_of("type: integer, format: int32"), both) == "agreed");
    CHECK(parted<narrow>(document_of("type: integer, minimum: 0, format: int64"), received) ==
          beyond);
    CHECK(parted<shop::counted<std::int64_t>>(document_of(open), both) == "agreed");
    CHECK(parted<shop::counted<std::uint64_t>>(document_of(open), received).find("at least 0") !=
          std::string::npos);
    CHECK(parted<shop::counted<std::uint8_t>>(
              document_of("type: integer, minimum: 0, maximum: 255"), both) == "agreed");
}

TEST_CASE("headers and the correlation id agree too") {
    const std::string headers =
        "contentType: application/json\n"
        "        correlationId: {location: '$message.payload#/id'}\n"
        "        headers: {type: object, required: [tenant], properties: {tenant: {type: string}}}";
    CHECK(parted<traced_order>(document_with("contentType: application/json", headers), both) ==
          "agreed");
    CHECK(parted<traced_order>(document_with("", ""), both) ==
          "line 8: Order: contract violation (correlationId): the document has no correlation id "
          "where the C++ type has one");
    CHECK(
        parted(document_with("contentType: application/json", headers), both) ==
        "line 10: Order at /tenant: contract violation (required): the C++ type can send what the "
        "document refuses: /tenant has to be there");
}

TEST_CASE("a payload in a language that cannot be enforced is said to be so") {
    CHECK(parted(document_with("payload:\n          type: object",
                               "payload:\n          schemaFormat: "
                               "application/vnd.apache.avro;version=1.9.0\n          schema: {}\n"
                               "        x-old:\n          type: object"),
                 both)
              .find("unenforceable schema") != std::string::npos);
}
