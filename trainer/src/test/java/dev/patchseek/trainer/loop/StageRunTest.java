package dev.patchseek.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.data.dataset.DatasetReader;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.trainer.checkpoint.LastGood;
import dev.patchseek.trainer.checkpoint.RunState;
import dev.patchseek.trainer.config.Stage.Part;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.config.TrainConfig.NewText;
import dev.patchseek.trainer.config.TrainConfig.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageRunTest {

  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  private static final Set<Part> HEADS = Set.of(Part.HEADS);

  @TempDir Path folder;

  @Test
  void frozenWeightsStayAndTheAdapterLearns() throws IOException {
    TrainConfig config = TinyRun.write(folder, 3);
    try (Model model = train(config, folder)) {
      Map<String, Integer> after = checksums(model);
      try (Model untouched = model(config, DatasetReader.read(config.train()))) {
        assertThat(after).isEqualTo(checksums(untouched));
      }
      List<Float> norms = new ArrayList<>();
      model
          .adapter()
          .parameters()
          .forEach(
              (name, value) -> {
                if (name.contains("lora_B")) {
                  norms.add(value.norm().getFloat());
                }
              });
      assertThat(norms).hasSize(8).allSatisfy(norm -> assertThat(norm).isPositive());
    }
  }

  @Test
  void theSameSeedTrainsTheSameAdapter() throws IOException {
    TrainConfig config = TinyRun.write(folder, 2);
    try (Model one = train(config, folder);
        Model other = train(config, folder)) {
      Map<String, NDArray> expected = one.adapter().parameters();
      other
          .adapter()
          .parameters()
          .forEach(
              (name, value) ->
                  assertThat(value.toFloatArray()).isEqualTo(expected.get(name).toFloatArray()));
    }
  }

  @Test
  void aFrozenTowerTeachesTheHeadsTheSameOnceOrInEveryStep() throws IOException {
    TrainConfig base = TinyRun.write(folder, 1);
    TrainConfig once =
        TinyRun.config(
            folder, base.vision(), base.text().checkpoint(), TinyRun.stage(2, HEADS, false));
    TrainConfig always =
        TinyRun.config(
            folder, base.vision(), base.text().checkpoint(), TinyRun.stage(2, HEADS, true));
    try (Model one = train(once, folder);
        Model other = train(always, folder)) {
      NDArray difference = one.heads.patch().sub(other.heads.patch()).abs();
      assertThat(difference.mean().getFloat()).isLessThan(2e-3f);
    }
  }

  private static Model train(TrainConfig config, Path folder) throws IOException {
    List<ImageText> items = DatasetReader.read(config.train());
    Model model = model(config, items);
    TrainingSet set = new TrainingSet(items, model.tokenizer, NOWHERE);
    try (RunLog log = new RunLog(folder.resolve("log.jsonl"), 0, NOWHERE)) {
      BadSteps badSteps = new BadSteps(config.maxBadSteps(), RunState.START);
      LastGood lastGood =
          new LastGood(folder.resolve("checkpoint"), config, set.fingerprint(), null, NOWHERE);
      new StageRun(0, config.stages().getFirst(), model, set, log, badSteps, config.seed())
          .run(null, lastGood, epoch -> {});
    }
    return model;
  }

  private static Model model(TrainConfig config, List<ImageText> items) throws IOException {
    NDManager manager = NDManager.newBaseManager();
    return new Model(
        manager, config, TextSources.of(manager, config, items, List.of(), false, System.out));
  }

  private static Map<String, Integer> checksums(Model model) {
    Map<String, Integer> sums = new LinkedHashMap<>();
    model.vision.parameters().forEach((name, v) -> sums.put("vision." + name, sum(v)));
    model.text.parameters().forEach((name, v) -> sums.put("text." + name, sum(v)));
    return sums;
  }

  private static int sum(NDArray array) {
    return Arrays.hashCode(array.toFloatArray());
  }

  @Test
  void aTextTowerFromScratchLearnsWithItsOwnVocabularyAndFurtherTexts() throws IOException {
    Path corpus = folder.resolve("corpus.txt");
    Files.writeString(corpus, "a green kite\n\na yellow kite over a hill\n");
    TrainConfig base = TinyRun.write(folder, 1);
    TrainConfig config =
        new TrainConfig(
            base.name(),
            base.seed(),
            base.device(),
            base.precision(),
            base.vision(),
            new Text(null, new NewText(700, 24, 16, 1, 2, 12, List.of(corpus), null)),
            base.lora(),
            base.dim(),
            base.patchContext(),
            base.tokenWeights(),
            base.globalWeight(),
            base.train(),
            null,
            List.of(TinyRun.stage(2, Set.of(Part.TEXT, Part.HEADS))),
            null,
            0);

    Path bundle = new TrainingRun(config, folder.resolve("run"), NOWHERE).run(false);

    try (Bundle loaded = Bundle.load(bundle)) {
      assertThat(loaded.embedText("a red kite").tokens()).isNotEmpty();
    }
    assertThat(new TrainingRun(config, folder.resolve("run"), NOWHERE).isDone()).isTrue();
    assertThat(new TrainingRun(base, folder.resolve("run"), NOWHERE).isDone()).isFalse();
  }
}
