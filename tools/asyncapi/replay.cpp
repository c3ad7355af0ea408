#include "commands.hpp"
#include "target.hpp"

#include <asyncapi/channel/dead_letter_headers.hpp>
#include <asyncapi/detail/timestamp.hpp>
#include <asyncapi/document/model.hpp>
#include <asyncapi/document/schema_bundle.hpp>
#include <asyncapi/sqlite/dead_letters.hpp>
#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <map>
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
    target to;
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
    /// \param server  whose channels count; empty: all
    judge(document_model model, std::string server)
        : model_{std::move(model)}, server_{std::move(server)} {}

    /// \return why the letter would be refused again
    result<void> operator()(const sqlite::stored_letter& letter) const {
        const auto json = validation::parse_json(letter.payload);
        if (!json) return json.error();
        std::optional<error> why;
        bool any = false;
        for (const auto& channel : model_.channels()) {
            if (!channel.address || !address_template{*channel.address}.match(letter.address))
                continue;
            if (!server_.empty() && !channel.is_on(server_)) continue;
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
    std::string server_;
};

header_map without_obituary(const header_map& headers) {
    header_map kept;
    for (const auto& [name, value] : headers)
        if (!name.starts_with(dead_letter_prefix)) kept.set(name, value);
    return kept;
}

/// Why letters stay, by their place among those that are sent.
using refusals = std::map<std::size_t, error>;

/// Whether it is the letter that cannot be sent, and not the connection.
bool concerns_letter(const error& why) {
    for (const auto one : {errc::too_large, errc::invalid_address, errc::malformed,
                           errc::unauthorized, errc::unsupported, errc::rejected})
        if (why == one) return true;
    return false;
}

/// Sends letters and waits until they are confirmed, or refused.
asio::awaitable<result<void>> send_all(any_transport wire,
                                       std::vector<sqlite::stored_letter>& letters,
                                       std::shared_ptr<refusals> refused,
                                       std::chrono::seconds within) {
    const auto deadline = wire->time()->now() + within;
    for (std::size_t at = 0; at < letters.size();) {
        auto& letter = letters[at];
        letter.metadata.headers = without_obituary(letter.metadata.headers);
        outbound message;
        message.address = letter.address;
        message.payload = letter.payload;
        message.metadata = &letter.metadata;
        message.binary = letter.binary;
        message.on_refused = [refused, at](const error& why) { refused->emplace(at, why); };
        const auto accepted = wire->try_publish(message);
        if (accepted) {
            ++at;
        } else if (accepted.error() == errc::would_block) {
            const auto room = co_await wire->writable(deadline);
            if (!room) co_return room.error();
        } else if (concerns_letter(accepted.error())) {
            refused->emplace(at++, accepted.error());
        } else {
            co_return accepted.error();
        }
    }
    co_return co_await wire->drained(deadline);
}

// `letters` and `outcome` outlive the coroutine.
asio::awaitable<void> send_into(any_transport wire, std::vector<sqlite::stored_letter>& letters,
                                std::shared_ptr<refusals> refused, std::chrono::seconds within,
                                std::optional<result<void>>& outcome) {
    auto sending = send_all(std::move(wire), letters, std::move(refused), within);
    outcome = co_await std::move(sending);
}

/// A connection to the server, for one batch after the other.
class sender {
public:
    sender(server_description to, std::chrono::seconds within)
        : to_{std::move(to)}, within_{within} {}
    sender(const sender&) = delete;
    sender& operator=(const sender&) = delete;
    ~sender() {
        if (!wire_) return;
        wire_->close();
        context_.restart();
        context_.run();
    }

    /// \return why letters were refused; or, with nothing known of any, that they were not
    /// confirmed
    result<refusals> send(std::vector<sqlite::stored_letter>& letters) {
        if (!wire_) {
            auto made = connect(context_.get_executor(), to_,
                                [this](const error& why) { lost_ = why.to_string(); });
            if (!made) return made.error();
            wire_ = *std::move(made);
        }
        const auto refused = std::make_shared<refusals>();
        std::optional<result<void>> outcome;
        asio::co_spawn(context_, send_into(wire_, letters, refused, within_, outcome),
                       asio::detached);
        context_.restart();
        while (!outcome && context_.run_one() != 0) continue;
        if (!outcome) return errc::closed;
        if (*outcome) return *refused;
        const auto& why = outcome->error();
        return lost_.empty() ? why : error{why.code(), lost_};
    }

private:
    server_description to_;
    std::chrono::seconds within_;
    asio::io_context context_;
    any_transport wire_;
    std::string lost_;  // what became of the last connection
};

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
    std::optional<sender> sends;
    if (!with.list) {
        const auto loaded = document::load(with.contract);
        if (!loaded) return fail(loaded.error());
        auto model = document_model::of(*loaded);
        if (!model) return fail(model.error());
        if (!with.dry_run) {
            auto described = describe(with.to, *loaded);
            if (!described) return fail(described.error());
            sends.emplace(*std::move(described), std::chrono::seconds{with.timeout_seconds});
        }
        judges.emplace(*std::move(model), with.to.server);
    }

    // What dies again meanwhile comes back as a newer letter, and is not for this run.
    const auto newest = (*store)->newest();
    if (!newest) return fail(newest.error());
    const std::set<std::int64_t> wanted{with.ids.begin(), with.ids.end()};
    std::size_t seen = 0;
    std::size_t stay = 0;
    std::size_t sent = 0;
    const auto stays = [&](const sqlite::stored_letter& letter, const error& why) {
        ++stay;
        std::cout << shown(name_of(letter)) << "  stays: " << why.to_string() << '\n';
    };
    for (std::int64_t after = 0;;) {
        auto page = (*store)->list(after, 64);
        if (!page) return fail(page.error());
        if (page->empty() || page->front().id > *newest) break;
        after = page->back().id;
        std::vector<sqlite::stored_letter> good;
        for (auto& letter : *page) {
            if (letter.id > *newest) break;
            if (!wanted.empty() && !wanted.contains(letter.id)) continue;
            ++seen;
            if (with.list) {
                print_letter(letter);
            } else if (const auto judged = (*judges)(letter); !judged) {
                stays(letter, judged.error());
            } else if (with.dry_run) {
                std::cout << shown(name_of(letter)) << "  would be sent\n";
            } else {
                good.push_back(std::move(letter));
            }
        }
        if (good.empty()) continue;
        const auto refused = sends->send(good);
        if (!refused) return fail(refused.error());
        for (std::size_t at = 0; at < good.size(); ++at) {
            if (const auto found = refused->find(at); found != refused->end()) {
                stays(good[at], found->second);
                continue;
            }
            const auto removed = (*store)->remove(good[at].id);
            if (!removed) return fail(removed.error());
            ++sent;
            std::cout << shown(name_of(good[at])) << "  is sent\n";
        }
    }
    if (seen < wanted.size())
        return fail({errc::invalid_address, "the store has not all of these letters"});
    std::cout << seen << (seen == 1 ? " letter" : " letters");
    if (!with.list)
        std::cout << ": " << sent << " sent, " << stay << (stay == 1 ? " stays" : " stay");
    std::cout << '\n';
    return stay == 0 ? exit_fine : exit_found;
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
        command->add_option("--server", with->to.server, "Server of the document to send to");
    auto* const url = command->add_option("--url", with->to.url,
                                          "ws://, wss://, mqtt:// or mqtts:// URL to send to");
    command->add_option("--user", with->to.user,
                        "Whom to log in as; ASYNCAPI_PASSWORD and ASYNCAPI_TOKEN are in the "
                        "environment");
    command->add_option("--ca-file", with->to.ca_file, "Whom to trust with TLS, PEM");
    auto* const certificate = command->add_option("--certificate", with->to.certificate_file,
                                                  "This side's certificate chain, PEM");
    auto* const key = command->add_option("--key", with->to.key_file, "Its private key, PEM");
    certificate->needs(key);
    key->needs(certificate);
    command
        ->add_option("--mqtt-version", with->to.mqtt_version,
                     "5, or 3.1.1: the one that the application speaks")
        ->check(CLI::IsMember({"5", "3.1.1"}));
    command->add_option("--id", with->ids, "Only this letter; may be given repeatedly");
    command->add_option("--timeout", with->timeout_seconds, "Seconds to wait for the server")
        ->check(CLI::Range(1, 3600));
    list->excludes(contract)->excludes(dry)->excludes(server)->excludes(url);
    server->excludes(url);
    command->callback([with, &status] {
        if (!with->list && with->contract.empty()) throw CLI::RequiredError{"--contract"};
        if (!with->list && !with->dry_run && with->to.url.empty() && with->to.server.empty())
            throw CLI::RequiredError{"--url, --server, --dry-run or --list"};
        status = replay(*with);
    });
}

}  // namespace asyncapi::tool
