package dev.patchseek.trainer.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleHeadLabTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everythingThatGeometrySaysHolds(long seed) {
    SingleHeadResult result = SingleHeadLab.run(SingleHeadSetup.classic(300, seed));

    assertThat(result.claims()).hasSize(4).allMatch(SingleHeadResult.Claim::holds);
    assertThat(result.attentionAfter()[0][5]).isGreaterThan(0.9);
    assertThat(result.moved()[0]).isPositive();
    assertThat(result.losses()[299]).isLessThan(result.losses()[0]);
  }

  @Test
  void itSaysSoWhereTrainingIsTooShort() {
    SingleHeadResult result = SingleHeadLab.run(SingleHeadSetup.classic(1, 1));

    assertThat(result.holds()).isFalse();
  }

  @Test
  void thePageHasSixFiguresAndTheirNumbers() throws IOException {
    SingleHeadPage.write(SingleHeadLab.run(SingleHeadSetup.classic(50, 1)), folder);

    String page = Files.readString(folder.resolve("index.html"));
    for (String name :
        List.of(
            "attention-before",
            "attention-after",
            "scores-before",
            "scores-after",
            "rotation",
            "magnitude")) {
      assertThat(folder.resolve("figures/" + name + ".svg")).content().contains("xmlns");
      assertThat(folder.resolve("figures/" + name + ".csv"))
          .content()
          .hasLineCount(name.contains("-") ? 101 : 11);
    }
    assertThat(page).contains("How selective it is").doesNotContain("http://", "https://");
  }
}
