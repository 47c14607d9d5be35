package dev.patchseek.indexer.benchmark;

import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.data.dataset.PlainImagesReader;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Embeds photos and captions once, for {@link FileCorpus}. */
public final class EmbedPhotos {

  private static final int BATCH = 16;
  private static final int QUERIES = 200;

  private EmbedPhotos() {}

  /**
   * Arguments: a bundle; a file of captions, each behind a tab; a folder to write to; folders or
   * tars of photos. Half of the queries are captions, the others one to four words of one.
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[2]));
    List<Path> photos = Arrays.stream(arguments).skip(3).map(Path::of).toList();
    try (Bundle bundle = Bundle.load(Path.of(arguments[0]))) {
      queries(bundle, Path.of(arguments[1]), folder.resolve("queries.bin"));
      Files.writeString(folder.resolve("gamma.txt"), bundle.globalWeight() + "\n");
      images(bundle, PlainImagesReader.read(photos), folder);
    }
  }

  private static void queries(Bundle bundle, Path captions, Path file) throws IOException {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>(Files.readAllLines(captions));
    Collections.shuffle(lines, random);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int query = 0; query < QUERIES; query++) {
        String caption = lines.get(query).split("\t")[1];
        TokenEmbeddings text =
            bundle.embedText(query % 2 == 0 ? caption : someWords(caption, random));
        ByteBuffer count = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.write(count.putInt(text.weights().length).array());
        write(text.vectors(), out);
        write(text.weights(), out);
        write(text.global(), out);
      }
    }
  }

  private static String someWords(String caption, Random random) {
    String[] words = caption.replaceAll("[^a-zA-Z ]", "").trim().split(" +");
    int count = Math.min(words.length, 1 + random.nextInt(4));
    int from = random.nextInt(words.length - count + 1);
    return String.join(" ", Arrays.copyOfRange(words, from, from + count));
  }

  private static void images(Bundle bundle, List<ImageText> photos, Path folder)
      throws IOException {
    try (OutputStream patches = buffered(folder.resolve("patches.f32"));
        OutputStream globals = buffered(folder.resolve("globals.f32"))) {
      for (int from = 0; from < photos.size(); from += BATCH) {
        List<RgbImage> batch = new ArrayList<>();
        for (ImageText photo : photos.subList(from, Math.min(from + BATCH, photos.size()))) {
          batch.add(ImageDecoder.decode(photo.image().read(), photo.image().name()));
        }
        for (PatchEmbeddings image : bundle.embedImages(batch)) {
          write(image.patches(), patches);
          write(image.global(), globals);
        }
      }
    }
  }

  private static OutputStream buffered(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file));
  }

  private static void write(float[] floats, OutputStream out) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(floats);
    out.write(buffer.array());
  }
}
