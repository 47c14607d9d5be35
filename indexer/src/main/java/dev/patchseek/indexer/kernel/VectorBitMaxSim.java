package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Patches in the lanes, a token at a time: one instruction looks up four bits in each byte of a
 * register. The codes of an image become places in the tables first, for all tokens.
 */
final class VectorBitMaxSim implements BitMaxSim {

  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Lanes.COUNT * Integer.SIZE));

  private static final int FOUR_BITS = 0x0F0F0F0F;

  /** Each byte of a word has its own table. */
  private static final int TABLE_OF_BYTE = 0x30201000;

  private static final int EVEN_BYTES = 0x00FF00FF;
  private static final int LOWER_HALF = 0xFFFF;

  /** Of the common 128 components, for which all tables of a token stay in registers. */
  private static final int COMMON_WORDS = 4;

  /** Whether one vector holds the tables of half a word. */
  private static final boolean WHOLE_TABLES = BYTES.length() == CodeTables.SIZE;

  private final CodeTables query;
  private final int codeWords;
  private final int[] lower;
  private final int[] upper;

  VectorBitMaxSim(CodeTables query, int patchCount) {
    this.query = query;
    this.codeWords = patchCount * query.words();
    // whole vectors, also of what is read behind a narrow last block
    this.lower = new int[codeWords + PatchBlocks.WIDTH];
    this.upper = new int[lower.length];
  }

  @Override
  public float score(MemorySegment codes) {
    MemorySegment.copy(codes, BitCodes.WORD, 0, lower, 0, codeWords);
    split(lower, upper, codeWords);
    float score = 0;
    for (int token = 0; token < query.tokens(); token++) {
      score += query.weighted(token, most(query.start(token)));
    }
    return score;
  }

  /** Makes places in the tables of the lower and the upper four bits of each byte. */
  private static void split(int[] lower, int[] upper, int words) {
    for (int at = 0; at < words; at += Lanes.COUNT) {
      IntVector bits = IntVector.fromArray(Lanes.INTS, lower, at);
      bits.and(FOUR_BITS).or(TABLE_OF_BYTE).intoArray(lower, at);
      bits.lanewise(VectorOperators.LSHR, 4).and(FOUR_BITS).or(TABLE_OF_BYTE).intoArray(upper, at);
    }
  }

  private int most(int table) {
    if (WHOLE_TABLES && query.words() == COMMON_WORDS) {
      return mostOfCommon(lower, upper, codeWords, query.tables(), table);
    }
    int most = 0;
    for (int lane = 0; lane < PatchBlocks.WIDTH; lane += Lanes.COUNT) {
      most = Math.max(most, most(lower, upper, codeWords, lane, query, table));
    }
    return most;
  }

  /** The largest worth of the patches in one column of lanes, over all blocks. */
  private static int most(
      int[] lower, int[] upper, int codeWords, int lane, CodeTables query, int table) {
    int step = query.words() * PatchBlocks.WIDTH;
    int width = codeWords % step / query.words();
    int end = codeWords - width * query.words();
    IntVector most = IntVector.zero(Lanes.INTS);
    for (int block = lane; block < end; block += step) {
      most = most.max(worths(lower, upper, block, PatchBlocks.WIDTH, query, table));
    }
    if (lane < width) {
      IntVector last = worths(lower, upper, end + lane, width, query, table);
      most = most.max(onlyFilled(last, lane, width));
    }
    return most.reduceLanes(VectorOperators.MAX);
  }

  private static IntVector worths(
      int[] lower, int[] upper, int from, int step, CodeTables query, int table) {
    byte[] tables = query.tables();
    IntVector worths = IntVector.zero(Lanes.INTS);
    for (int word = 0; word < query.words(); word++) {
      int at = from + word * step;
      int entry = table + word * CodeTables.HALVES * CodeTables.SIZE;
      ByteVector inLower = lookUp(places(lower, at), tables, entry);
      ByteVector inUpper = lookUp(places(upper, at), tables, entry + CodeTables.SIZE);
      worths = worths.add(sumOfBytes(inLower.add(inUpper)));
    }
    return worths;
  }

  private static ByteVector lookUp(ByteVector places, byte[] tables, int entry) {
    ByteVector found = ByteVector.zero(BYTES);
    for (int part = 0; part < CodeTables.SIZE; part += BYTES.length()) {
      ByteVector within = places.sub((byte) part);
      ByteVector there =
          within
              .and((byte) (BYTES.length() - 1))
              .selectFrom(ByteVector.fromArray(BYTES, tables, entry + part));
      found = found.blend(there, within.compare(VectorOperators.ULT, (byte) BYTES.length()));
    }
    return found;
  }

  private static int mostOfCommon(
      int[] lower, int[] upper, int codeWords, byte[] tables, int table) {
    ByteVector t0 = ByteVector.fromArray(BYTES, tables, table);
    ByteVector t1 = ByteVector.fromArray(BYTES, tables, table + CodeTables.SIZE);
    ByteVector t2 = ByteVector.fromArray(BYTES, tables, table + 2 * CodeTables.SIZE);
    ByteVector t3 = ByteVector.fromArray(BYTES, tables, table + 3 * CodeTables.SIZE);
    ByteVector t4 = ByteVector.fromArray(BYTES, tables, table + 4 * CodeTables.SIZE);
    ByteVector t5 = ByteVector.fromArray(BYTES, tables, table + 5 * CodeTables.SIZE);
    ByteVector t6 = ByteVector.fromArray(BYTES, tables, table + 6 * CodeTables.SIZE);
    ByteVector t7 = ByteVector.fromArray(BYTES, tables, table + 7 * CodeTables.SIZE);
    IntVector most = IntVector.zero(Lanes.INTS);
    for (int at = 0; at < codeWords; at += COMMON_WORDS * PatchBlocks.WIDTH) {
      int width = Math.min(PatchBlocks.WIDTH, (codeWords - at) / COMMON_WORDS);
      ByteVector sums =
          places(lower, at)
              .selectFrom(t0)
              .add(places(upper, at).selectFrom(t1))
              .add(places(lower, at + width).selectFrom(t2))
              .add(places(upper, at + width).selectFrom(t3))
              .add(places(lower, at + 2 * width).selectFrom(t4))
              .add(places(upper, at + 2 * width).selectFrom(t5))
              .add(places(lower, at + 3 * width).selectFrom(t6))
              .add(places(upper, at + 3 * width).selectFrom(t7));
      most = most.max(onlyFilled(sumOfBytes(sums), 0, width));
    }
    return most.reduceLanes(VectorOperators.MAX);
  }

  /** Nothing in the lanes that hold no patch. */
  private static IntVector onlyFilled(IntVector worths, int lane, int width) {
    return IntVector.zero(Lanes.INTS).blend(worths, Lanes.INTS.indexInRange(lane, width));
  }

  private static IntVector sumOfBytes(ByteVector sums) {
    IntVector bytes = sums.reinterpretAsInts();
    IntVector pairs =
        bytes.and(EVEN_BYTES).add(bytes.lanewise(VectorOperators.LSHR, 8).and(EVEN_BYTES));
    return pairs.add(pairs.lanewise(VectorOperators.LSHR, 16)).and(LOWER_HALF);
  }

  private static ByteVector places(int[] places, int at) {
    return IntVector.fromArray(Lanes.INTS, places, at).reinterpretAsBytes();
  }
}
