package dev.patchseek.encoder.bundle;

import dev.patchseek.data.Directories;
import dev.patchseek.encoder.clip.ClipTextTower;
import dev.patchseek.encoder.lora.Adapter;
import dev.patchseek.encoder.lora.PeftFiles;
import dev.patchseek.encoder.text.Tokenizer;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes a bundle directory, whole or not at all.
 *
 * @param name what people call the model
 * @param vision checkpoint directory of the frozen vision tower; its files are linked or copied
 * @param adapter LoRA on that tower, or null for none
 * @param text the text tower
 * @param tokenizer the text tower's
 * @param projections the heads
 * @param globalWeight γ ≥ 0, of the whole text's similarity to the whole picture in the score
 * @param bank of captions that hubs are told by; null for none
 */
public record BundleWriter(
    String name,
    Path vision,
    Adapter adapter,
    ClipTextTower text,
    Tokenizer tokenizer,
    Projections projections,
    float globalWeight,
    CaptionBank bank) {

  /** Writes beside {@code directory} first, then puts it in place of what is there. */
  public void write(Path directory) throws IOException {
    Path temporary = directory.resolveSibling(directory.getFileName() + ".tmp");
    Directories.delete(temporary);
    Path visionCopy = Files.createDirectories(temporary.resolve(Bundle.VISION));
    try (Stream<Path> files = Files.list(vision)) {
      for (Path file : files.filter(BundleWriter::belongsToTower).toList()) {
        linkOrCopy(file, visionCopy.resolve(file.getFileName()));
      }
    }
    if (adapter != null) {
      String path = VisionTransformer.path(visionCopy);
      PeftFiles.save(adapter, temporary.resolve(Bundle.ADAPTER), false, path);
    }
    text.save(temporary.resolve(Bundle.TEXT), false);
    tokenizer.write(temporary.resolve(Bundle.TEXT));
    projections.save(temporary.resolve(Bundle.PROJECTIONS));
    if (bank != null) {
      bank.save(temporary.resolve(Bundle.CAPTIONS));
    }
    Manifest.of(temporary, name, projections, globalWeight).write(temporary);
    Directories.delete(directory);
    Files.move(temporary, directory, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean belongsToTower(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".safetensors")
        || List.of("config.json", "preprocessor_config.json", "model.safetensors.index.json")
            .contains(name);
  }

  private static void linkOrCopy(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from.toRealPath());
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(from, to);
    }
  }
}
