package dev.patchseek.trainer.loop;

import dev.patchseek.data.dataset.DatasetSpec;
import dev.patchseek.data.picturebook.PictureBook;
import dev.patchseek.data.picturebook.PictureBookFolders;
import dev.patchseek.data.picturebook.Split;
import dev.patchseek.encoder.bundle.TinyBundle;
import dev.patchseek.encoder.bundle.TokenWeights;
import dev.patchseek.encoder.lora.Targets;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.trainer.config.GlobalWeight;
import dev.patchseek.trainer.config.Stage;
import dev.patchseek.trainer.config.Stage.Captions;
import dev.patchseek.trainer.config.Stage.Part;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.config.TrainConfig.Lora;
import dev.patchseek.trainer.config.TrainConfig.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A real run in miniature: untrained towers of 16 components, pictures of the picture book. */
final class TinyRun {

  static final int PICTURES = 16;
  static final int BATCH = 8;

  private TinyRun() {}

  /** Writes pictures and checkpoints below a folder and configures a LoRA run over them. */
  static TrainConfig write(Path folder, int epochs) throws IOException {
    Path pictures = folder.resolve("pictures");
    PictureBookFolders.write(new PictureBook(3), Split.TRAIN, pictures, PICTURES, done -> {});
    Path vision = TinyBundle.writeVision(folder.resolve("vision"), 1);
    Path text = TinyBundle.writeText(folder.resolve("text"), 2);
    return config(folder, vision, text, stage(epochs, Set.of(Part.ADAPTER, Part.HEADS)));
  }

  static TrainConfig config(Path folder, Path vision, Path text, Stage stage) {
    DatasetSpec pictures =
        new DatasetSpec("imagefolder", List.of(folder.resolve("pictures")), null, null);
    Targets attention = Targets.of(Target.QUERY, Target.KEY, Target.VALUE, Target.PROJ);
    return new TrainConfig(
        "tiny",
        5,
        "cpu",
        null,
        vision,
        new Text(text, null),
        new Lora(null, 2, 4, attention, false, 0, null, 0, null, null, 0, 0, null),
        TinyBundle.DIM,
        true,
        TokenWeights.EVEN,
        GlobalWeight.NONE,
        pictures,
        null,
        List.of(stage),
        null,
        0);
  }

  static Stage stage(int epochs, Set<Part> train) {
    return stage(epochs, train, false);
  }

  static Stage stage(int epochs, Set<Part> train, boolean frozenEveryStep) {
    return stage(epochs, train, frozenEveryStep, 0, false);
  }

  /** Trains adapter and heads with one block's graph at a time. */
  static Stage blockByBlock(int epochs) {
    return stage(epochs, Set.of(Part.ADAPTER, Part.HEADS), false, 0, true);
  }

  /** An epoch over pictures of this height and width. */
  static Stage stageOfPictures(int imageSize) {
    return stage(1, Set.of(Part.ADAPTER, Part.HEADS), false, imageSize, false);
  }

  private static Stage stage(
      int epochs, Set<Part> train, boolean frozenEveryStep, int imageSize, boolean blockByBlock) {
    return new Stage(
        "align",
        train,
        epochs,
        Captions.ONE,
        1,
        0,
        BATCH,
        1e-2,
        0.01,
        0.1,
        1,
        1,
        0.2,
        0.5f,
        imageSize,
        1,
        false,
        1,
        0,
        0,
        1,
        0,
        frozenEveryStep,
        blockByBlock);
  }
}
