package dev.patchseek.trainer.loop;

import dev.patchseek.data.Sha256;
import dev.patchseek.trainer.config.TrainConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What a run learns from, told by its content: an interrupted run must not go on with another. */
final class Learnt {

  private Learnt() {}

  /** SHA-256 of the training data and of the base checkpoints' files, in hexadecimal digits. */
  static String fingerprint(TrainingSet set, TrainConfig config) throws IOException {
    MessageDigest digest = Sha256.digest();
    digest.update(set.fingerprint().getBytes(StandardCharsets.UTF_8));
    add(digest, config.vision());
    if (config.text().checkpoint() != null) {
      add(digest, config.text().checkpoint());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(Learnt::shapesTheModel).sorted().toList();
    }
    byte[] buffer = new byte[1 << 16];
    for (Path file : files) {
      digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      try (InputStream in = Files.newInputStream(file)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      }
    }
  }

  private static boolean shapesTheModel(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".safetensors") || name.endsWith(".json") || name.endsWith(".txt");
  }
}
