#include "commands.hpp"

#include <asyncapi/channel/dead_letter_headers.hpp>
#include <asyncapi/detail/timestamp.hpp>
#include <asyncapi/document/model.hpp>
#include <asyncapi/document/schema_bundle.hpp>
#include <asyncapi/sqlite/dead_letters.hpp>
#include <asyncapi/transports/websocket/client.hpp>
#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace asyncapi::tool {
namespace {

namespace asio = boost::asio;

struct settings {
    std::string store;
    std::string contract;
    std::string server;
    std::string url;
    std::vector<std::int64_t> ids;
    std::int64_t timeout_seconds = 10;
    bool list = false;
    bool dry_run = false;
};

/// What strangers wrote, on one line.
std::string shown(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
    return text;
}

std::string name_of(const sqlite::stored_letter& letter) {
    return std::to_string(letter.id) + "  " + letter.address + "  " +
           (letter.metadata.message_name.empty() ? "(no name)" : letter.metadata.message_name);
}

void print_letter(const sqlite::stored_letter& letter) {
    const error why{errc::contract_violation, letter.why};
    std::cout << shown(name_of(letter)) << "  " << detail::to_timestamp(letter.time) << "  attempt "
              << letter.attempt << "  " << shown(letter.code);
    if (!letter.why.pointer.empty()) std::cout << " at " << shown(letter.why.pointer);
    if (!letter.why.keyword.empty()) std::cout << " (" << shown(letter.why.keyword) << ")";
    if (!why.detail().empty()) std::cout << ": " << shown(why.detail());
    std::cout << '\n';
}

/// Holds letters to what a document says of the payloads at their addresses.
class judge {
public:
    explicit judge(document_model model) : model_{std::move(model)} {}

    /// \return why the letter would be refused again
    result<void> operator()(const sqlite::stored_letter& letter) const {
        const auto json = validation::parse_json(letter.payload);
        if (!json) return json.error();
        std::optional<error> why;
        bool any = false;
        for (const auto& channel : model_.channels()) {
            if (!channel.address || !address_template{*channel.address}.match(letter.address))
                continue;
            for (const auto& message : channel.messages) {
                const auto& name = letter.metadata.message_name;
                if (!name.empty() && message.name != name && message.key != name) continue;
                any = true;
                auto held = hold(message, *json);
                if (held) return {};
                why = held.error();
            }
        }
        if (any) return *why;
        return error{errc::contract_violation, "the document has no such message at that address"};
    }

private:
    result<void> hold(const message_model& to, const rapidjson::Value& json) const {
        if (!to.payload.schema) return {};
        const auto bundle = bundle_schema(model_.from(), to.payload.schema, to.payload.format);
        if (!bundle) return bundle.error();
        const auto compiled = validation::compiled_schema::compile(bundle->text, {});
        if (!compiled) return compiled.error();
        auto found = compiled->check(json);
        if (found.empty()) return {};
        found.front().message = to.name;
        return error{errc::contract_violation, std::move(found.front())};
    }

    document_model model_;
};

/// The one place that knows how to reach a server of a document.
result<std::string> url_of(const document_model& model, const std::string& name) {
    const auto* server = model.find_server(name);
    if (server == nullptr) return error{errc::invalid_address, "the document has no such server"};
    if (server->protocol != "ws" && server->protocol != "wss")
        return error{errc::unsupported, "only servers of ws and wss can be reached; give --url"};
    auto url = server->protocol + "://" + server->host + server->pathname;
    if (url.find('{') != std::string::npos)
        return error{errc::invalid_address, "the server's address has variables; give --url"};
    return url;
}

header_map without_obituary(const header_map& headers) {
    header_map kept;
    for (const auto& [name, value] : headers)
        if (!name.starts_with(dead_letter_prefix)) kept.set(name, value);
    return kept;
}

/// Sends letters, and takes each out of the store once it is confirmed.
asio::awaitable<result<std::size_t>> send_all(any_transport wire,
                                              std::shared_ptr<sqlite::dead_letters> store,
                                              std::vector<sqlite::stored_letter> letters,
                                              std::chrono::seconds within) {
    constexpr std::size_t batch = 64;
    std::size_t done = 0;
    while (done < letters.size()) {
        const auto end = std::min(letters.size(), done + batch);
        const auto deadline = wire->time()->now() + within;
        for (auto at = done; at < end;) {
            auto& letter = letters[at];
            letter.metadata.headers = without_obituary(letter.metadata.headers);
            outbound message;
            message.address = letter.address;
            message.payload = letter.payload;
            message.metadata = &letter.metadata;
            message.binary = letter.binary;
            const auto accepted = wire->try_publish(message);
            if (accepted) {
                ++at;
                continue;
            }
            if (!(accepted.error() == errc::would_block)) co_return accepted.error();
            const auto room = co_await wire->writable(deadline);
            if (!room) co_return room.error();
        }
        const auto confirmed = co_await wire->drained(deadline);
        if (!confirmed) co_return confirmed.error();
        for (; done < end; ++done) {
            const auto removed = store->remove(letters[done].id);
            if (!removed) co_return removed.error();
        }
    }
    co_return done;
}

// `outcome` outlives the coroutine.
asio::awaitable<void> send_and_close(any_transport wire,
                                     std::shared_ptr<sqlite::dead_letters> store,
                                     std::vector<sqlite::stored_letter> letters,
                                     std::chrono::seconds within,
                                     std::optional<result<std::size_t>>& outcome) {
    auto sending = send_all(wire, std::move(store), std::move(letters), within);
    outcome = co_await std::move(sending);
    wire->close();
}

result<std::size_t> send_over(const std::string& url, std::shared_ptr<sqlite::dead_letters> store,
                              std::vector<sqlite::stored_letter> letters,
                              std::chrono::seconds within) {
    asio::io_context context;
    const websocket::client client{context.get_executor(), {.url = url}};
    std::optional<result<std::size_t>> outcome;
    asio::co_spawn(context,
                   send_and_close(client, std::move(store), std::move(letters), within, outcome),
                   asio::detached);
    context.run();
    return outcome ? *std::move(outcome) : result<std::size_t>{errc::closed};
}

int fail(const error& why) {
    std::cerr << "asyncapi: " << why.to_string() << '\n';
    return exit_wrong_use;
}

int replay(const settings& with) {
    // Opening makes what is missing, and a mistyped name is no new store.
    if (!std::filesystem::is_regular_file(with.store))
        return fail({errc::invalid_address, "there is no store " + with.store});
    const auto store = sqlite::dead_letters::open(with.store);
    if (!store) return fail(store.error());

    std::optional<judge> judges;
    auto url = with.url;
    if (!with.list) {
        const auto loaded = document::load(with.contract);
        if (!loaded) return fail(loaded.error());
        auto model = document_model::of(*loaded);
        if (!model) return fail(model.error());
        if (!with.server.empty()) {
            auto found = url_of(*model, with.server);
            if (!found) return fail(found.error());
            url = *std::move(found);
        }
        judges.emplace(*std::move(model));
    }

    // What dies again meanwhile comes back as a newer letter, and is not for this run.
    const auto newest = (*store)->newest();
    if (!newest) return fail(newest.error());
    const std::set<std::int64_t> wanted{with.ids.begin(), with.ids.end()};
    std::size_t seen = 0;
    std::size_t refused = 0;
    std::size_t sent = 0;
    for (std::int64_t after = 0;;) {
        auto page = (*store)->list(after, 100);
        if (!page) return fail(page.error());
        if (page->empty()) break;
        after = page->back().id;
        std::vector<sqlite::stored_letter> good;
        for (auto& letter : *page) {
            if (letter.id > *newest) break;
            if (!wanted.empty() && !wanted.contains(letter.id)) continue;
            ++seen;
            if (with.list) {
                print_letter(letter);
                continue;
            }
            if (const auto judged = (*judges)(letter); !judged) {
                ++refused;
                std::cout << shown(name_of(letter)) << "  stays: " << judged.error().to_string()
                          << '\n';
                continue;
            }
            std::cout << shown(name_of(letter))
                      << (with.dry_run ? "  would be sent\n" : "  is sent\n");
            good.push_back(std::move(letter));
        }
        if (with.list || with.dry_run || good.empty()) continue;
        const auto gone =
            send_over(url, *store, std::move(good), std::chrono::seconds{with.timeout_seconds});
        if (!gone) return fail(gone.error());
        sent += *gone;
    }
    if (seen < wanted.size())
        return fail({errc::invalid_address, "the store has not all of these letters"});
    std::cout << seen << (seen == 1 ? " letter" : " letters");
    if (!with.list) std::cout << ": " << sent << " sent, " << refused << " stay broken";
    std::cout << '\n';
    return refused == 0 ? exit_fine : exit_found;
}

}  // namespace

void add_replay(CLI::App& app, int& status) {
    auto* const command =
        app.add_subcommand("replay", "Sends dead letters again that satisfy the document by now.");
    const auto with = std::make_shared<settings>();
    command->add_option("store", with->store, "SQLite file of sqlite::dead_letters")->required();
    auto* const list = command->add_flag("--list", with->list, "Only say what is in the store");
    auto* const contract =
        command->add_option("--contract", with->contract, "Document that letters are held to");
    auto* const dry = command->add_flag("--dry-run", with->dry_run, "Judge, and send nothing");
    auto* const server =
        command->add_option("--server", with->server, "Server of the document to send to");
    auto* const url = command->add_option("--url", with->url, "ws:// or wss:// URL to send to");
    command->add_option("--id", with->ids, "Only this letter; may be given repeatedly");
    command->add_option("--timeout", with->timeout_seconds, "Seconds to wait for the server")
        ->check(CLI::Range(1, 3600));
    list->excludes(contract)->excludes(dry)->excludes(server)->excludes(url);
    server->excludes(url);
    command->callback([with, &status] {
        if (!with->list && with->contract.empty()) throw CLI::RequiredError{"--contract"};
        if (!with->list && !with->dry_run && with->url.empty() && with->server.empty())
            throw CLI::RequiredError{"--url, --server, --dry-run or --list"};
        status = replay(*with);
    });
}

}  // namespace asyncapi::tool
