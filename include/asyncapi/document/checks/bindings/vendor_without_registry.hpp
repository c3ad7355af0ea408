#pragma once

#include <asyncapi/document/checks/rule.hpp>
#include <asyncapi/document/grammar/bindings.hpp>

namespace asyncapi::checks {

namespace detail {

inline void find_vendor_without_registry(run& asking, const site& at) {
    if (at.member("schemaRegistryVendor") == nullptr || at.member("schemaRegistryUrl") != nullptr)
        return;
    asking.report_inside(at, "/schemaRegistryVendor",
                         "without \"schemaRegistryUrl\", there is no schema registry that could "
                         "have a vendor");
}

}  // namespace detail

inline constexpr rule vendor_without_registry{
    .code = "vendor-without-registry",
    .summary = "A Kafka Server Binding with the vendor of a schema registry has its URL.",
    .specification =
        "Kafka Bindings, schemaRegistryVendor: \"MUST NOT be specified if "
        "`schemaRegistryUrl` is not specified\"",
    .on_object = detail::find_vendor_without_registry,
    .only = {&grammar::kafka_server}};

}  // namespace asyncapi::checks
