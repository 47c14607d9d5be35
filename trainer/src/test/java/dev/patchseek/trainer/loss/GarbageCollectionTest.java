package dev.patchseek.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.patchseek.encoder.bundle.Projections;
import dev.patchseek.encoder.bundle.TinyBundle;
import dev.patchseek.encoder.bundle.TokenWeights;
import dev.patchseek.encoder.lora.Adapter;
import dev.patchseek.encoder.lora.LoraConfig;
import dev.patchseek.encoder.lora.Targets;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.vit.VisionTransformer;
import dev.patchseek.trainer.optim.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Autograd keeps the addresses of what it needs in backward: nothing of it may be Java's to free.
 */
class GarbageCollectionTest {

  @TempDir Path folder;

  @Test
  void collectingGarbageBeforeBackwardChangesNoGradient() throws IOException {
    Path vision = TinyBundle.writeVision(folder.resolve("vision"), 1);
    List<float[]> calm = gradients(vision, () -> {});
    List<float[]> stormy =
        gradients(
            vision,
            () -> {
              for (int i = 0; i < 5; i++) {
                System.gc();
                byte[][] litter = new byte[200][];
                for (int j = 0; j < litter.length; j++) {
                  litter[j] = new byte[10_000];
                }
              }
            });

    assertThat(calm).anySatisfy(g -> assertThat(g).isNotEqualTo(new float[g.length]));
    for (int i = 0; i < calm.size(); i++) {
      assertThat(stormy.get(i)).isEqualTo(calm.get(i));
    }
  }

  private static List<float[]> gradients(Path vision, Runnable beforeBackward) {
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer tower = VisionTransformer.load(manager, vision);
      LoraConfig lora = new LoraConfig(2, 4, false, Targets.of(Target.QUERY, Target.FC1));
      Adapter adapter = Adapter.create(tower, lora, 1);
      Projections heads =
          Projections.create(manager, TinyBundle.DIM, 16, 12, true, TokenWeights.LEARNED, 2);
      NDArray scale = manager.full(new Shape(), 2f);
      List<Parameter> parameters = new ArrayList<>();
      adapter.parameters().forEach((name, v) -> parameters.add(Parameter.of(name, v)));
      heads.parameters().forEach((name, v) -> parameters.add(Parameter.of(name, v)));
      parameters.forEach(parameter -> parameter.value().setRequiresGradient(true));
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray pixels = noise(manager, new Shape(4, 3, 32, 32), 1);
        NDArray tokens = noise(manager, new Shape(5, 5, 12), 2);
        NDArray pooled = noise(manager, new Shape(5, 12), 3);
        NDArray words = manager.ones(new Shape(5, 5));
        AlignmentLoss.Texts texts = new AlignmentLoss.Texts(tokens, pooled, words);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
          NDArray features = tower.features(tower.forward(pixels));
          NDArray loss =
              new AlignmentLoss(heads, scale, scale)
                  .of(
                      features,
                      texts,
                      new int[] {0, 1, 2, 3, 3},
                      null,
                      grounding(manager),
                      new AlignmentLoss.Weights(0.5f, 0.5f))
                  .total();
          beforeBackward.run();
          collector.backward(loss);
        }
        return parameters.stream().map(p -> p.value().getGradient().toFloatArray()).toList();
      }
    }
  }

  private static NDArray noise(NDManager manager, Shape shape, long seed) {
    Random random = new Random(seed);
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, shape);
  }

  private static Grounding grounding(NDManager manager) {
    float[] inside = new float[4 * 16];
    for (int i = 0; i < inside.length; i += 3) {
      inside[i] = 1;
    }
    return new Grounding(
        manager.create(new long[] {0, 6, 12, 24}, new Shape(4, 1)),
        manager.ones(new Shape(4, 1)),
        manager.create(inside, new Shape(4, 1, 16)));
  }
}
