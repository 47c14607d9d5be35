package dev.patchseek.indexer.benchmark;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.query.MaxSimQuery;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Embeddings of real photos and captions, as {@link EmbedPhotos} writes them: {@code patches.f32},
 * [N × P × d] floats, {@code globals.f32}, [N × d], {@code gamma.txt} and {@code queries.bin}, for
 * each query its T as an int, [T × d] vectors, [T] weights, [d] whole; all little-endian.
 */
final class FileCorpus implements Corpus {

  private static final long VECTOR_BYTES = (long) DIM * Float.BYTES;
  private static final long IMAGE_BYTES = PATCHES * VECTOR_BYTES;

  private final MemorySegment patches;
  private final MemorySegment globals;
  private final float globalWeight;
  private final List<MaxSimQuery> queries = new ArrayList<>();

  FileCorpus(Path folder, boolean wholes) throws IOException {
    patches = mapped(folder.resolve("patches.f32"));
    globals = mapped(folder.resolve("globals.f32"));
    globalWeight =
        wholes ? Float.parseFloat(Files.readString(folder.resolve("gamma.txt")).strip()) : 0;
    ByteBuffer buffer =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("queries.bin")))
            .order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      int tokens = buffer.getInt();
      queries.add(
          new MaxSimQuery(
              DIM, floats(buffer, tokens * DIM), floats(buffer, tokens), floats(buffer, DIM)));
    }
  }

  private static MemorySegment mapped(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      return file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), Arena.global());
    }
  }

  private static float[] floats(ByteBuffer buffer, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = buffer.getFloat();
    }
    return floats;
  }

  @Override
  public int size() {
    return (int) (patches.byteSize() / IMAGE_BYTES);
  }

  @Override
  public float globalWeight() {
    return globalWeight;
  }

  @Override
  public PatchEmbeddings image(int number) {
    return new PatchEmbeddings(
        ROWS,
        COLUMNS,
        DIM,
        floats(patches, number * IMAGE_BYTES, IMAGE_BYTES),
        floats(globals, number * VECTOR_BYTES, VECTOR_BYTES));
  }

  private static float[] floats(MemorySegment segment, long at, long bytes) {
    return segment.asSlice(at, bytes).toArray(ValueLayout.JAVA_FLOAT);
  }

  @Override
  public MaxSimQuery query(int number) {
    return queries.get(number % queries.size());
  }
}
