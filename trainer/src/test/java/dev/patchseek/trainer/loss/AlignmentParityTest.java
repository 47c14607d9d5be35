package dev.patchseek.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.patchseek.encoder.Golden;
import dev.patchseek.encoder.lora.Adapter;
import dev.patchseek.encoder.lora.PeftFiles;
import dev.patchseek.encoder.transformer.Linear;
import dev.patchseek.encoder.vit.VisionTransformer;
import dev.patchseek.encoder.weights.SafeTensors;
import dev.patchseek.trainer.optim.AdamW;
import dev.patchseek.trainer.optim.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Scores, losses, gradients and AdamW against PyTorch, on a real ViT with a real adapter. */
class AlignmentParityTest {

  private static final double[] LOSSES = {
    2.670877456665039, 0.46108976006507874, 0.12386815249919891
  };

  @Test
  void threeStepsAgreeWithTheReference() {
    try (NDManager manager = NDManager.newBaseManager();
        SafeTensors inputs =
            SafeTensors.open(Golden.path("golden/maxsim-loss/inputs.safetensors"));
        SafeTensors expected =
            SafeTensors.open(Golden.path("golden/maxsim-loss/expected.safetensors"))) {
      VisionTransformer tower =
          VisionTransformer.load(manager, Golden.path("real/vit-tiny-patch16-224"));
      Adapter adapter = PeftFiles.load(tower, Golden.path("golden/vit-lora"));
      NDArray head = inputs.read(manager, "head.weight");
      NDArray pixels = inputs.read(manager, "pixel_values");
      NDArray tokens = inputs.read(manager, "text_tokens");
      NDArray words = inputs.read(manager, "text_mask").toType(DataType.FLOAT32, true);
      NDArray scale = manager.full(new Shape(), (float) Math.log(1 / 0.05));
      List<Parameter> parameters = new ArrayList<>(List.of(Parameter.of("head", head)));
      adapter.parameters().forEach((name, v) -> parameters.add(Parameter.of(name, v)));

      try (AdamW optimizer = new AdamW(parameters, 0.01, Double.POSITIVE_INFINITY)) {
        for (int step = 0; step < LOSSES.length; step++) {
          try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
              NDArray patches =
                  new Linear(head, null)
                      .forward(VisionTransformer.patches(tower.forward(pixels)))
                      .normalize(2, 2); // [4, P, 32]
              NDArray weights = words.div(words.sum(new int[] {1}, true));
              InfoNce infoNce = new InfoNce(manager, new int[] {0, 1, 2, 3}, 4);
              NDArray loss = WinnersMaxSim.loss(tokens, words, weights, patches, infoNce, scale);
              System.gc(); // what autograd saved must not hang on the Java heap
              collector.backward(loss);
              assertThat((double) loss.getFloat())
                  .isCloseTo(LOSSES[step], org.assertj.core.data.Percentage.withPercentage(0.01));
              if (step == 0) {
                assertRelative(
                    MaxSim.scores(tokens, weights, patches), expected.read(manager, "scores"));
                assertGradients(manager, expected, head, adapter.parameters());
              }
            }
          }
          optimizer.step(1e-3);
        }
      }
      assertRelative(head, expected.read(manager, "head.weight.after_3_steps"));
      assertRelative(
          adapter
              .parameters()
              .get(newName("vit.encoder.layer.11.attention.attention.query.lora_B")),
          expected.read(manager, "layer11.query.lora_B.after_3_steps"));
    }
  }

  private static void assertGradients(
      NDManager manager, SafeTensors expected, NDArray head, Map<String, NDArray> parameters) {
    for (String name : expected.names()) {
      if (name.equals("grad.head")) {
        assertRelative(head.getGradient(), expected.read(manager, name));
      } else if (name.startsWith("grad.")) {
        NDArray parameter = parameters.get(newName(name.substring(5)));
        assertRelative(parameter.getGradient(), expected.read(manager, name));
      }
    }
  }

  /** The reference names layers as the checkpoint does; parameters go by the newer names. */
  private static String newName(String name) {
    String renamed =
        name.replace("encoder.layer.", "layers.")
            .replace("attention.attention.query", "attention.q_proj")
            .replace("attention.output.dense", "attention.o_proj");
    return "base_model.model." + renamed + ".weight";
  }

  /** The largest difference, measured against the largest expected value, is at most 1e-4. */
  private static void assertRelative(NDArray actual, NDArray expected) {
    assertThat(actual.getShape()).isEqualTo(expected.getShape());
    double difference = actual.sub(expected).abs().max().getFloat();
    assertThat(difference / expected.abs().max().getFloat()).isLessThan(1e-4);
  }
}
