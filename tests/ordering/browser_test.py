"""Orders in a real browser: headless Chromium against ordering_demo.

usage: browser_test.py <ordering_demo> <folder for screenshots>
Ends with 77 when there is no browser, and with a failure for that where the environment says CI.
"""

import os
import pathlib
import shutil
import signal
import sys
import tempfile
import unittest

from support.demo import PATIENCE, Shop, free_port

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
DRIVER = shutil.which("chromedriver") or "/usr/bin/chromedriver"


# Text with a contrast below 4.5 (WCAG 2.1, 1.4.3) to any colour that its background has.
FAINT_TEXT = """
const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
const luminance = (colour) => numbers(colour).slice(0, 3)
  .map((part) => part / 255)
  .map((part) => (part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4))
  .reduce((sum, part, i) => sum + part * [.2126, .7152, .0722][i], 0);
const behind = (element) => {
  for (let each = element; each; each = each.parentElement) {
    const style = getComputedStyle(each);
    const stops = style.backgroundImage.match(/rgba?\\([^)]*\\)/g);
    if (stops) return stops;
    if ((numbers(style.backgroundColor)[3] ?? 1) > .5) return [style.backgroundColor];
  }
  return ['rgb(255, 255, 255)'];
};
const contrast = (a, b) => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + .05) / (dark + .05);
};
return [...document.querySelectorAll('body *')]
  .filter((e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .flatMap((e) => behind(e).map((colour) => [contrast(getComputedStyle(e).color, colour), e.outerHTML.slice(0, 90)]))
  .filter(([ratio]) => ratio < 4.5);
"""


def missing():
    try:
        import selenium  # noqa: F401
    except ImportError:
        return "python3-selenium"
    for program in (CHROMIUM, DRIVER):
        if not os.access(program, os.X_OK):
            return program
    return None


class BrowserTest(unittest.TestCase):
    program = ""
    screenshots = pathlib.Path()

    def setUp(self):
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        self.folder = tempfile.TemporaryDirectory(prefix="ordering-browser-")
        self.shop = None
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync",
                     "--disable-dev-shm-usage", "--hide-scrollbars", "--force-device-scale-factor=1",
                     "--user-data-dir=" + self.folder.name + "/profile"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.browser = webdriver.Chrome(service=Service(DRIVER), options=options)
        self.browser.set_page_load_timeout(PATIENCE)

    def tearDown(self):
        self.browser.quit()
        if self.shop:
            self.shop.kill()
        self.folder.cleanup()

    # What the tests say

    def open(self, width=1280, height=900, **how):
        self.shop = Shop(self.program, self.folder.name + "/data", **how)
        self.resize(width, height)
        self.browser.get(self.shop.url)
        self.until(lambda: self.all(".product"), "the products")

    # A screen of its own size: the window would not get as narrow as a phone.
    def resize(self, width, height):
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})

    def all(self, selector):
        from selenium.webdriver.common.by import By
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        from selenium.webdriver.common.by import By
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def until(self, condition, what):
        from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
        from selenium.webdriver.support.ui import WebDriverWait
        wait = WebDriverWait(self.browser, PATIENCE, poll_frequency=0.05,
                             ignored_exceptions=[StaleElementReferenceException])
        try:
            return wait.until(lambda _: condition())
        except TimeoutException:
            self.shot("failure-" + self._testMethodName)
            self.fail("waited for " + what + "; the browser says " + str(self.browser.get_log("browser")))

    def press(self, *keys):
        from selenium.webdriver.common.action_chains import ActionChains
        ActionChains(self.browser).send_keys(*keys).perform()

    def shot(self, name):
        self.screenshots.mkdir(parents=True, exist_ok=True)
        self.browser.save_screenshot(str(self.screenshots / (name + ".png")))

    def whole_shot(self, name, width):
        height = self.browser.execute_script("return document.documentElement.scrollHeight")
        self.resize(width, height)
        self.shot(name)
        self.resize(width, 900)

    def order(self, product, quantity=1, email="ada@example.com"):
        self.one(f"[data-product='{product}']").click()
        field = self.one("#order-quantity")
        field.clear()
        field.send_keys(str(quantity))
        address = self.one("#order-email")
        address.clear()
        address.send_keys(email)
        self.one("#order-submit").click()

    def step_of(self, index=0):
        orders = self.all(".order")
        return orders[index].get_attribute("data-step") if len(orders) > index else ""

    def steps_done(self):
        return [item.get_attribute("data-step") for item in self.all(".order:first-child .timeline .done")]

    def choose_store(self, city):
        next(label for label in self.all("#stores label") if label.text == city).click()

    def focused(self):
        return self.browser.switch_to.active_element.get_attribute("id")

    def assert_no_horizontal_scroll(self):
        too_wide = self.browser.execute_script("""
            const width = document.documentElement.clientWidth;
            return document.documentElement.scrollWidth > width
              ? [...document.querySelectorAll('body *')]
                  .filter((e) => e.getBoundingClientRect().right > width + 1).map((e) => e.outerHTML.slice(0, 80))
              : [];""")
        self.assertEqual(too_wide, [])

    def assert_quiet_console(self):
        errors = [entry for entry in self.browser.get_log("browser")
                  if entry["level"] == "SEVERE" and "ERR_CONNECTION" not in entry["message"]
                  and "WebSocket connection" not in entry["message"]]
        self.assertEqual(errors, [])

    # The tests

    def test_an_order_goes_through_to_delivered(self):
        self.open()
        self.shot("wide-products")
        self.assertEqual(self.one("#connection").text, "Live")
        self.assertTrue(self.one("[data-product='moka-pot']").is_displayed())

        self.one("[data-product='moka-pot']").click()
        self.shot("wide-dialog")
        self.press("\ue00c")  # Escape
        self.order("moka-pot", quantity=2)
        self.until(lambda: self.step_of(), "the acknowledgement")
        self.until(lambda: self.step_of() not in ("sent", "received", "validated"), "the payment")
        self.shot("wide-under-way")
        self.until(lambda: self.step_of() == "delivered", "the delivery")

        self.assertEqual(self.steps_done(),
                         ["received", "validated", "paid", "packaged", "dispatched", "delivered"])
        correlation = self.one(".order .correlation").text
        self.assertRegex(correlation, "^[0-9a-f]{32}$")
        self.assertGreater(len(self.shop.lines(correlation)), 20)
        badges = {item.text.split("\n")[1]: item.text.split("\n")[0] for item in self.all(".product")}
        self.assertEqual(badges["Moka pot"], "6 in stock")  # Berlin, the first city, had eight
        self.until(lambda: any("delivered" in line.text for line in self.all("#chat li")), "the staff's chat")
        self.whole_shot("wide-delivered", 1280)
        self.assert_quiet_console()

    def test_what_goes_wrong_is_said_where_it_happens(self):
        self.open()
        self.order("espresso-machine", quantity=2)
        self.until(lambda: self.step_of() == "failed", "the refused payment")
        self.assertIn("The card pays €1,000.00", self.one(".order .failed .detail").text)

        self.order("moka-pot", quantity=5)
        self.until(lambda: self.one("#order-problem").is_displayed(), "the refusal")
        self.assertEqual(self.one("#order-problem").text, "One order can have 4 of Moka pot at most.")
        self.assertEqual(self.one("#order-quantity").get_attribute("aria-invalid"), "true")
        self.assertEqual(self.focused(), "order-quantity")
        self.shot("wide-refused")
        self.one("#order-quantity").clear()
        self.one("#order-quantity").send_keys("0")
        self.one("#order-submit").click()
        self.until(lambda: "less than" in self.one("#order-problem").text
                   or "/quantity" in self.one("#order-problem").text, "the violation")
        self.press("\ue00c")
        self.whole_shot("wide-failed", 1280)
        self.assert_quiet_console()

    def test_layouts_fit_a_phone_and_a_desk(self):
        self.open(width=390, height=844, speed=4)
        self.assert_no_horizontal_scroll()
        self.shot("phone-products")
        self.one("[data-product='moka-pot']").click()
        self.assert_no_horizontal_scroll()
        self.shot("phone-dialog")
        self.press("\ue00c")
        self.order("moka-pot")
        self.until(lambda: self.step_of(), "the acknowledgement")
        self.assertFalse(self.one("#to-orders").is_displayed())
        self.browser.execute_script("scrollTo(0, 0)")
        self.until(lambda: self.one("#to-orders").is_displayed(), "the way to the order")
        self.shot("phone-under-way")
        self.one("#to-orders").click()
        self.until(lambda: self.step_of() == "delivered", "the delivery")
        self.until(lambda: not self.one("#to-orders").is_displayed(), "the order in sight")
        self.assert_no_horizontal_scroll()
        self.shot("phone-delivered")
        self.whole_shot("phone-whole", 390)
        for width in (320, 768, 1024, 1280, 1920):
            with self.subTest(width=width):
                self.resize(width, 900)
                self.assert_no_horizontal_scroll()
                self.shot(f"width-{width}")
        small = self.browser.execute_script("""
            return [...document.querySelectorAll('main button, header button, select')]
              .filter((e) => e.offsetParent && !e.classList.contains('copy') && e.offsetHeight < 40)
              .map((e) => e.outerHTML.slice(0, 80));""")
        self.assertEqual(small, [])

    def test_ordering_needs_no_mouse(self):
        self.open()
        tab, enter, space, right = "\ue004", "\ue007", " ", "\ue014"
        for _ in range(40):
            self.press(tab)
            focused = self.browser.switch_to.active_element
            if focused.get_attribute("data-product") == "espresso-beans":
                break
        else:
            self.fail("the first product cannot be reached with the tab key")
        self.press(enter)
        self.until(lambda: self.one("#order-dialog").is_displayed(), "the dialog")
        self.assertEqual(self.browser.switch_to.active_element.get_attribute("id"), "order-quantity")
        self.press("3", tab, tab, right)  # quantity, one more, priority: the next one
        self.assertEqual(self.one("input[name=orderPriority]:checked").get_attribute("value"), "HIGH")
        self.shot("keyboard-dialog")
        self.press(tab, "ada@example.com", enter)
        self.until(lambda: self.step_of(), "the acknowledgement")
        # The first step can be there before the acknowledgement, which moves the focus.
        self.until(lambda: self.browser.switch_to.active_element.text == "3 × House espresso beans",
                   "the focus on the order")
        self.until(lambda: self.step_of() == "delivered", "the delivery")
        self.until(lambda: "is delivered" in self.one("#announcer").get_attribute("textContent"), "the announcement")
        unnamed = self.browser.execute_script("""
            return [...document.querySelectorAll('button, input, select')]
              .filter((e) => !(e.labels?.length || e.textContent.trim() || e.getAttribute('aria-label')))
              .map((e) => e.outerHTML.slice(0, 80));""")
        self.assertEqual(unnamed, [])

    def test_the_page_comes_back_by_itself_and_catches_up(self):
        port = free_port()
        self.open(port=port, speed=2)
        self.order("moka-pot")
        self.until(lambda: self.step_of() in ("validated", "paid"), "the first steps")
        order_id = self.one(".order").get_attribute("data-order")

        self.shop.kill()
        self.until(lambda: self.one("#connection").text == "Reconnecting…", "the loss")
        self.until(lambda: self.one("#lost").is_displayed(), "the notice")  # it fades in
        self.shot("wide-reconnecting")
        self.shop = Shop(self.program, self.folder.name + "/data", port=port, speed=50)
        self.until(lambda: self.one("#connection").text == "Live", "the new connection")
        self.assertFalse(self.one("#lost").is_displayed())
        self.until(lambda: self.step_of() == "delivered", "the delivery")

        self.assertEqual(self.one(".order").get_attribute("data-order"), order_id)
        self.assertEqual(len(self.steps_done()), 6)
        self.browser.refresh()
        self.until(lambda: self.step_of() == "delivered", "the order after a new load of the page")
        self.assertEqual(self.shop.stop(), 0)

    def test_an_order_without_connection_is_made_when_it_is_back(self):
        port = free_port()
        self.open(port=port)
        self.shop.kill()
        self.until(lambda: self.one("#connection").text == "Reconnecting…", "the loss")
        self.order("moka-pot")
        self.until(lambda: self.one("#order-offline").is_displayed(), "the notice")
        self.shot("wide-offline")
        self.shop = Shop(self.program, self.folder.name + "/data", port=port)
        self.until(lambda: self.step_of() == "delivered", "the delivery")
        self.assertEqual(len(self.all(".order")), 1)

    def test_an_order_without_an_answer_can_be_repeated_and_is_made_once(self):
        self.open()
        self.shop.process.send_signal(signal.SIGSTOP)
        self.order("moka-pot")
        self.until(lambda: self.one("#order-problem").is_displayed(), "the end of the page's patience")
        self.assertIn("The shop does not answer.", self.one("#order-problem").text)
        self.shop.process.send_signal(signal.SIGCONT)
        self.until(lambda: self.shop.lines("OrderAccepted"), "the answer that nobody heard")
        self.one("#order-submit").click()
        self.until(lambda: self.step_of() == "delivered", "the delivery")
        self.assertEqual(len(self.shop.lines("-> payment/completed")), 1)

    def test_a_customer_registers_orders_and_logs_out(self):
        self.open()
        self.one("#account").click()
        self.one("#account-switch").click()
        self.one("#account-full-name").send_keys("Ada <b>Lovelace</b>")
        self.one("#account-email").send_keys("ada@example.com")
        self.one("#account-password").send_keys("correct horse")
        self.shot("wide-register")
        self.one("#account-submit").click()
        self.until(lambda: "Ada" in self.one("#account-name").text, "the session")
        self.assertEqual(self.one("#account-name").text, "Ada <b>Lovelace</b> · Log out")

        self.one("[data-product='espresso-cups']").click()
        self.assertEqual(self.one("#order-customer").text, "You order as Ada <b>Lovelace</b>.")
        self.one("#order-submit").click()
        self.until(lambda: self.step_of() == "delivered", "the delivery")
        self.assertIn("Customer Ada <b>Lovelace</b>", [item.text for item in self.all(".order .detail")])

        self.one("#account").click()
        self.until(lambda: self.one("#account-name").text == "Log in", "the end of the session")
        self.one("#account").click()
        self.one("#account-email").send_keys("ada@example.com")
        self.one("#account-password").send_keys("wrong horse")
        self.one("#account-submit").click()
        self.until(lambda: self.one("#account-problem").is_displayed(), "the refusal")
        self.assertEqual(self.one("#account-problem").text,
                         "E-mail address and password do not belong together.")
        self.assert_quiet_console()

    def test_two_pages_see_the_same_stock(self):
        self.open()
        first = self.browser.current_window_handle
        self.browser.switch_to.new_window("tab")
        self.browser.get(self.shop.url)
        self.until(lambda: self.all(".product"), "the products")
        second = self.browser.current_window_handle
        self.browser.switch_to.window(first)
        self.order("gooseneck-kettle", quantity=4)
        self.until(lambda: self.step_of(), "the acknowledgement")
        self.browser.switch_to.window(second)
        self.until(lambda: any(item.text.startswith("Last one\nGooseneck kettle")
                               for item in self.all(".product")), "the stock on the other page")

    def test_of_two_pages_one_gets_the_last_piece_and_the_other_is_told(self):
        self.open()
        pages = [self.browser.current_window_handle]
        self.browser.switch_to.new_window("tab")
        self.browser.get(self.shop.url)
        pages.append(self.browser.current_window_handle)
        for page in pages:
            self.browser.switch_to.window(page)
            self.until(lambda: self.all(".product"), "the products")
            self.choose_store("Porto")
            self.one("[data-product='hand-grinder']").click()
            self.one("#order-email").send_keys("ada@example.com")
        for page in pages:
            self.browser.switch_to.window(page)
            self.one("#order-submit").click()
        self.until(lambda: self.one("#order-problem").is_displayed(), "the refusal")
        self.assertEqual(self.one("#order-problem").text, "Porto has no pieces of Hand grinder left.")
        self.assertIn("0 at Rua das Flores", self.one("#order-stock").text)
        self.browser.switch_to.window(pages[0])
        self.until(lambda: self.step_of() == "delivered", "the delivery to the first")

    def test_orders_that_are_done_make_room_for_new_ones(self):
        self.open()
        for product in ("moka-pot", "milk-jug"):
            self.order(product)
            self.until(lambda: len(self.all(".order")) == (1 if product == "moka-pot" else 2)
                       and self.step_of() == "delivered", "the delivery")
        self.assertEqual([bool(each.get_attribute("open")) for each in self.all(".order details")], [True, False])
        self.all(".order summary")[1].click()
        self.until(lambda: self.all(".order .ids")[1].is_displayed(), "the ids")

    def test_the_correlation_id_can_be_copied_where_pages_may_not_copy(self):
        self.open()
        self.order("moka-pot")
        # Each step makes room for the next: what is clicked moves, and what is marked is made anew.
        self.until(lambda: self.step_of() == "delivered", "the delivery")
        self.browser.execute_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        self.one(".copy").click()
        self.until(lambda: self.browser.execute_script("return String(getSelection())")
                   == self.one(".order .correlation").text, "the marked id")
        self.assertNotIn("Copied", self.one("#announcer").get_attribute("textContent"))

    def test_nothing_moves_for_those_who_do_not_want_it(self):
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-reduced-motion", "value": "reduce"}]})
        self.open(speed=2)
        self.browser.execute_script("addEventListener('animationstart', () => { window.moved = true; }, true);"
                                    "addEventListener('transitionstart', () => { window.moved = true; }, true);")
        self.order("moka-pot")
        self.until(lambda: self.step_of() == "paid", "the payment")
        self.assertFalse(self.browser.execute_script("return window.moved || document.getAnimations().length > 0"))

    def test_text_stands_out_from_what_is_behind_it(self):
        self.open()
        self.order("espresso-machine", quantity=2)
        self.until(lambda: self.step_of() == "failed", "the refused payment")
        self.order("moka-pot", quantity=5)
        self.until(lambda: self.one("#order-problem").is_displayed(), "the refusal")
        self.assertEqual(self.browser.execute_script(FAINT_TEXT), [])


if __name__ == "__main__":
    lacking = missing()
    if lacking:
        print("NOT TESTED: there is no " + lacking + ", so no browser has ordered anything.")
        sys.exit(1 if os.environ.get("CI") else 77)
    BrowserTest.program = sys.argv[1]
    BrowserTest.screenshots = pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
