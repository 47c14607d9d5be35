package dev.patchseek.trainer.pretrain;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.patchseek.data.picturebook.Split;
import dev.patchseek.encoder.cli.Progress;
import dev.patchseek.encoder.image.Preprocessor;
import dev.patchseek.encoder.transformer.BlockConfig;
import dev.patchseek.encoder.transformer.Weights;
import dev.patchseek.encoder.vit.VisionConfig;
import dev.patchseek.encoder.vit.VisionTransformer;
import dev.patchseek.trainer.config.PretrainConfig;
import dev.patchseek.trainer.optim.AdamW;
import dev.patchseek.trainer.optim.CosineSchedule;
import dev.patchseek.trainer.optim.Parameter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Trains a vision tower from scratch on drawn pictures and what the drawing knows of each patch. It
 * never sees a caption.
 */
public final class Pretraining implements AutoCloseable {

  private static final int JUDGED = 256;

  private final PretrainConfig config;
  private final PrintStream out;
  private final NDManager manager = NDManager.newBaseManager();
  private final Preprocessor preprocessor;
  private final VisionTransformer tower;
  private final Weights headWeights;
  private final LabelHeads heads;

  public Pretraining(PretrainConfig config, PrintStream out) {
    this.config = config;
    this.out = out;
    preprocessor = Preprocessor.standard(config.image());
    tower = newTower();
    headWeights = Weights.random(manager, config.seed() + 1);
    heads = new LabelHeads(headWeights, config.hidden());
  }

  private VisionTransformer newTower() {
    int hidden = config.hidden();
    BlockConfig blocks =
        new BlockConfig(hidden, 4 * hidden, config.layers(), config.heads(), "gelu", 1e-6f, true);
    return new VisionTransformer(
        new VisionConfig(false, config.image(), config.patch(), blocks, 0),
        Weights.random(manager, config.seed()));
  }

  /**
   * Trains, then writes the tower as a Hugging Face checkpoint in F16 with its preprocessor.
   *
   * @return the share of things' patches in held-out pictures whose kind and whose colour is
   *     recognised, each 0..1
   */
  public double[] run(Path directory) throws IOException {
    LabelledPictures pictures = draw(Split.TRAIN, config.pictures());
    train(pictures);
    tower.save(directory, true);
    preprocessor.write(directory);
    return judge(draw(Split.GALLERY, JUDGED));
  }

  private LabelledPictures draw(Split split, int count) {
    try (Progress progress = new Progress(out, "drawing", count)) {
      int grid = tower.config().grid();
      return LabelledPictures.draw(split, config.seed(), count, grid, preprocessor, progress);
    }
  }

  private void train(LabelledPictures pictures) {
    List<Parameter> parameters = new ArrayList<>();
    tower.parameters().forEach((name, value) -> parameters.add(Parameter.of(name, value)));
    headWeights.given().forEach((name, value) -> parameters.add(Parameter.of(name, value)));
    int warmup = (int) (config.warmup() * config.steps());
    CosineSchedule schedule = new CosineSchedule(config.learningRate(), warmup, config.steps());
    Random random = new Random(config.seed());
    int[] order = new int[0];
    int next = 0;
    try (AdamW optimizer = new AdamW(parameters, config.weightDecay(), config.clip());
        Progress progress = new Progress(out, "pretraining", config.steps())) {
      for (int step = 0; step < config.steps(); step++) {
        if (next + config.batch() > order.length) {
          order = shuffled(pictures.count(), random);
          next = 0;
        }
        String losses = step(pictures, Arrays.copyOfRange(order, next, next + config.batch()));
        next += config.batch();
        optimizer.step(schedule.rate(step));
        progress.step(step + 1, losses);
      }
    }
  }

  private static int[] shuffled(int count, Random random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private String step(LabelledPictures pictures, int[] indices) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray pixels = pixels(pictures, indices); // [B, 3, H, W]
      LabelBatch labels =
          LabelBatch.of(manager, Arrays.stream(indices).mapToObj(pictures::labels).toList());
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray features = tower.features(tower.forward(pixels)); // [B, 1+P, D]
        LabelHeads.Loss loss = heads.loss(features, labels);
        collector.backward(loss.total());
        return "loss %.3f, kinds %.3f".formatted(loss.total().getFloat(), loss.kind().getFloat());
      }
    }
  }

  private NDArray pixels(LabelledPictures pictures, int[] indices) {
    int size = config.image();
    float[] pixels = new float[indices.length * 3 * size * size];
    for (int i = 0; i < indices.length; i++) {
      pictures.pixels(indices[i], pixels, i * 3 * size * size);
    }
    return manager.create(pixels, new Shape(indices.length, 3, size, size));
  }

  private double[] judge(LabelledPictures pictures) {
    int things = 0;
    int kindsRight = 0;
    int coloursRight = 0;
    for (int first = 0; first < pictures.count(); first += config.batch()) {
      int batch = Math.min(config.batch(), pictures.count() - first);
      int start = first;
      int[] indices = new int[batch];
      Arrays.setAll(indices, i -> start + i);
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray features = tower.features(tower.forward(pixels(pictures, indices)));
        long[] kinds = heads.kinds(features).toLongArray();
        long[] colours = heads.colours(features).toLongArray();
        int patches = tower.config().patches();
        for (int i = 0; i < kinds.length; i++) {
          PatchLabels labels = pictures.labels(indices[i / patches]);
          int kind = labels.kinds()[i % patches];
          if (kind > 0) {
            things++;
            kindsRight += kinds[i] == kind ? 1 : 0;
            coloursRight += colours[i] == labels.colours()[i % patches] ? 1 : 0;
          }
        }
      }
    }
    return new double[] {(double) kindsRight / things, (double) coloursRight / things};
  }

  @Override
  public void close() {
    manager.close();
  }
}
