// expect: definition_differs_from_document_at<.*Order/lines/0/quantity: maximum
// errors: 3
#include <asyncapi/contract/implements.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace shop {

struct line {
    std::string sku;
    std::int32_t quantity{1};
};
struct order {
    std::vector<line> lines;
};

}  // namespace shop

template <>
struct asyncapi::schema<shop::line> {
    using self = shop::line;
#ifdef POSITIVE_CONTROL
    static constexpr int most = 100;
#else
    static constexpr int most = 1000;
#endif
    static constexpr auto value =
        object(property("sku", &self::sku),
               property("quantity", &self::quantity, integer{.minimum = 1, .maximum = most}));
};
template <>
struct asyncapi::schema<shop::order> {
    static constexpr auto value = object(property("lines", &shop::order::lines));
};
template <>
struct asyncapi::message<shop::order> {
    static constexpr auto name = "Order";
};

namespace shop {
inline constexpr asyncapi::channel_object<order> placed{.address = "orders/placed"};
}

struct shop_document {
    static constexpr asyncapi::declared_message messages[] = {
        {"Order", "application/json", "",
         R"({"type":"object","required":["lines"],"properties":{"lines":{"type":"array","items":)"
         R"({"type":"object","required":["sku","quantity"],"properties":{"sku":{"type":"string"},)"
         R"("quantity":{"type":"integer","minimum":1,"maximum":100}}}}}})",
         ""}};
    static constexpr std::size_t messages_0[] = {0};
    static constexpr asyncapi::declared_operation operations[] = {
        {"placeOrder", true, "orders/placed", messages_0}};
};

static_assert(asyncapi::implements<shop_document, shop::placed>());
