#pragma once

#include <asyncapi/validation/pattern/script_names.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace asyncapi::validation::detail {

/// The general categories of Unicode: the short name first, then the others.
///
/// \see ECMA-262, General_Category values; Unicode, PropertyValueAliases.txt
inline constexpr std::array<std::string_view, 38> category_names{
    "L Letter",
    "LC Cased_Letter",
    "Lu Uppercase_Letter",
    "Ll Lowercase_Letter",
    "Lt Titlecase_Letter",
    "Lm Modifier_Letter",
    "Lo Other_Letter",
    "M Mark Combining_Mark",
    "Mn Nonspacing_Mark",
    "Mc Spacing_Mark",
    "Me Enclosing_Mark",
    "N Number",
    "Nd Decimal_Number digit",
    "Nl Letter_Number",
    "No Other_Number",
    "P Punctuation punct",
    "Pc Connector_Punctuation",
    "Pd Dash_Punctuation",
    "Ps Open_Punctuation",
    "Pe Close_Punctuation",
    "Pi Initial_Punctuation",
    "Pf Final_Punctuation",
    "Po Other_Punctuation",
    "S Symbol",
    "Sm Math_Symbol",
    "Sc Currency_Symbol",
    "Sk Modifier_Symbol",
    "So Other_Symbol",
    "Z Separator",
    "Zs Space_Separator",
    "Zl Line_Separator",
    "Zp Paragraph_Separator",
    "C Other",
    "Cc Control cntrl",
    "Cf Format",
    "Co Private_Use",
    "Cs Surrogate",
    "Cn Unassigned",
};

/// The binary properties that both ECMA-262 and PCRE2 10.42 know, each between blanks.
/// Changes_When_NFKC_Casefolded is missing in PCRE2.
inline constexpr std::string_view binary_property_names =
    " ASCII ASCII_Hex_Digit AHex Alphabetic Alpha Bidi_Control Bidi_C Bidi_Mirrored Bidi_M "
    "Case_Ignorable CI Cased Changes_When_Casefolded CWCF Changes_When_Casemapped CWCM "
    "Changes_When_Lowercased CWL Changes_When_Titlecased CWT Changes_When_Uppercased CWU Dash "
    "Default_Ignorable_Code_Point DI Deprecated Dep Diacritic Dia Emoji Emoji_Component EComp "
    "Emoji_Modifier EMod Emoji_Modifier_Base EBase Emoji_Presentation EPres "
    "Extended_Pictographic ExtPict Extender Ext Grapheme_Base Gr_Base Grapheme_Extend Gr_Ext "
    "Hex_Digit Hex IDS_Binary_Operator IDSB IDS_Trinary_Operator IDST ID_Continue IDC ID_Start "
    "IDS Ideographic Ideo Join_Control Join_C Logical_Order_Exception LOE Lowercase Lower Math "
    "Noncharacter_Code_Point NChar Pattern_Syntax Pat_Syn Pattern_White_Space Pat_WS "
    "Quotation_Mark QMark Radical Regional_Indicator RI Sentence_Terminal STerm Soft_Dotted SD "
    "Terminal_Punctuation Term Unified_Ideograph UIdeo Uppercase Upper Variation_Selector VS "
    "White_Space space XID_Continue XIDC XID_Start XIDS ";

/// \return a general category as PCRE2 spells it
inline std::optional<std::string> category(std::string_view name) {
    const auto padded = ' ' + std::string{name} + ' ';
    for (const auto known : category_names) {
        if ((' ' + std::string{known} + ' ').find(padded) == std::string::npos) continue;
        const auto brief = known.substr(0, known.find(' '));
        return std::string{brief == "LC" ? "L&" : brief};
    }
    return std::nullopt;
}

/// \param text  what stands between the braces of `\p{}`
/// \return it as PCRE2 spells it, nullopt when there is no such property
/// \see ECMA-262, UnicodePropertyValueExpression
inline std::optional<std::string> property_name(std::string_view text) {
    if (text.empty() || text.find(' ') != text.npos) return std::nullopt;
    const auto equals = text.find('=');
    if (equals == text.npos) {
        if (auto short_name = category(text)) return short_name;
        if (text == "Any") return "Any";
        if (text == "Assigned") return "^Cn";
        const auto padded = ' ' + std::string{text} + ' ';
        if (binary_property_names.find(padded) != std::string_view::npos) return std::string{text};
        return std::nullopt;
    }
    const auto property = text.substr(0, equals);
    const std::string value{text.substr(equals + 1)};
    if (property == "General_Category" || property == "gc") return category(value);
    if (!is_script(value)) return std::nullopt;
    if (property == "Script" || property == "sc") return "sc:" + value;
    if (property == "Script_Extensions" || property == "scx") return "scx:" + value;
    return std::nullopt;
}

}  // namespace asyncapi::validation::detail
