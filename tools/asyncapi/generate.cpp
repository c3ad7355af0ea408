#include "commands.hpp"
#include "plain_schema.hpp"

#include <asyncapi/document.hpp>
#include <asyncapi/document/model.hpp>
#include <asyncapi/document/schema_bundle.hpp>
#include <asyncapi/version.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi::tool {
namespace {

namespace fs = std::filesystem;

struct settings {
    std::string document;
    std::string name;
    std::string output;
    std::string depfile;
};

/// \return a raw string literal; the delimiter is one that the text does not have
std::string literal(std::string_view text) {
    std::string delimiter;
    while (text.find(')' + delimiter + '"') != text.npos) delimiter += '_';
    return "R\"" + delimiter + '(' + std::string{text} + ')' + delimiter + '"';
}

/// Writes the header of a document.
class contract_header {
public:
    contract_header(const document_model& model, std::string name)
        : model_{model}, name_{std::move(name)} {}

    std::string text() {
        std::string operations;
        std::string lists;
        std::size_t number = 0;
        for (const auto& operation : model_.operations()) {
            if (!operation.channel->address) continue;  // known at run time only
            const auto messages = "messages_" + std::to_string(number);
            const auto replies = "replies_" + std::to_string(number);
            lists += list(messages, operation.messages);
            if (operation.reply) lists += list(replies, operation.reply->messages);
            operations +=
                "        {" + literal(operation.id) + ", " +
                (operation.action == action::send ? "true" : "false") + ", " +
                literal(*operation.channel->address) + ", " + span(messages, operation.messages) +
                (operation.reply ? ", true, " + span(replies, operation.reply->messages) : "") +
                "},\n";
            ++number;
        }
        std::ostringstream out;
        out << "// Made by asyncapi " ASYNCAPI_VERSION " of "
            << fs::path{model_.from().source().uri()}.filename().string()
            << "; changes are lost.\n#pragma once\n\n#include <asyncapi/contract/declared.hpp>\n\n"
               "#include <cstddef>\n#include <span>\n\nstruct "
            << name_ << " {\n    static constexpr asyncapi::declared_message messages[] = {\n"
            << (messages_.empty() ? "        {},\n" : messages_) << "    };\n"
            << lists << "    static constexpr asyncapi::declared_operation operations[] = {\n"
            << (operations.empty() ? "        {},\n" : operations) << "    };\n};\n";
        return out.str();
    }

private:
    std::size_t index_of(const message_model& message) {
        const auto [known, is_new] = indices_.try_emplace(message.object.value, indices_.size());
        if (is_new)
            messages_ += "        {" + literal(message.name) + ", " +
                         literal(message.content_type) + ", " + literal(message.correlation_id) +
                         ",\n         " + literal(schema_of(message, message.payload, true)) +
                         ",\n         " + literal(schema_of(message, message.headers, false)) +
                         "},\n";
        return known->second;
    }

    std::string schema_of(const message_model& message, const schema_model& schema,
                          bool is_payload) {
        if (!schema.schema) return is_payload ? "true" : "";
        const auto bundle = bundle_schema(model_.from(), schema.schema, schema.format);
        if (!bundle) throw std::runtime_error{message.name + ": " + bundle.error().to_string()};
        return plain_schema(bundle->text);
    }

    std::string list(const std::string& name, const std::vector<const message_model*>& of) {
        if (of.empty()) return {};
        std::string numbers;
        for (const auto* each : of)
            numbers += (numbers.empty() ? "" : ", ") + std::to_string(index_of(*each));
        return "    static constexpr std::size_t " + name + "[] = {" + numbers + "};\n";
    }

    static std::string span(const std::string& name, const std::vector<const message_model*>& of) {
        return of.empty() ? "std::span<const std::size_t>{}" : name;
    }

    const document_model& model_;
    std::string name_;
    std::map<const rapidjson::Value*, std::size_t> indices_;
    std::string messages_;
};

std::string where(const error& why, const std::string& file) {
    const auto& at = why.where();
    std::string text = file;
    if (at.line > 0) text += ':' + std::to_string(at.line) + ':' + std::to_string(at.column);
    return text + ": " + why.detail();
}

// Untouched when it would be the same, so that nothing is built again for it.
void write_if_changed(const fs::path& path, const std::string& text) {
    if (std::ifstream before{path, std::ios::binary}) {
        std::ostringstream old;
        old << before.rdbuf();
        if (old.str() == text) return;
    }
    if (path.has_parent_path()) fs::create_directories(path.parent_path());
    std::ofstream file{path, std::ios::binary};
    file << text;
    if (!file.flush()) throw std::runtime_error{path.string() + " cannot be written"};
}

std::string escaped_for_make(const std::string& path) {
    std::string made;
    for (const char c : path) {
        if (c == ' ' || c == '#') made += '\\';
        if (c == '$') made += '$';
        made += c;
    }
    return made;
}

int generate_contract(const settings& with) {
    load_options options;
    options.allow_any_file = true;  // one's own document, at build time
    const auto loaded = document::load(with.document, std::move(options));
    if (!loaded) {
        std::cerr << where(loaded.error(), with.document) << '\n';
        return exit_wrong_use;
    }
    const auto model = document_model::of(*loaded);
    if (!model) {
        std::cerr << where(model.error(), with.document) << '\n';
        return exit_found;
    }
    const auto text = contract_header{*model, with.name}.text();
    if (with.output.empty()) {
        std::cout << text;
    } else {
        write_if_changed(with.output, text);
    }
    if (!with.depfile.empty()) {
        std::string rule = escaped_for_make(with.output) + ':';
        for (const auto& uri : loaded->uris()) rule += ' ' + escaped_for_make(uri);
        write_if_changed(with.depfile, rule + '\n');
    }
    return exit_fine;
}

bool is_identifier(std::string_view name) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9');
    });
}

}  // namespace

void add_generate(CLI::App& app, int& status) {
    auto* command = app.add_subcommand("generate", "Make code of a document.");
    command->require_subcommand(1);
    auto with = std::make_shared<settings>();
    auto* contract = command->add_subcommand(
        "contract", "A C++ header that holds a program's definitions to the document.");
    contract->add_option("FILE", with->document, "The document.")->required();
    contract->add_option("--name", with->name, "Of the C++ type in the header.")
        ->default_str("asyncapi_document")
        ->check(CLI::Validator{[](const std::string& name) {
                                   return is_identifier(name) ? std::string{}
                                                              : name + " is no C++ name";
                               },
                               "NAME"});
    contract->add_option("--output,-o", with->output, "The header (default: standard output).");
    contract->add_option("--depfile", with->depfile, "Which files it was made of, for make.");
    contract->callback([with, &status] {
        if (with->name.empty()) with->name = "asyncapi_document";
        status = generate_contract(*with);
    });
}

}  // namespace asyncapi::tool
