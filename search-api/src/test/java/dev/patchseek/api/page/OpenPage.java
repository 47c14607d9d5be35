package dev.patchseek.api.page;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests of the page in one browser, each on an open page that has to stay quiet. */
abstract class OpenPage {

  static Chromium chromium;

  WatchedPage watched;
  Page page;

  @BeforeAll
  static void startBrowser() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stopBrowser() {
    if (chromium != null) {
      chromium.close();
      chromium = null;
    }
  }

  @BeforeEach
  void open() {
    watched = chromium.open(1200, 800, ColorScheme.LIGHT);
    page = watched.page();
  }

  @AfterEach
  void close() {
    try (WatchedPage closing = watched) {
      closing.assertQuiet();
    }
  }

  Locator pictures() {
    return page.locator(".results").getByRole(AriaRole.BUTTON);
  }

  Locator chip(String word) {
    return page.locator("#words").getByText(word, new Locator.GetByTextOptions().setExact(true));
  }
}
