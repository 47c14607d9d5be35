package dev.patchseek.trainer.forms;

import dev.patchseek.data.picturebook.PictureBook;
import dev.patchseek.data.picturebook.PictureBookFolders;
import dev.patchseek.data.picturebook.Split;
import dev.patchseek.encoder.bundle.TinyBundle;
import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Untrained towers of 16 components and eight pictures, to learn from and to be judged by. */
public final class TinyWorld {

  static final String CONFIG =
      """
      name: tiny
      vision: vision
      text: {checkpoint: text}
      lora: {rank: 2, alpha: 4, targets: [query, fc1]}
      dim: 8
      train: {format: imagefolder, images: [pictures]}
      heldOut: {format: imagefolder, images: [pictures]}
      stages:
        - {name: align, train: [adapter, heads], epochs: 1, batch: 4, learningRate: 0.01, lambda: 1}
      """;

  private TinyWorld() {}

  /** Writes towers, pictures and configuration. */
  public static TrainConfig write(Path home) throws IOException {
    PictureBookFolders.write(
        new PictureBook(3), Split.TRAIN, home.resolve("pictures"), 8, done -> {});
    TinyBundle.writeVision(home.resolve("vision"), 1);
    TinyBundle.writeText(home.resolve("text"), 2);
    return Configs.read(Files.writeString(home.resolve("tiny.yaml"), CONFIG), TrainConfig.class);
  }
}
