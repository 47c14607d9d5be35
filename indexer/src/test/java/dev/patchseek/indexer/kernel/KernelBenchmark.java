package dev.patchseek.indexer.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import org.apache.lucene.util.VectorUtil;

/**
 * Times the kernels of one thread side by side: every round runs each for a while, so that whatever
 * else the machine does slows all of them. Prints a line of JSON: microseconds an image, and the
 * machine's own limits measured between them.
 */
public final class KernelBenchmark {

  private static final int PATCHES = 196;
  private static final int DIM = 128;
  private static final int FLOATS = PatchBlocks.size(PATCHES, DIM);

  /** More than the caches hold of float vectors, and of codes less than the L2 cache of a core. */
  static final int IMAGES = 256;

  private static final int ROUNDS = 15;

  /** CPU time: what others run costs caches then, but no whole slices of time. */
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private static volatile float sink;

  private final QueryTokens tokens;
  private final float[][] tokenRows;
  private final float[][][] rows = new float[IMAGES][PATCHES][];
  private final MemorySegment floats;
  private final MemorySegment bytes;
  private final MemorySegment codes;
  private final BestPatches best;
  private final BitMaxSim bits;

  private KernelBenchmark(int count) {
    Random random = new Random(1);
    float[] query = RandomImages.unitVectors(random, count, DIM);
    float[] weights = new float[count];
    Arrays.fill(weights, 1f / count);
    tokens = new QueryTokens(query, weights, DIM);
    tokenRows = new float[count][];
    for (int token = 0; token < count; token++) {
      tokenRows[token] = Arrays.copyOfRange(query, token * DIM, (token + 1) * DIM);
    }
    best = new BestPatches(tokens);
    bits = BitMaxSim.fastest(tokens, PATCHES);
    Arena arena = Arena.ofAuto();
    floats = arena.allocate((long) IMAGES * FLOATS * Float.BYTES, 64);
    bytes = arena.allocate((long) IMAGES * Int8Blocks.bytes(PATCHES, DIM), 64);
    codes = arena.allocate((long) IMAGES * BitCodes.bytes(PATCHES, DIM), 64);
    for (int image = 0; image < IMAGES; image++) {
      float[] vectors = RandomImages.unitVectors(random, PATCHES, DIM);
      for (int patch = 0; patch < PATCHES; patch++) {
        rows[image][patch] = Arrays.copyOfRange(vectors, patch * DIM, (patch + 1) * DIM);
      }
      MemorySegment.copy(
          PatchBlocks.fromVectors(vectors, PATCHES),
          0,
          floats,
          ValueLayout.JAVA_FLOAT,
          (long) image * FLOATS * Float.BYTES,
          FLOATS);
      put(Int8Blocks.encode(vectors, PATCHES), bytes, image);
      put(BitCodes.encode(vectors, PATCHES), codes, image);
    }
  }

  private static void put(byte[] from, MemorySegment to, int image) {
    MemorySegment.copy(from, 0, to, ValueLayout.JAVA_BYTE, (long) image * from.length, from.length);
  }

  interface Work {
    float on(int image);
  }

  private float lucenePairs(int image) {
    float sum = 0;
    for (float[] token : tokenRows) {
      float max = Float.NEGATIVE_INFINITY;
      for (float[] patch : rows[image]) {
        max = Math.max(max, VectorUtil.dotProduct(token, patch));
      }
      sum += max;
    }
    return sum;
  }

  private float maxSim(Precision precision, MemorySegment all, long size, int image) {
    ImageVectors vectors = new ImageVectors(all.asSlice(image * size, size), codes(image));
    MaxSim.fastest(precision).bestPatches(tokens, vectors, PATCHES, best);
    return best.weightedSum();
  }

  private float bits(int image) {
    return bits.score(codes(image));
  }

  private MemorySegment codes(int image) {
    long size = BitCodes.bytes(PATCHES, DIM);
    return codes.asSlice(image * size, size);
  }

  /** Fused multiply-adds that wait for nothing: the most that the core does. */
  private static float fma(int ignored) {
    FloatVector a = FloatVector.broadcast(FloatVector.SPECIES_PREFERRED, 0.999f);
    FloatVector s0 = a;
    FloatVector s1 = a;
    FloatVector s2 = a;
    FloatVector s3 = a;
    FloatVector s4 = a;
    FloatVector s5 = a;
    FloatVector s6 = a;
    FloatVector s7 = a;
    FloatVector s8 = a;
    FloatVector s9 = a;
    for (int i = 0; i < 1000; i++) {
      s0 = s0.fma(a, a);
      s1 = s1.fma(a, a);
      s2 = s2.fma(a, a);
      s3 = s3.fma(a, a);
      s4 = s4.fma(a, a);
      s5 = s5.fma(a, a);
      s6 = s6.fma(a, a);
      s7 = s7.fma(a, a);
      s8 = s8.fma(a, a);
      s9 = s9.fma(a, a);
    }
    return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).lane(0);
  }

  private static final MemorySegment STREAM = Arena.ofAuto().allocate(256L << 20, 64);
  private static final int CHUNK = 1 << 20;

  /** Reads a mebibyte, in turn, of more than the caches hold. */
  private static float stream(int chunk) {
    long from = (long) chunk * CHUNK;
    LongVector a = LongVector.zero(LongVector.SPECIES_PREFERRED);
    LongVector b = a;
    LongVector c = a;
    LongVector d = a;
    int step = LongVector.SPECIES_PREFERRED.vectorByteSize();
    for (long at = from; at < from + CHUNK; at += 4L * step) {
      a = a.add(read(at));
      b = b.add(read(at + step));
      c = c.add(read(at + 2L * step));
      d = d.add(read(at + 3L * step));
    }
    return a.add(b).add(c).add(d).lane(0);
  }

  private static LongVector read(long at) {
    return LongVector.fromMemorySegment(
        LongVector.SPECIES_PREFERRED, STREAM, at, ByteOrder.LITTLE_ENDIAN);
  }

  private static double microseconds(Work work) {
    float sum = 0;
    long start = CLOCK.getCurrentThreadCpuTime();
    for (int image = 0; image < IMAGES; image++) {
      sum += work.on(image);
    }
    sink = sum;
    return (CLOCK.getCurrentThreadCpuTime() - start) / 1e3 / IMAGES;
  }

  /** Arguments: numbers of tokens. */
  public static void main(String[] arguments) {
    for (String count : arguments) {
      new KernelBenchmark(Integer.parseInt(count)).run();
    }
  }

  private void run() {
    long floatSize = (long) FLOATS * Float.BYTES;
    long byteSize = Int8Blocks.bytes(PATCHES, DIM);
    Map<String, Work> works = new LinkedHashMap<>();
    works.put("lucene", this::lucenePairs);
    works.put("float32", image -> maxSim(Precision.FLOAT32, floats, floatSize, image));
    works.put("int8", image -> maxSim(Precision.INT8, bytes, byteSize, image));
    works.put("bits", this::bits);
    print("\"tokens\": " + tokens.count(), 1, works);
  }

  /**
   * Times works side by side, and what the machine does at most.
   *
   * @param subject what the line says first
   * @param images that a call of a work goes through
   * @param works by name
   */
  static void print(String subject, int images, Map<String, Work> works) {
    STREAM.fill((byte) 1);
    Map<String, Work> all = new LinkedHashMap<>(works);
    all.put("fma", KernelBenchmark::fma);
    all.put("stream", KernelBenchmark::stream);
    Map<String, double[]> times = new LinkedHashMap<>();
    for (int round = -20; round < ROUNDS; round++) {
      for (Map.Entry<String, Work> work : all.entrySet()) {
        double time = microseconds(work.getValue());
        if (round >= 0) {
          times.computeIfAbsent(work.getKey(), name -> new double[ROUNDS])[round] = time;
        }
      }
    }
    StringBuilder line = new StringBuilder("{" + subject);
    works.keySet().forEach(name -> append(line, name, median(times.get(name)) / images));
    double flops = 2.0 * 10 * 1000 * FloatVector.SPECIES_PREFERRED.length();
    System.out.printf(
        Locale.ROOT,
        "%s, \"gflops\": %.2f, \"gbytes\": %.2f}%n",
        line,
        flops / 1e3 / median(times.get("fma")),
        CHUNK / 1e3 / median(times.get("stream")));
  }

  private static void append(StringBuilder line, String name, double microseconds) {
    line.append(String.format(Locale.ROOT, ", \"%s\": %.6f", name, microseconds));
  }

  private static double median(double[] times) {
    return Arrays.stream(times).sorted().toArray()[times.length / 2];
  }
}
