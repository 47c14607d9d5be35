package dev.patchseek.trainer.domains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.domains.DomainLab.Result;
import dev.patchseek.trainer.domains.DomainLab.Way;
import dev.patchseek.trainer.forms.TinyWorld;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DomainLabTest {

  @TempDir Path home;

  @Test
  void judgesEveryWayOnEveryUnseenDomainAndLeavesTheBaseAsItWas() throws IOException {
    TrainConfig config = TinyWorld.write(home);
    DomainLab.Settings settings = new DomainLab.Settings(2, 1, 4, 0.01, 8);
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());

    List<Result> results =
        new DomainLab(config, settings, nowhere).run(List.of(1L, 2L), home.resolve("run"));

    assertThat(results).hasSize(2);
    for (Result result : results) {
      assertThat(result.recalls()).containsOnlyKeys(Way.values());
      assertThat(result.recalls().values())
          .allSatisfy(of -> assertThat(of).hasSize(4).allMatch(r -> r >= 0 && r <= 1));
    }
    assertThat(results.getFirst().recalls().get(Way.BASE))
        .isEqualTo(results.getLast().recalls().get(Way.BASE));
    assertThat(new DomainPage(results).markdown())
        .contains("a picture in fog and out of focus", "| hypernetwork | ", "is not shown");
  }

  @Test
  void unseenDomainsAreMadeOfSeenEffects() {
    List<Domain> seen = Domain.seen();

    assertThat(seen).hasSize(7 + 21 - 4).doesNotContainAnyElementsOf(Domain.UNSEEN);
    for (Domain unseen : Domain.UNSEEN) {
      for (Effect effect : unseen.effects()) {
        assertThat(seen.stream().filter(domain -> domain.effects().contains(effect)))
            .hasSizeGreaterThan(3);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Effect.class)
  void anEffectChangesAPictureAndLeavesTheOriginal(Effect effect) {
    int side = 16;
    byte[] picture = new byte[3 * side * side];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = (byte) (7 * i % 251);
    }
    byte[] before = picture.clone();

    byte[] changed = effect.of(picture, side);

    assertThat(changed).hasSameSizeAs(picture).isNotEqualTo(picture);
    assertThat(picture).isEqualTo(before);
    if (effect == Effect.UPSIDE_DOWN) {
      assertThat(effect.of(changed, side)).isEqualTo(picture);
    }
    if (effect == Effect.MOSAIC) {
      assertThat(effect.of(changed, side)).isEqualTo(changed);
    }
  }

  @Test
  void claimsHelpOnlyWhereEverySeedShowsIt() {
    Result ahead = result(0.4, 0.5, 0.5, 0.6, 0.7);
    Result behind = result(0.4, 0.5, 0.6, 0.55, 0.7);

    assertThat(new DomainPage(List.of(ahead, ahead, ahead)).claim())
        .startsWith("It helps")
        .contains("3 of 3 seeds, by 10.0 points");
    assertThat(new DomainPage(List.of(ahead, ahead, behind)).claim())
        .contains("is not shown", "mean of the two effects' adapters", "2 of 3 seeds");
    assertThat(new DomainPage(List.of(ahead)).claim()).contains("is not shown");
  }

  private static Result result(double... ofWays) {
    Map<Way, List<Double>> recalls = new EnumMap<>(Way.class);
    Way[] ways = Way.values();
    recalls.putAll(
        Arrays.stream(ways)
            .collect(
                Collectors.toMap(
                    way -> way, way -> Collections.nCopies(4, ofWays[way.ordinal()]))));
    return new Result(recalls);
  }

  @Test
  void refusesToTrainForNoSteps() {
    assertThatThrownBy(() -> new DomainLab.Settings(0, 1, 2, 0.1, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("steps and adapter steps >= 1");
  }
}
