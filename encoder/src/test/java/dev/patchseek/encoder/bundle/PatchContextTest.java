package dev.patchseek.encoder.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchContextTest {

  @TempDir private Path folder;

  private final NDManager manager = NDManager.newBaseManager();
  // one picture: its CLS, then two patches
  private final NDArray features =
      manager.create(new float[] {1, 2, 3, 4, 0, 5}, new Shape(1, 3, 2));

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void aHeadOfZerosLeavesPatchesAlone() {
    Projections alone = Projections.create(manager, 4, 2, 2, false, TokenWeights.EVEN, 1);
    Projections inContext = Projections.create(manager, 4, 2, 2, true, TokenWeights.EVEN, 1);

    assertThat(alone.inContext()).isFalse();
    assertThat(inContext.inContext()).isTrue();
    assertThat(inContext.patches(features).toFloatArray())
        .containsExactly(alone.patches(features).toFloatArray());
    assertThat(inContext.images(features).toFloatArray())
        .containsExactly(alone.images(features).toFloatArray());
  }

  @Test
  void addsTheWholePictureToEveryPatch() {
    // own (3, 4) and (0, 5), and of the whole (2·1, 0·2), twice
    float[] patches = heads(2).patches(features).toFloatArray();

    float first = (float) Math.hypot(5, 4);
    float second = (float) Math.hypot(2, 5);
    assertThat(patches)
        .containsExactly(
            new float[] {5 / first, 4 / first, 2 / second, 5 / second}, Offset.offset(1e-6f));
  }

  @Test
  void theGradientIsTheSlopeOfThePatches() {
    Projections heads = heads(2);
    heads.context().setRequiresGradient(true);
    NDArray asked = manager.create(new float[] {1, 0, 0, 3}, new Shape(1, 2, 2));
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray loss = heads.patches(features).mul(asked).sum();
      System.gc(); // what autograd saved must not hang on the Java heap
      collector.backward(loss);
    }

    float step = 1e-2f;
    float above = heads(2 + step).patches(features).mul(asked).sum().getFloat();
    float below = heads(2 - step).patches(features).mul(asked).sum().getFloat();
    assertThat(heads.context().getGradient().toFloatArray()[0])
        .isCloseTo((above - below) / (2 * step), Offset.offset(1e-3f));
  }

  @Test
  void readsWhatItSaved() throws IOException {
    Path file = folder.resolve("projections.safetensors");
    Projections heads = heads(2);
    heads.save(file);

    Projections read = Projections.load(manager, file, manifest(heads), 2, 2);
    assertThat(read.patches(features).toFloatArray())
        .containsExactly(heads.patches(features).toFloatArray());
  }

  @Test
  void refusesAManifestThatContradictsTheHeads() throws IOException {
    Path bundle = TinyBundle.write(folder.resolve("alone"), 1);
    Path file = bundle.resolve("manifest.json");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"patchContext\" : false", "\"patchContext\" : true"));

    assertThatThrownBy(() -> Bundle.load(bundle))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has no head for the context of patches")
        .hasMessageContaining("says that they have one");
  }

  private Manifest manifest(Projections heads) throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    return Manifest.of(empty, "two", heads, 0);
  }

  /** Heads that leave components as they are; the whole picture adds a multiple of its first. */
  private Projections heads(float first) {
    NDArray same = manager.create(new float[] {1, 0, 0, 1}, new Shape(2, 2));
    NDArray context = manager.create(new float[] {first, 0, 0, 0}, new Shape(2, 2));
    return new Projections(same, context, same, same, same, null);
  }
}
