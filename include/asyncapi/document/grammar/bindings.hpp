#pragma once

#include <asyncapi/document/grammar/bindings/mqtt.hpp>
#include <asyncapi/document/grammar/shape.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace asyncapi::grammar {

inline constexpr std::array binding_tables{std::span<const binding>{mqtt_bindings}};

/// \param version  `bindingVersion`; empty: the latest
/// \return what a protocol's binding may hold, or nullptr for a protocol that is not known
inline const shape* binding_shape(shape::level level, std::string_view protocol,
                                  std::string_view version) {
    const binding* latest = nullptr;
    for (const auto& table : binding_tables) {
        for (const auto& each : table) {
            if (each.protocol != protocol || each.level != level) continue;
            if (std::ranges::find(each.versions, version) != each.versions.end()) return &each.is;
            if (latest == nullptr) latest = &each;
        }
    }
    return latest == nullptr ? nullptr : &latest->is;
}

}  // namespace asyncapi::grammar
