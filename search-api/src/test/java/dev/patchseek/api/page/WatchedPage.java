package dev.patchseek.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A page and everything that should not have happened on it. */
final class WatchedPage implements AutoCloseable {

  private static final Set<String> OWN_HOSTS = Set.of("127.0.0.1", "localhost");

  private final Page page;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> strangers = new ArrayList<>();

  WatchedPage(Page page) {
    this.page = page;
    page.onConsoleMessage(
        message -> {
          if (Set.of("error", "warning").contains(message.type())) {
            complaints.add(message.type() + ": " + message.text() + " " + message.location());
          }
        });
    page.onPageError(complaints::add);
    page.onRequest(
        request -> {
          URI address = URI.create(request.url().replaceFirst("^blob:", ""));
          if (address.getHost() != null && !OWN_HOSTS.contains(address.getHost())) {
            strangers.add(request.url());
          }
        });
  }

  Page page() {
    return page;
  }

  /** Errors that the page caused on purpose are none of its faults. */
  void forgive(String part) {
    complaints.removeIf(complaint -> complaint.contains(part));
  }

  void assertQuiet() {
    assertThat(complaints).as("errors and warnings in the browser's console").isEmpty();
    assertThat(strangers).as("requests that leave the host").isEmpty();
  }

  /** Runs axe-core on what is shown now; each violation is a line. */
  void assertAccessible() {
    // what fades in has half a colour for a moment
    page.waitForFunction(
        "() => document.getAnimations().every(one => one.playState !== 'running'"
            + " || one.effect.getTiming().iterations === Infinity)");
    page.evaluate(axe());
    Object violations =
        page.evaluate(
            """
            async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(
              one => one.id + ': ' + one.help + ' '
                + one.nodes.map(node => node.target + ' ' + node.failureSummary).join(' | '))
            """);
    assertThat((List<?>) violations).as("violations that axe-core found").isEmpty();
  }

  private static String axe() {
    try (InputStream script = WatchedPage.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    page.context().close();
  }
}
