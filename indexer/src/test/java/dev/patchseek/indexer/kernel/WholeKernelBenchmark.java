package dev.patchseek.indexer.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.lucene.util.VectorUtil;

/**
 * Times the kernels that compare a whole query with whole images, as {@link KernelBenchmark} does
 * those of patches: microseconds an image, with the bytes that each kernel reads of one.
 */
public final class WholeKernelBenchmark {

  private static final int DIM = 128;

  /** Images compared in one call. */
  private static final int TOGETHER = 256;

  private static final int ALL = KernelBenchmark.IMAGES * TOGETHER;

  private final float[] whole;
  private final float[][] rows = new float[ALL][];
  private final MemorySegment floats = room(PatchBlocks.size(1, DIM) * Float.BYTES);
  private final MemorySegment bytes = room(Int8Blocks.bytes(1, DIM));
  private final MemorySegment codes = room(BitCodes.bytes(1, DIM));
  private final int[] shuffled;
  private final int[] which = new int[TOGETHER];
  private final float[] similarities = new float[TOGETHER];

  private WholeKernelBenchmark() {
    Random random = new Random(1);
    whole = RandomImages.unitVectors(random, 1, DIM);
    List<Integer> order = new ArrayList<>();
    for (int image = 0; image < ALL; image++) {
      order.add(image);
      rows[image] = RandomImages.unitVectors(random, 1, DIM);
      float[] blocks = PatchBlocks.fromVectors(rows[image], 1);
      MemorySegment.copy(
          MemorySegment.ofArray(blocks), 0, one(floats, image), 0, (long) blocks.length * 4);
      put(Int8Blocks.encode(rows[image], 1), bytes, image);
      put(BitCodes.encode(rows[image], 1), codes, image);
    }
    Collections.shuffle(order, random);
    shuffled = order.stream().mapToInt(i -> i).toArray();
  }

  private static MemorySegment room(int ofOne) {
    return Arena.ofAuto().allocate((long) ALL * ofOne, 64);
  }

  private static MemorySegment one(MemorySegment all, int image) {
    return some(all, image, 1);
  }

  private static MemorySegment some(MemorySegment all, int first, int count) {
    long size = all.byteSize() / ALL;
    return all.asSlice(first * size, count * size);
  }

  private static void put(byte[] from, MemorySegment all, int image) {
    MemorySegment.copy(from, 0, one(all, image), ValueLayout.JAVA_BYTE, 0, from.length);
  }

  private float lucene(int block) {
    float sum = 0;
    for (int image = block * TOGETHER; image < (block + 1) * TOGETHER; image++) {
      sum += VectorUtil.dotProduct(whole, rows[image]);
    }
    return sum;
  }

  private float following(GlobalSimilarity similarity, MemorySegment components, int block) {
    int first = block * TOGETHER;
    ImageVectors images =
        new ImageVectors(some(components, first, TOGETHER), some(codes, first, TOGETHER));
    similarity.of(images, TOGETHER, similarities);
    return similarities[0];
  }

  private float apart(GlobalSimilarity similarity, int block) {
    System.arraycopy(shuffled, block * TOGETHER, which, 0, TOGETHER);
    Arrays.sort(which); // as candidates come
    similarity.of(new ImageVectors(bytes, codes), ALL, which, TOGETHER, similarities);
    return similarities[0];
  }

  private float signs(SignSimilarity similarity, int block) {
    similarity.of(some(codes, block * TOGETHER, TOGETHER), TOGETHER, similarities);
    return similarities[0];
  }

  public static void main(String[] arguments) {
    new WholeKernelBenchmark().run();
  }

  private void run() {
    GlobalSimilarity float32 = GlobalSimilarity.fastest(Precision.FLOAT32, whole);
    GlobalSimilarity int8 = GlobalSimilarity.fastest(Precision.INT8, whole);
    SignSimilarity signs = SignSimilarity.fastest(whole);
    Map<String, KernelBenchmark.Work> works = new LinkedHashMap<>();
    works.put("lucene", this::lucene);
    works.put("float32", block -> following(float32, floats, block));
    works.put("int8", block -> following(int8, bytes, block));
    works.put("apart", block -> apart(int8, block));
    works.put("bits", block -> signs(signs, block));
    String subject =
        "\"images\": %d, \"float32Bytes\": %d, \"int8Bytes\": %d, \"bitsBytes\": %d"
            .formatted(
                ALL,
                floats.byteSize() / ALL,
                (bytes.byteSize() + codes.byteSize()) / ALL,
                codes.byteSize() / ALL);
    KernelBenchmark.print(subject, TOGETHER, works);
  }
}
