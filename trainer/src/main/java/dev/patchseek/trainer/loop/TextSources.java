package dev.patchseek.trainer.loop;

import ai.djl.ndarray.NDManager;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.encoder.clip.ClipTextConfig;
import dev.patchseek.encoder.clip.ClipTextTower;
import dev.patchseek.encoder.text.BpeTrainer;
import dev.patchseek.encoder.text.TokenizedText;
import dev.patchseek.encoder.text.Tokenizer;
import dev.patchseek.encoder.transformer.BlockConfig;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.config.TrainConfig.NewText;
import dev.patchseek.trainer.words.CaptionGroups;
import dev.patchseek.trainer.words.Corpus;
import dev.patchseek.trainer.words.ParaphraseTraining;
import dev.patchseek.trainer.words.TokenVectors;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a run gets its text tower from: a checkpoint, or a new one with a vocabulary of its own.
 */
final class TextSources {

  private TextSources() {}

  /**
   * Loads or makes the text tower.
   *
   * @param heldOut pictures whose captions are not learnt from
   * @param resumed whether the weights come from a checkpoint afterwards
   * @param out for progress
   */
  static Model.TextSource of(
      NDManager manager,
      TrainConfig config,
      List<ImageText> items,
      List<ImageText> heldOut,
      boolean resumed,
      PrintStream out)
      throws IOException {
    Path checkpoint = config.text().checkpoint();
    if (checkpoint != null) {
      ClipTextTower tower = ClipTextTower.load(manager, checkpoint, config.precision());
      return new Model.TextSource(tower, Tokenizer.load(checkpoint, tower.config().context()));
    }
    NewText shape = config.text().create();
    List<String> texts = new ArrayList<>(Corpus.read(shape.corpus()));
    items.forEach(item -> item.captions().forEach(caption -> texts.add(caption.text())));
    Tokenizer tokenizer = learn(texts, shape);
    ClipTextConfig text = textConfig(shape, tokenizer);
    ClipTextTower tower =
        ClipTextTower.create(manager, text, config.seed() + 7, config.precision());
    List<int[]> ids = texts.stream().map(line -> realIds(tokenizer.encode(line))).toList();
    tower.startFrom(TokenVectors.learn(ids, text.vocabulary(), shape.hidden(), config.seed()));
    if (shape.paraphrases() != null && !resumed) {
      CaptionGroups groups = CaptionGroups.of(shape.paraphrases(), items, heldOut, tokenizer);
      out.printf(
          "paraphrases: %d pictures with two captions or more; left out for a held-out caption: %d%n",
          groups.groups().size(), groups.leftOut());
      new ParaphraseTraining(tower, shape.paraphrases(), config.seed(), out)
          .run(manager, groups.groups());
    }
    return new Model.TextSource(tower, tokenizer);
  }

  private static ClipTextConfig textConfig(NewText shape, Tokenizer tokenizer) {
    BlockConfig blocks =
        new BlockConfig(
            shape.hidden(),
            4 * shape.hidden(),
            shape.layers(),
            shape.heads(),
            "quick_gelu",
            1e-5f,
            true);
    int vocabulary = tokenizer.endId() + 1; // the two special tokens come last
    return new ClipTextConfig(
        vocabulary, shape.context(), tokenizer.endId(), shape.shared(), blocks);
  }

  private static int[] realIds(TokenizedText text) {
    return text.spans().stream().mapToInt(span -> text.ids()[span.position()]).toArray();
  }

  private static Tokenizer learn(List<String> captions, NewText shape) throws IOException {
    Path scratch = Files.createTempDirectory("patchseek-vocabulary");
    try {
      BpeTrainer.train(captions, shape.vocabulary()).write(scratch);
      return Tokenizer.load(scratch, shape.context());
    } finally {
      try (Stream<Path> files = Files.list(scratch)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(scratch);
    }
  }
}
