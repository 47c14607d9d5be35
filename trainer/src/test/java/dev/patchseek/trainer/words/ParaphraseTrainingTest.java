package dev.patchseek.trainer.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.TextBatch;
import dev.patchseek.encoder.bundle.TinyBundle;
import dev.patchseek.encoder.clip.ClipTextTower;
import dev.patchseek.encoder.text.TokenizedText;
import dev.patchseek.encoder.text.Tokenizer;
import dev.patchseek.trainer.config.Paraphrases;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParaphraseTrainingTest {

  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());
  private static final List<String> COLOURS = List.of("red", "blue", "green", "white");

  @TempDir Path folder;
  private NDManager manager;
  private ClipTextTower tower;
  private Tokenizer tokenizer;

  @BeforeEach
  void aTowerThatKnowsNothing() throws IOException {
    manager = NDManager.newBaseManager();
    Path text = TinyBundle.writeText(folder, 3);
    tower = ClipTextTower.load(manager, text);
    tokenizer = Tokenizer.load(text, tower.config().context());
  }

  @AfterEach
  void close() {
    tokenizer.close();
    manager.close();
  }

  /** Pictures of a dog or a kite in some colour, each put in two ways. */
  private List<List<TokenizedText>> groups() {
    List<List<TokenizedText>> groups = new ArrayList<>();
    for (String colour : COLOURS) {
      for (List<String> names : List.of(List.of("dog", "cow"), List.of("kite", "boat"))) {
        groups.add(
            List.of(
                tokenizer.encode("a %s %s".formatted(colour, names.get(0))),
                tokenizer.encode("the %s in %s".formatted(names.get(1), colour))));
      }
    }
    return groups;
  }

  @Test
  void aCaptionFindsTheOtherOneOfItsPictureAfterwards() {
    assertThat(found()).isLessThan(6);

    train(60);

    assertThat(found()).isGreaterThan(6);
  }

  @Test
  void givesTheSameTowerForTheSameSeed() throws IOException {
    train(3);
    float[] first = tower.parameters().values().iterator().next().toFloatArray();
    aTowerThatKnowsNothing();
    train(3);

    assertThat(tower.parameters().values().iterator().next().toFloatArray()).isEqualTo(first);
  }

  @Test
  void refusesABatchOfMorePicturesThanThereAre() {
    Paraphrases source = new Paraphrases(null, 0, 1, 9, 1e-3);
    ParaphraseTraining training = new ParaphraseTraining(tower, source, 1, NOWHERE);
    List<List<TokenizedText>> groups = groups();

    assertThatThrownBy(() -> training.run(manager, groups))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("takes 9 pictures a step, but only 8 have two captions");
  }

  private void train(int epochs) {
    Paraphrases source = new Paraphrases(null, 0, epochs, 8, 3e-3);
    new ParaphraseTraining(tower, source, 1, NOWHERE).run(manager, groups());
  }

  /** First captions whose nearest second caption is that of the same picture; of 8. */
  private int found() {
    List<List<TokenizedText>> groups = groups();
    float[][] first = wholes(groups.stream().map(group -> group.get(0)).toList());
    float[][] second = wholes(groups.stream().map(group -> group.get(1)).toList());
    int found = 0;
    for (int i = 0; i < first.length; i++) {
      int best = 0;
      for (int j = 1; j < second.length; j++) {
        best = dot(first[i], second[j]) > dot(first[i], second[best]) ? j : best;
      }
      found += best == i ? 1 : 0;
    }
    return found;
  }

  private float[][] wholes(List<TokenizedText> texts) {
    TextBatch batch = TextBatch.of(manager, tower, texts);
    NDArray pooled = tower.pooled(tower.forward(batch.ids()), batch.ends());
    float[] flat = pooled.normalize(2, 1, 1e-6).toFloatArray();
    int dim = flat.length / texts.size();
    float[][] wholes = new float[texts.size()][dim];
    for (int i = 0; i < flat.length; i++) {
      wholes[i / dim][i % dim] = flat[i];
    }
    return wholes;
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
