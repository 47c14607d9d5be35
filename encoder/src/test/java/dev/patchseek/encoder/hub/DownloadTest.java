package dev.patchseek.encoder.hub;

import static dev.patchseek.encoder.hub.FakeHub.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.hub.FakeHub.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DownloadTest extends PullTestCase {

  @Test
  void goesOnWhereABrokenConnectionEnded() throws IOException {
    hub.faults.add(breaksAfter(HALF));
    hub.faults.add(breaksAfter(1000));
    hub.faults.add(breaksAfter(1000));

    pull(hub.plain());

    assertThat(ranges()).containsExactly(null, "bytes=150000-", "bytes=151000-", "bytes=152000-");
    assertWeights();
  }

  @Test
  void goesOnInALaterRun() throws IOException {
    hub.faults.add(breaksAfter(HALF));
    Stream.generate(() -> refuses(503)).limit(2).forEach(hub.faults::add);
    assertThatThrownBy(() -> pull(hub.plain()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("503", "the same command goes on");
    assertThat(directory.resolve(WEIGHTS)).doesNotExist();
    assertThat(directory.resolve("hub.json")).doesNotExist();
    hub.requests.clear();

    pull(hub.plain());

    assertThat(ranges()).containsExactly("bytes=150000-");
    assertWeights();
  }

  @Test
  void neverGoesOnWithTheBytesOfAnotherVersion() throws IOException {
    hub.faults.add(breaksAfter(HALF));
    Stream.generate(() -> refuses(503)).limit(2).forEach(hub.faults::add);
    assertThatThrownBy(() -> pull(hub.plain())).isInstanceOf(InvalidInputException.class);
    hub.requests.clear();
    new Random(2).nextBytes(weights);

    pull(hub.plain());

    assertThat(ranges()).containsExactly((String) null);
    assertWeights();
  }

  @Test
  void startsAnewWhereRangesAreIgnored() throws IOException {
    hub.faults.add(breaksAfter(HALF));
    hub.faults.add((exchange, content) -> FakeHub.part(exchange, content, 0, false));

    pull(hub.plain());

    assertWeights();
  }

  @Test
  void startsAnewWhenItGetsAnotherPartThanItAskedFor() throws IOException {
    hub.faults.add(breaksAfter(HALF));
    hub.faults.add((exchange, content) -> FakeHub.part(exchange, content, HALF - 10, true));

    pull(hub.plain());

    assertWeights();
  }

  @Test
  void aLengthThatIsTooShortDoesNotEndTheFile() throws IOException {
    hub.faults.add(
        (exchange, content) -> {
          exchange.sendResponseHeaders(200, HALF);
          exchange.getResponseBody().write(content, 0, HALF);
          exchange.close();
        });

    pull(hub.plain());

    assertWeights();
  }

  @Test
  void moreBytesThanPromisedAreRefused() {
    FakeHub.Fault more =
        (exchange, content) -> {
          exchange.sendResponseHeaders(200, content.length + 5);
          exchange.getResponseBody().write(content);
          exchange.getResponseBody().write(new byte[5]);
          exchange.close();
        };
    hub.faults.addAll(List.of(more, more));

    assertRefusedAsDamaged();
  }

  @Test
  void damagedBytesAreFetchedAgainOnceAndThenRefused() throws IOException {
    FakeHub.Fault damaged =
        (exchange, content) -> {
          byte[] wrong = content.clone();
          wrong[1234] ^= 1;
          FakeHub.part(exchange, wrong, 0, false);
        };
    hub.faults.addAll(List.of(damaged, damaged));
    assertRefusedAsDamaged();

    hub.faults.add(damaged);
    pull(hub.plain());
    assertWeights();
  }

  private FakeHub.Fault breaksAfter(int count) {
    return FakeHub.breaksAfter(count, directory);
  }

  private void assertRefusedAsDamaged() {
    assertThatThrownBy(() -> pull(hub.plain()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(WEIGHTS, REPO, "SHA-256");
    assertThat(directory).isDirectoryNotContaining(file -> file.toString().contains(WEIGHTS));
  }

  @Test
  void aSilentConnectionIsBroken() throws IOException {
    hub.faults.add(
        (exchange, content) -> {
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content, 0, HALF);
          exchange.getResponseBody().flush();
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            exchange.close();
          }
        });
    Patience little = new Patience(20, Duration.ofMillis(1), Duration.ofMillis(500));

    new CheckpointPull(hub.plain(), little, (bytes, total, file) -> {}).run(REPO, null, directory);

    assertThat(ranges()).hasSizeGreaterThan(1);
    assertWeights();
  }

  @Test
  void aBusyHubIsAskedAgain() throws IOException {
    hub.faults.add(refuses(503));
    hub.faults.add(refuses(429, "Retry-After", "0"));

    pull(hub.plain());

    assertWeights();
  }

  @Test
  void theTokenGoesToTheHubAlone() throws IOException {
    pull(new Hub(hub.plain().endpoint(), "hf_secret", folder));

    assertThat(hub.requests).anyMatch(Request::atStorage);
    for (Request request : hub.requests) {
      assertThat(request.authorization())
          .isEqualTo(request.atStorage() ? null : "Bearer hf_secret");
    }
  }
}
