package dev.patchseek.encoder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.bundle.TinyBundle;
import dev.patchseek.encoder.bundle.TokenWeights;
import dev.patchseek.encoder.weights.SafeTensors;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EncodeTextCommandTest {

  @TempDir Path folder;

  @Test
  void writesTheWeightsThatABundleHasLearnt() throws IOException {
    Path bundle = TinyBundle.write(folder.resolve("bundle"), 1, TokenWeights.LEARNED, 0);
    Path out = folder.resolve("out.safetensors");

    assertThat(encode("--model", bundle.toString(), "-o", out.toString(), "two dogs", "a cow"))
        .isZero();
    try (NDManager manager = NDManager.newBaseManager();
        SafeTensors tensors = SafeTensors.open(out)) {
      assertThat(tensors.shape("token_weights"))
          .isEqualTo(tensors.shape("input_ids"))
          .extracting(Shape::dimension)
          .isEqualTo(2);
      assertThat(tensors.read(manager, "token_weights").sum(new int[] {1}).toFloatArray())
          .containsExactly(new float[] {1, 1}, Offset.offset(1e-5f));
    }
  }

  @Test
  void writesNoWeightsWhereTokensWeighAlike() throws IOException {
    Path bundle = TinyBundle.write(folder.resolve("bundle"), 1);
    Path out = folder.resolve("out.safetensors");

    for (Path model : new Path[] {bundle, bundle.resolve("text")}) {
      assertThat(encode("--model", model.toString(), "-o", out.toString(), "two dogs")).isZero();
      try (SafeTensors tensors = SafeTensors.open(out)) {
        assertThat(tensors.names())
            .containsExactly("input_ids", "lengths", "token_embeds", "text_embeds");
      }
    }
  }

  private static int encode(String... arguments) {
    return new CommandLine(new EncodeTextCommand()).execute(arguments);
  }
}
