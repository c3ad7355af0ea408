"""Shows that the checks of this folder fail when they should, and only then."""

import tempfile
import unittest
from pathlib import Path

import documented_errors
import layers


class Layers(unittest.TestCase):
    def found(self, **files):
        """Violations in a tree of these headers; `schema__text` names schema/text.hpp."""
        with tempfile.TemporaryDirectory() as folder:
            for name, includes in files.items():
                path = Path(folder, "asyncapi", name.replace("__", "/"))
                path = path.with_suffix(".ipp" if path.parent.name == "impl" else ".hpp")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("#pragma once\n" + "".join(f"#include {i}\n" for i in includes))
            return list(layers.violations(folder))

    def assertOne(self, found, *parts):
        self.assertEqual(len(found), 1, found)
        for part in parts:
            self.assertIn(part, found[0])

    def test_includes_of_lower_layers_and_of_the_own_layer_pass(self):
        self.assertEqual(self.found(
            error=["<string>", "<boost/system/error_code.hpp>"],
            result=["<asyncapi/error.hpp>"],
            transport=["<asyncapi/result.hpp>", "<boost/asio/awaitable.hpp>"],
            transports__websocket__link=["<asyncapi/transport.hpp>", "<boost/beast/core.hpp>"],
            channel=["<asyncapi/transport.hpp>"],
            asyncapi=["<asyncapi/channel.hpp>"]), [])

    def test_an_include_of_a_higher_layer_fails(self):
        self.assertOne(self.found(error=["<asyncapi/metadata.hpp>"], metadata=[]),
                       "error.hpp:2", "layer 0 must not know layer 1")

    def test_a_relative_include_of_a_higher_layer_fails(self):
        self.assertOne(self.found(detail__queue=['"../metadata.hpp"'], metadata=[]),
                       "detail/queue.hpp:2", "asyncapi/metadata.hpp")

    def test_a_cycle_in_a_layer_fails(self):
        self.assertOne(self.found(schema__a=["<asyncapi/schema/b.hpp>"],
                                  schema__b=["<asyncapi/schema/c.hpp>"],
                                  schema__c=["<asyncapi/schema/a.hpp>"]),
                       "cycle: schema/a.hpp -> schema/b.hpp -> schema/c.hpp -> schema/a.hpp")

    def test_definitions_may_come_back_to_their_header(self):
        self.assertEqual(self.found(
            error=["<asyncapi/impl/error.ipp>"],
            impl__error=["<asyncapi/error.hpp>", "<asyncapi/result.hpp>"],
            result=["<asyncapi/error.hpp>"]), [])

    def test_definitions_have_the_layer_of_their_header(self):
        self.assertOne(self.found(detail__event=[], codec__json=[],
                                  detail__impl__event=["<asyncapi/codec/json.hpp>"]),
                       "detail/impl/event.ipp:2", "layer 1 must not know layer 3")

    def test_what_is_heavy_below_asyncapi_hpp_fails_outside_definitions(self):
        self.assertEqual(self.found(
            asyncapi=["<asyncapi/transport.hpp>"],
            transport=["<boost/asio/awaitable.hpp>", "<asyncapi/impl/transport.ipp>"],
            impl__transport=["<asyncapi/transport.hpp>", "<boost/asio/co_spawn.hpp>"]), [])
        self.assertOne(self.found(asyncapi=["<asyncapi/transport.hpp>"],
                                  transport=["<boost/asio/co_spawn.hpp>"]), "too heavy")
        self.assertOne(self.found(asyncapi=["<asyncapi/message.hpp>"],
                                  message=["<rapidjson/document.h>"]), "too heavy")

    def test_a_header_that_includes_itself_fails(self):
        self.assertOne(self.found(error=["<asyncapi/error.hpp>"]), "cycle")

    def test_a_header_without_a_layer_fails(self):
        self.assertOne(self.found(pigeon=[]), "pigeon.hpp", "no layer")

    def test_a_missing_header_fails(self):
        self.assertOne(self.found(result=["<asyncapi/error.hpp>"]), "no such header")

    def test_an_empty_tree_fails(self):
        self.assertOne(self.found(), "no headers")

    def test_the_whole_of_asio_fails_everywhere(self):
        self.assertOne(self.found(transports__memory=["<boost/asio.hpp>"]), "boost/asio.hpp")

    def test_beast_outside_the_transports_fails(self):
        self.assertOne(self.found(consumer=["<boost/beast/core.hpp>"]), "Beast belongs")

    def test_json_and_io_in_schema_fail(self):
        for include in ("<rapidjson/document.h>", "<boost/asio/awaitable.hpp>"):
            for header in ("schema__text", "schema"):
                self.assertOne(self.found(**{header: [f"  {include}"]}), include[1:-1])

    def test_schemas_messages_validation_and_codecs_in_transports_fail(self):
        for name in ("schema", "schema__text", "message", "validation__schema", "codec__json"):
            spelt = name.replace("__", "/")
            found = self.found(**{"transports__memory__hub": [f"<asyncapi/{spelt}.hpp>"], name: []})
            self.assertOne(found, "transports/memory/hub.hpp:2", "moves bytes")


class DocumentedErrors(unittest.TestCase):
    HEADER = """enum class errc : int {
        late = 1,  ///< too late, or never
        lost,      ///< gone
    };"""

    def found(self, document):
        return list(documented_errors.violations(self.HEADER, document))

    def test_a_section_for_each_code_passes(self):
        self.assertEqual(self.found("# Errors\n\n## late\n\nWait.\n\n## `lost`\n\nSearch.\n"), [])

    def test_a_missing_section_fails(self):
        self.assertEqual(self.found("## late\nWait.\n"), ["lost: no section, or an empty one"])

    def test_an_empty_section_fails(self):
        self.assertEqual(self.found("## late\n\n## lost\nSearch.\n"),
                         ["late: no section, or an empty one"])

    def test_a_section_for_no_code_fails(self):
        self.assertEqual(len(self.found("## late\nWait.\n## lost\nSearch.\n## broken\nMend.\n")), 1)

    def test_a_header_without_codes_fails(self):
        self.assertTrue(list(documented_errors.violations("int x;", "")))


if __name__ == "__main__":
    unittest.main()
