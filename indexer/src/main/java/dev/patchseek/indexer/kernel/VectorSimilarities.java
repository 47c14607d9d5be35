package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** {@link VectorMaxSim} that keeps all similarities instead of the largest. */
final class VectorSimilarities {

  private VectorSimilarities() {}

  /** As {@link MaxSim#similarities} of float32 vectors. */
  static float[][] of(QueryTokens tokens, ImageVectors vectors, int count) {
    float[][] similarities = new float[tokens.paddedCount()][count];
    for (int token = 0; token < tokens.count(); token += QueryTokens.GROUP) {
      for (int vector = 0; vector < count; vector += PatchBlocks.WIDTH) {
        int width = PatchBlocks.width(vector, count);
        for (int lane = 0; lane < width; lane += Lanes.COUNT) {
          compare(tokens, token, vectors.components(), vector, lane, width, similarities);
        }
      }
    }
    return similarities;
  }

  private static void compare(
      QueryTokens tokens,
      int token,
      MemorySegment vectors,
      int first,
      int lane,
      int width,
      float[][] similarities) {
    float[] group = tokens.groups();
    int start = tokens.start(token);
    int end = start + tokens.dim() * QueryTokens.GROUP;
    long step = (long) width * Float.BYTES;
    long at = ((long) first * tokens.dim() + lane) * Float.BYTES;
    FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int t = start; t < end; t += QueryTokens.GROUP) {
      FloatVector p =
          FloatVector.fromMemorySegment(Lanes.FLOATS, vectors, at, ByteOrder.LITTLE_ENDIAN);
      s0 = p.fma(all(group[t]), s0);
      s1 = p.fma(all(group[t + 1]), s1);
      s2 = p.fma(all(group[t + 2]), s2);
      s3 = p.fma(all(group[t + 3]), s3);
      at += step;
    }
    VectorMask<Float> filled = Lanes.FLOATS.indexInRange(lane, width);
    s0.intoArray(similarities[token], first + lane, filled);
    s1.intoArray(similarities[token + 1], first + lane, filled);
    s2.intoArray(similarities[token + 2], first + lane, filled);
    s3.intoArray(similarities[token + 3], first + lane, filled);
  }

  private static FloatVector all(float component) {
    return FloatVector.broadcast(Lanes.FLOATS, component);
  }
}
