package dev.patchseek.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.data.dataset.DatasetReader;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.trainer.config.Stage;
import dev.patchseek.trainer.config.Stage.Captions;
import dev.patchseek.trainer.config.Stage.Part;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.optim.AdamW;
import dev.patchseek.trainer.optim.Parameter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchGradientsTest {

  private static final Set<Part> ALL = Set.of(Part.TEXT, Part.ADAPTER, Part.HEADS);

  @TempDir Path folder;
  private Model model;
  private BatchLoss loss;
  private LoadedBatch batch;
  private List<Parameter> parameters;
  private AdamW optimizer;

  @BeforeEach
  void loadABatchOfPicturesWithSeveralCaptions() throws IOException {
    TrainConfig config = TinyRun.write(folder, 1);
    List<ImageText> items = DatasetReader.read(config.train());
    NDManager manager = NDManager.newBaseManager();
    model =
        new Model(
            manager, config, TextSources.of(manager, config, items, List.of(), false, System.out));
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    TrainingSet set = new TrainingSet(items, model.tokenizer, nowhere);
    Stage stage = config.stages().getFirst();
    loss = new BatchLoss(model, set, stage, EarlierImages.of(model, stage));
    List<List<Pair>> pairs =
        new PairSampler(set.lengths(), Captions.EACH, 11, 1, new int[0][], 4).epoch(0);
    try (PixelLoader loader =
        new PixelLoader(set, model.preprocessor, pairs, 0, Augmentation.NONE, 0)) {
      batch = new PixelBatches(model, loader).next();
    }
    parameters = model.parameters(ALL);
    optimizer = new AdamW(parameters, 0.01, 1);
    // B = 0 would keep A's gradient at 0
    new WholeBatch(loss).add(batch, 1, 0);
    optimizer.step(0.1);
  }

  @AfterEach
  void close() {
    optimizer.close();
    model.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theGradientCacheGivesTheGradientsOfTheWholeBatch(boolean blockByBlock) {
    float[] expectedLosses = new WholeBatch(loss).add(batch, 0.7f, 0);
    List<float[]> expected = gradients();
    optimizer.clear();

    for (int part : new int[] {1, 4, 100}) {
      float[] losses = new GradientCache(loss, ALL, part, blockByBlock).add(batch, 0.7f, 0);

      assertThat(losses).containsExactly(expectedLosses, within(1e-5f));
      List<float[]> actual = gradients();
      for (int i = 0; i < expected.size(); i++) {
        float most = largest(expected.get(i));
        assertThat(most).as(parameters.get(i).name()).isPositive();
        assertThat(actual.get(i))
            .as("%s in parts of %d", parameters.get(i).name(), part)
            .containsExactly(expected.get(i), within(1e-5f * Math.max(1, most)));
      }
      optimizer.clear();
    }
  }

  @Test
  void severalBatchesAStepCountAsTheirMean() {
    TrainingStep one = new TrainingStep(new WholeBatch(loss), optimizer, model);
    one.add(batch, 1, 0);
    List<float[]> single = gradients();
    optimizer.clear();

    TrainingStep three = new TrainingStep(new WholeBatch(loss), optimizer, model);
    for (int i = 0; i < 3; i++) {
      three.add(batch, 1, 0);
    }
    List<float[]> summed = gradients();
    double norm = 0;
    for (int i = 0; i < single.size(); i++) {
      for (int j = 0; j < single.get(i).length; j++) {
        assertThat(summed.get(i)[j]).isCloseTo(3 * single.get(i)[j], within(1e-4f));
        norm += (double) single.get(i)[j] * single.get(i)[j];
      }
    }
    assertThat(three.update(1e-3, 0).norm()).isCloseTo(Math.sqrt(norm), within(1e-4));
    assertThat(three.isEmpty()).isTrue();
  }

  private List<float[]> gradients() {
    return parameters.stream().map(Parameter::value).map(BatchGradientsTest::gradient).toList();
  }

  private static float[] gradient(NDArray value) {
    try (NDArray gradient = value.getGradient()) {
      return gradient.toFloatArray();
    }
  }

  private static float largest(float[] values) {
    float most = 0;
    for (float value : values) {
      most = Math.max(most, Math.abs(value));
    }
    return most;
  }
}
