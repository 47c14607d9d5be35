package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The plain loop: the oracle of the other implementations, and what runs without them. */
record ScalarMaxSim(Precision precision) implements MaxSim {

  @Override
  public void bestPatches(
      QueryTokens tokens, MemorySegment patches, int patchCount, BestPatches best) {
    best.clear();
    for (int patch = 0; patch < patchCount; patch++) {
      for (int token = 0; token < tokens.count(); token++) {
        float similarity = similarity(tokens, token, patches, patch, patchCount);
        if (similarity > best.score(token)) {
          best.set(token, similarity, patch);
        }
      }
    }
  }

  float similarity(
      QueryTokens tokens, int token, MemorySegment patches, int patch, int patchCount) {
    float[] groups = tokens.groups();
    int tokenAt = tokens.start(token);
    long patchAt = PatchBlocks.start(patch, tokens.dim());
    int width = PatchBlocks.width(patch, patchCount);
    float sum = 0;
    for (int k = 0; k < tokens.dim(); k++) {
      float component = component(patches, patchAt + (long) k * width);
      sum = Math.fma(component, groups[tokenAt + k * QueryTokens.GROUP], sum);
    }
    return precision == Precision.INT8
        ? sum * Int8Blocks.step(patches, patch, patchCount, tokens.dim())
        : sum;
  }

  private float component(MemorySegment patches, long index) {
    return precision == Precision.INT8
        ? patches.get(ValueLayout.JAVA_BYTE, index)
        : patches.getAtIndex(PatchBlocks.STORED_FLOAT, index);
  }
}
