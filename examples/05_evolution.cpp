// Facts about contracts that the compiler holds: what a schema is, and what a change breaks.

#include "orders.hpp"

#include <asyncapi/schema.hpp>

#include <iostream>

namespace next {

struct order_line {
    std::string sku;
    std::int32_t quantity{1};
    std::optional<std::string> color;  // new and optional: old readers do not mind
};
struct order_placed {
    std::string order_id;
    std::vector<order_line> lines;
    double total{0};
    std::optional<std::string> note;
};

}  // namespace next

template <>
struct asyncapi::schema<next::order_line> {
    using self = next::order_line;
    static constexpr auto value =
        object(property("sku", &self::sku, string{.pattern = "^[A-Z]-[0-9]+$"}),
               property("quantity", &self::quantity, integer{.minimum = 1, .maximum = 5000}),
               property("color", &self::color));
};
template <>
struct asyncapi::schema<next::order_placed> {
    using self = next::order_placed;
    static constexpr auto value =
        object(property("orderId", &self::order_id, string{.pattern = "^ORD-[0-9]{6}$"}),
               property("lines", &self::lines, array{.min_items = 1}),
               property("total", &self::total, number{.minimum = 0}),
               property("note", &self::note, string{.max_length = 200}));
};

static_assert(asyncapi::same_json(asyncapi::schema_text<ordering::order_line>, R"({
    "type": "object", "required": ["sku", "quantity"],
    "properties": {"quantity": {"type": "integer", "minimum": 1, "maximum": 1000},
                   "sku": {"type": "string", "pattern": "^[A-Z]-[0-9]+$"}}})"));

static_assert(asyncapi::accepts<next::order_placed, ordering::order_placed>,
              "new readers read old orders");
static_assert(!asyncapi::accepts<ordering::order_placed, next::order_placed>);

int main() {
    std::cout << asyncapi::schema_text<next::order_line> << "\n";
    std::cout
        << "the old reader would break at "
        << std::string_view{asyncapi::disagreement_of<ordering::order_placed, next::order_placed>()}
        << "\n";
}
