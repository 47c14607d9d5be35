package dev.patchseek.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.data.dataset.DatasetReader;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.encoder.cli.Progress;
import dev.patchseek.trainer.config.TrainConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrozenStatesTest {

  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatRanOnceGivesTheFeaturesOfTheWholeTowerToHalfPrecision(int blocks) throws IOException {
    TrainConfig config = TinyRun.write(folder, 1);
    List<ImageText> items = DatasetReader.read(config.train());
    NDManager manager = NDManager.newBaseManager();
    try (Model model =
        new Model(
            manager,
            config,
            TextSources.of(manager, config, items, List.of(), false, System.out))) {
      TrainingSet set = new TrainingSet(items, model.tokenizer, NOWHERE);
      FrozenPart part = new FrozenPart(model.vision, blocks, 1);
      FrozenStates states;
      try (Progress progress = new Progress(NOWHERE, "frozen part", "pictures", set.size())) {
        states = FrozenStates.of(model, part, set, true, progress);
      }
      List<List<Pair>> pairs = List.of(List.of(new Pair(3, 0), new Pair(5, 0)));

      for (boolean mirrored : new boolean[] {false, true}) {
        Mirroring mirroring = mirrored ? Mirroring.ALWAYS : Mirroring.NEVER;
        Augmentation seen = new Augmentation(mirroring, Cropping.NONE);
        boolean[] flipped = {mirrored, mirrored};
        NDArray once = part.features(states.of(manager, List.of(3, 5), flipped));
        try (PixelBatches batches =
            new PixelBatches(model, new PixelLoader(set, model.preprocessor, pairs, 0, seen, 0))) {
          NDArray anew = batches.next().features(0, 2);
          assertThat(once.sub(anew).abs().max().getFloat()).isLessThan(5e-3f);
        }
      }
    }
  }

  @Test
  void tellsTheMemoryThatItTakes() throws IOException {
    TrainConfig config = TinyRun.write(folder, 1);
    NDManager manager = NDManager.newBaseManager();
    List<ImageText> items = DatasetReader.read(config.train());
    try (Model model =
        new Model(
            manager,
            config,
            TextSources.of(manager, config, items, List.of(), false, System.out))) {
      FrozenPart part = new FrozenPart(model.vision, 2, 2); // 16 patches pooled to 4, and CLS

      assertThat(FrozenStates.bytes(part, 10, true)).isEqualTo(2L * 10 * 5 * 16 * 2);
    }
  }
}
